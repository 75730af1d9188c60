import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Findings } from '../checks/result.js';
import type { AnchorView } from '../kills/anchors.js';
import { IN_FLIGHT_MIN } from '../kills/kill-rounds.js';
import type { VictimNode } from '../kills/victim-node.js';
import type { DeviceLoad } from '../load/device-load.js';
import type { Random } from '../random.js';
import { isAlive } from '../kills/processes.js';
import { until } from '../waiting.js';
import {
  bytesWrittenBy,
  differences,
  filesOf,
  type Footprint,
  hasCommitted,
  rowsOf,
  rowsOfEpoch,
} from './footprint.js';

// A lease lasts 6 s unless CAIRN_ANCHOR_LEASE_MS says otherwise.
const STOPPED_MS = 9_000;
// Longer than a publication, a renewal and a housekeeping of the woken one would need.
const WATCHED_MS = 6_000;
// Four files of the log that it had begun when it was stopped, none of which may get a name.
const BEGUN_BYTES_MAX = 1_000_000;
const SETTLED_MS = 1_500;
const BUSY_MS = { least: 300, most: 1_200 };

export interface StopRound {
  /** Quiet: the load rests before the old anchor wakes, so that not one byte may change. Else scans go on flowing. */
  readonly isQuiet: boolean;
  /** Does on purpose what the old anchor must not do. */
  readonly sabotage?: (victim: VictimNode, epoch: number) => Promise<void>;
}

/**
 * SIGSTOP of the active anchor in the middle of its work, for longer than its lease; the stand-by takes over; SIGCONT. From then on
 * the old one may write no file and no row, and must stand by.
 */
export class StoppedAnchor {
  private readonly client: pg.Client;

  constructor(
    private readonly victim: VictimNode,
    private readonly load: DeviceLoad,
    private readonly random: Random,
    private readonly findings: Findings,
    private readonly say: (text: string) => void,
  ) {
    this.client = new pg.Client({ connectionString: victim.node.databaseUrl });
    this.client.on('error', () => {}); // the next query reports it
  }

  /** @returns how many violations each round found. */
  async run(rounds: readonly StopRound[]): Promise<number[]> {
    const found: number[] = [];
    await this.client.connect();
    try {
      for (const round of rounds) {
        const before = this.findings.count;
        await this.round(round);
        found.push(this.findings.count - before);
      }
    } finally {
      await this.client.end();
    }
    return found;
  }

  private async round(round: StopRound): Promise<void> {
    this.load.setMode('pressed');
    const old = await this.busyAnchor();
    const processId = this.victim.processes()![old.name]!;
    const inFlight = this.load.inFlight;
    process.kill(processId, 'SIGSTOP');
    const stoppedAt = performance.now();
    try {
      await this.successor(old);
      const takenOverMs = performance.now() - stoppedAt;
      if (round.isQuiet) await this.rest();
      await pause(Math.max(0, STOPPED_MS - (performance.now() - stoppedAt)));
      await this.wake(old, processId, round);
      const seconds = (takenOverMs / 1_000).toFixed(1);
      this.say(
        `${old.name} stopped with ${inFlight} scans on their way; the stand-by's receipts after ${seconds} s; woken ${round.isQuiet ? 'at rest' : 'under load'}`,
      );
    } finally {
      if (isAlive(processId)) process.kill(processId, 'SIGCONT');
    }
    this.load.setMode('pressed');
    const mark = this.load.mark();
    await this.load.untilFlowSince(mark);
  }

  private async busyAnchor(): Promise<AnchorView> {
    let active: AnchorView | undefined;
    await until('two anchors, one of them active', async () => {
      const views = await this.victim.anchors.views();
      active = views.find(({ isActive }) => isActive);
      return active !== undefined && views.length === 2 && views.every(({ isReady }) => isReady);
    });
    await pause(this.random.between(BUSY_MS.least, BUSY_MS.most));
    await until('scans are on their way', () => this.load.requireAlive() && this.load.inFlight >= IN_FLIGHT_MIN);
    return active!;
  }

  /** Waits until the other one reigns and scans of later are receipted. */
  private async successor(old: AnchorView): Promise<void> {
    const mark = this.load.mark();
    await until(
      'the stand-by takes over',
      async () => {
        const active = await this.victim.anchors.active();
        return active !== undefined && active.name !== old.name && active.epoch > old.epoch;
      },
      { everyMs: 50 },
    );
    await this.load.untilFlowSince(mark);
  }

  /** Stops the load and waits until nothing moves any more. */
  private async rest(): Promise<void> {
    await this.load.drain();
    let before = await this.footprint();
    await until(
      'nothing is written any more',
      async () => {
        await pause(SETTLED_MS);
        const now = await this.footprint();
        const changes = differences(before, now);
        before = now;
        return changes.length === 0;
      },
      { everyMs: 0 },
    );
  }

  private async wake(old: AnchorView, processId: number, { isQuiet, sabotage }: StopRound): Promise<void> {
    const { findings } = this;
    findings.saw();
    const before = {
      epochRows: await rowsOfEpoch(this.client, old.epoch),
      bytes: bytesWrittenBy(processId),
      footprint: isQuiet ? await this.footprint() : undefined,
      active: await this.victim.anchors.active(),
    };
    process.kill(processId, 'SIGCONT');
    await sabotage?.(this.victim, old.epoch);
    await until('the woken anchor stands by', async () => {
      const view = await this.victim.anchors.named(old.name);
      return view !== undefined && view.isReady && !view.isActive;
    }).catch((error: Error) => findings.violated(`${old.name}: ${error.message}`));
    await pause(WATCHED_MS);
    const who = `${old.name} of epoch ${old.epoch}`;
    const epochRows = await rowsOfEpoch(this.client, old.epoch);
    findings.require(
      !hasCommitted(before.epochRows, epochRows),
      () => `${who} committed after it woke: ${before.epochRows.roots} sizes became ${epochRows.roots}`,
    );
    const bytes = (bytesWrittenBy(processId) ?? 0) - (before.bytes ?? 0);
    findings.require(bytes <= BEGUN_BYTES_MAX, () => `${who} wrote ${bytes} bytes to the disk after it woke`);
    for (const change of before.footprint ? differences(before.footprint, await this.footprint()) : [])
      findings.violated(`${who} woke at rest, and ${change}`);
    findings.require(
      this.victim.processes()?.[old.name] === processId,
      () => `${who} ended when it woke instead of standing by`,
    );
    const active = await this.victim.anchors.active();
    findings.require(
      active?.name === before.active?.name && active?.epoch === before.active?.epoch,
      () => `the reign passed from ${before.active?.name} to ${active?.name} when ${who} woke`,
    );
  }

  private async footprint(): Promise<Footprint> {
    return new Map([...filesOf(this.victim.node.folder), ...(await rowsOf(this.client))]);
  }
}
