import type { LaneStep } from '../lane/step.js';
import { type DemoFleet, untilUnsettled } from './fleet.js';

/**
 * Sends the steps of a lane in their order, over its devices: what one party does must be in the log before the next one acts on it,
 * or custody would not pass. Steps of one device behind each other go together.
 */
export async function sendLane(steps: readonly LaneStep[], fleet: DemoFleet): Promise<void> {
  const given = new Map<string, number>();
  for (const run of runs(steps)) {
    const id = run[0]!.device;
    const device = await fleet.device(id);
    const before = given.get(id) ?? 0;
    given.set(id, before + run.length);
    // Counter n is the nth step of the device: what it has signed before a crash is not signed again.
    const missing = run.slice(Math.max(0, device.counter - before));
    await device.scanAll(missing.map((step) => step.scan(step.timeMs)));
    await untilUnsettled(device, 0, fleet.signal);
  }
  for (const id of given.keys()) await fleet.done(id);
}

function runs(steps: readonly LaneStep[]): LaneStep[][] {
  const all: LaneStep[][] = [];
  for (const step of steps) {
    const last = all.at(-1);
    if (last?.[0]?.device === step.device) last.push(step);
    else all.push([step]);
  }
  return all;
}
