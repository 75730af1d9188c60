import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { OutboxEnd } from '../evidence/records.js';
import { until } from '../waiting.js';
import { DeviceGroup } from './device-group.js';
import { enrolDevices } from './enrol-devices.js';
import { readJournals, type JournalLine } from './journal.js';
import type { LoadMode } from './messages.js';
import type { VictimNode } from '../kills/victim-node.js';

const PROCESSES = 3;
const DEVICES_PER_PROCESS = 20;
const SCANS_PER_SECOND_PER_PROCESS = 30;
const PRESSED_SCANS_PER_DEVICE = 12;
// The longest way back: PostgreSQL's recovery, a lease that has to run out, a program started again, a device's backoff.
const FLOW_TIMEOUT_MS = 90_000;
const DRAIN_TIMEOUT_MS = 180_000;

/** All device processes of a run. */
export class DeviceLoad {
  private marks = 0;

  private constructor(
    readonly groups: readonly DeviceGroup[],
    private readonly journalFolder: string,
  ) {}

  /** Enrols the devices and starts their processes, which send nothing yet. @param prefix of the devices' names */
  static async start(victim: VictimNode, folder: string, prefix = 'fault'): Promise<DeviceLoad> {
    const count = PROCESSES * DEVICES_PER_PROCESS;
    const devices = await enrolDevices(victim, join(folder, 'devices'), { count, prefix });
    const journalFolder = join(folder, 'journals');
    mkdirSync(journalFolder, { recursive: true });
    const groups = Array.from({ length: PROCESSES }, (_, n) => {
      const mine = devices.slice(n * DEVICES_PER_PROCESS, (n + 1) * DEVICES_PER_PROCESS);
      return new DeviceGroup({
        name: `devices-${n + 1}`,
        broker: victim.brokerUrl,
        folders: mine.map((device) => device.folder),
        journalFolder,
        scansPerSecond: SCANS_PER_SECOND_PER_PROCESS,
        pressedScans: PRESSED_SCANS_PER_DEVICE,
      });
    });
    const load = new DeviceLoad(groups, journalFolder);
    try {
      await Promise.all(groups.map((group) => group.start()));
    } catch (error) {
      load.abandon();
      throw error;
    }
    return load;
  }

  /** Scans sent and not receipted. */
  get inFlight(): number {
    return this.groups.reduce((sum, { state }) => sum + (state?.inFlight ?? 0), 0);
  }

  setMode(mode: LoadMode): void {
    for (const group of this.groups) group.setMode(mode);
  }

  /** Begins to count receipts of scans that are stored from now on. */
  mark(): number {
    this.marks += 1;
    for (const group of this.groups) group.setMark(this.marks);
    return this.marks;
  }

  /** Whether every device process had a receipt for a scan that it stored after the mark. */
  hasFlowSince(mark: number): boolean {
    return this.groups.every((group) => group.hasFlowSince(mark));
  }

  /** Waits for that. @throws when it does not come, or a device process ended by itself. */
  async untilFlowSince(mark: number, timeoutMs = FLOW_TIMEOUT_MS): Promise<void> {
    await until('receipts come', () => this.requireAlive() && this.hasFlowSince(mark), { timeoutMs });
  }

  /** @throws when a device process ended by itself. */
  requireAlive(): true {
    for (const { failure } of this.groups) if (failure) throw new Error(failure);
    return true;
  }

  /** Stops making scans and waits until every outbox is empty. */
  async drain(): Promise<void> {
    this.setMode('quiet');
    const empty = (): boolean =>
      this.requireAlive() && this.groups.every(({ state }) => state?.mode === 'quiet' && state.unsettled === 0);
    await until('all outboxes are empty', empty, { timeoutMs: DRAIN_TIMEOUT_MS });
  }

  /** Ends the processes in order. */
  async end(): Promise<OutboxEnd[]> {
    return (await Promise.all(this.groups.map((group) => group.end()))).flat();
  }

  journals(): JournalLine[] {
    return readJournals(this.journalFolder);
  }

  abandon(): void {
    for (const group of this.groups) group.abandon();
  }
}
