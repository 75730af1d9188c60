import { setTimeout as pause } from 'node:timers/promises';
import type { Device } from '#libs/sdk/device';
import type { EnvironmentKeys } from '#libs/host/keys';
import { laneDevices, laneParties, LANE_DEVICES } from '../lane/cast.js';
import { laneCodes } from '../lane/codes.js';
import { consignment } from '../lane/goods.js';
import { Lane, REPLAYED } from '../lane/lane.js';
import type { LoggerZone } from '../lane/logger.js';
import type { LaneStep } from '../lane/step.js';
import { type Enrol, enrolAtNode, enrolFleet } from './enrol.js';
import { DemoFleet, untilUnsettled } from './fleet.js';

/** A scan of the live simulation that has its receipt. */
export interface LiveScan {
  readonly device: string;
  /** The first thing that it names. */
  readonly uri: string;
  readonly bizStep: string;
  readonly consignment: number;
}

export interface LiveOptions {
  readonly dataFolder: string;
  readonly brokerUrl: string;
  /** As of DemoFleet. */
  readonly certificateAuthority?: string | undefined;
  readonly signal: AbortSignal;
  readonly onScan?: (scan: LiveScan) => void;
  /** Between two scans. Default: 5 s; 17,000 scans a day, about 50 MB of log and database. */
  readonly intervalMs?: number;
  /** How far the times of the temperature logger are from UTC. Default: LOGGER_ZONE_ASSUMED. */
  readonly loggerZone?: LoggerZone;
  /** Default: as an operator does, with the keys in the data folder, or those below. */
  readonly enrol?: Enrol;
  /** Keys of the node that came in the environment. */
  readonly keys?: EnvironmentKeys | undefined;
  readonly nowMs?: () => number;
}

const INTERVAL_MS = 5_000;

/**
 * Lets new consignments go the way of the lane, one scan after the other, for ever. It goes on where it stopped, also after kill -9:
 * each scan carries its place as the bookmark in the outbox. There is never more than one scan without receipt, so that an outage
 * only makes it wait.
 *
 * @returns when the signal comes.
 * @throws {DemoError}, {EnrolmentError}, {DeviceError}
 */
export async function simulateLive(options: LiveOptions): Promise<void> {
  const { dataFolder, brokerUrl, certificateAuthority, signal, intervalMs = INTERVAL_MS } = options;
  if (signal.aborted) return;
  const enrol = options.enrol ?? enrolAtNode(dataFolder, brokerUrl, options.keys);
  let fleet: DemoFleet | undefined;
  try {
    const folders = await enrolFleet(enrol, {
      parties: laneParties(),
      devices: laneDevices(),
      codes: laneCodes(),
      signal,
    });
    fleet = new DemoFleet({ folders, brokerUrl, certificateAuthority, signal });
    const devices = new Map<string, Device>();
    for (const id of LANE_DEVICES) devices.set(id, await fleet.device(id));
    // What was signed before a crash comes first: the next step must not overtake it in the log.
    for (const device of devices.values()) await untilUnsettled(device, 0, signal);
    const journey = new Journey(
      new Lane({ zone: options.loggerZone }),
      Math.max(...[...devices.values()].map(({ bookmark }) => bookmark)),
    );
    for (;;) {
      const live = await scanNext(journey, devices, { signal, nowMs: options.nowMs ?? Date.now });
      options.onScan?.(live);
      await pause(intervalMs, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await fleet?.close();
  }
}

async function scanNext(
  journey: Journey,
  devices: ReadonlyMap<string, Device>,
  { signal, nowMs }: { readonly signal: AbortSignal; readonly nowMs: () => number },
): Promise<LiveScan> {
  const { step, bookmark, number } = journey.next();
  const device = devices.get(step.device)!;
  const scan = step.scan(nowMs());
  await device.scanAll([scan], [bookmark]);
  await untilUnsettled(device, 0, signal);
  return {
    device: step.device,
    uri: scan.objects[0]!.uri,
    bizStep: String(scan.claims!.bizStep),
    consignment: number,
  };
}

/** All consignments after the replayed one, step by step. A place in it is how many steps were made. */
class Journey {
  private readonly stepsEach: number;
  private current: { readonly number: number; readonly steps: readonly LaneStep[] } | undefined;

  constructor(
    private readonly lane: Lane,
    private made: number,
  ) {
    this.stepsEach = lane.steps(REPLAYED).length;
  }

  next(): { readonly step: LaneStep; readonly bookmark: number; readonly number: number } {
    const number = REPLAYED.number + 1 + Math.floor(this.made / this.stepsEach);
    if (this.current?.number !== number) this.current = { number, steps: this.lane.steps(consignment(number)) };
    const step = this.current.steps[this.made % this.stepsEach]!;
    this.made += 1;
    return { step, bookmark: this.made, number };
  }
}
