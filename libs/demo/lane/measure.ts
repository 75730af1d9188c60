import { condense } from './condense.js';
import { type LaneDevice, type LaneParty, zoneOf } from './cast.js';
import type { LoggerReading, LoggerZone } from './logger.js';
import { localMs, type LaneStep, step } from './step.js';

export interface MeasureFacts {
  /** Local time of the device at which it handed the readings in: all since the last such time. */
  readonly at: string;
  /** The unit that the logger lies in. */
  readonly on: string;
  readonly placeOf?: LaneParty;
  readonly note?: string;
}

/** Makes a scan of the readings since the scan of readings before. */
export type Measure = (device: LaneDevice, facts: MeasureFacts) => LaneStep;

/** Hands out the readings in the order of the calls: no reading is told twice, none is left out between the first and the last. */
export function measuring(readings: readonly LoggerReading[], zone: LoggerZone): Measure {
  let fromMs = -Infinity;
  return (device, { at, on, placeOf, note }) => {
    const toMs = localMs(at, zoneOf(device));
    const window = { fromMs, toMs };
    fromMs = toMs;
    return step(device, {
      at,
      bizStep: 'sensor_reporting',
      objects: [{ uri: on }],
      placeOf,
      claims: (timeMs) => {
        const claims = condense(readings, { window, zone, shiftMs: timeMs - toMs });
        // Remarks are about the story's own days; in the live simulation they would not be true.
        return note === undefined || timeMs !== toMs
          ? claims
          : { ...claims, note: [...(claims.note as string[]), note] };
      },
    });
  };
}
