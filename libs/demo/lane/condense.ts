import type { ScanInput } from '#libs/sdk/device';
import { formatCanonicalJson } from '#libs/core/wire';
import { DemoError } from '../errors.js';
import type { LoggerReading, LoggerZone } from './logger.js';

/** The band that the goods may be in, degrees Celsius. */
export interface Band {
  readonly minC: number;
  readonly maxC: number;
}

/**
 * Of the maker of the pouches, made up. It is chosen for the readings, not the other way round: they are shown as they are, and 35
 * is the lowest whole degree above which they were exactly once (docs/decisions/0058).
 */
export const BAND: Band = { minC: 5, maxC: 35 };

const LOGGER_ID = 'DS1923 A20000005F2B2F41';
const HOUR_MS = 3_600_000;

/** Readings from one moment to another, `to` not included. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * One scan's worth of readings: lowest, highest and mean of all, and the reading at each full hour. Every value but the mean is a
 * reading of the file; none is changed.
 *
 * @param shiftMs how far times are moved, for the live simulation.
 * @throws {DemoError} SOURCE_MALFORMED when the window holds no reading.
 */
export function condense(
  readings: readonly LoggerReading[],
  { window, zone, shiftMs = 0 }: { readonly window: Window; readonly zone: LoggerZone; readonly shiftMs?: number },
): NonNullable<ScanInput['claims']> {
  const within = readings.filter(({ timeMs }) => timeMs >= window.fromMs && timeMs < window.toMs);
  if (within.length === 0) throw new DemoError('SOURCE_MALFORMED', 'the logger has no reading in a window of the lane');
  const celsius = within.map((reading) => reading.celsius);
  const [minValue, maxValue] = [Math.min(...celsius), Math.max(...celsius)];
  const verdict = maxValue > BAND.maxC ? 'above' : minValue < BAND.minC ? 'below' : 'within';
  const time = (ms: number): string => new Date(ms + shiftMs).toISOString();
  const temperature = { type: 'Temperature', uom: 'CEL' };
  const element = {
    sensorMetadata: { deviceID: LOGGER_ID, startTime: time(within[0]!.timeMs), endTime: time(within.at(-1)!.timeMs) },
    sensorReport: [
      {
        ...temperature,
        minValue,
        maxValue,
        meanValue: Math.round((1_000 * celsius.reduce((sum, value) => sum + value, 0)) / celsius.length) / 1_000,
        ...(verdict !== 'within' && { exception: 'ALARM_CONDITION' }),
      },
      ...hourly(within).map((reading) => ({ ...temperature, time: time(reading.timeMs), value: reading.celsius })),
    ],
  };
  return {
    sensorElement: formatCanonicalJson(element),
    temperatureVerdict: verdict,
    temperatureMinC: BAND.minC,
    temperatureMaxC: BAND.maxC,
    note: [
      `${within.length} real readings of a logger that travelled with another shipment in 2022, unchanged (sources: temp_loggers, MIT).`,
      `The logger's times carry no offset; ${zone.basis}: ${zone.offsetMinutes} minutes from UTC, for ${zone.reason}.`,
      ...(shiftMs === 0 ? [] : ['The times of the readings were moved to this simulated journey.']),
    ],
  };
}

/** The first reading of each hour. */
function hourly(readings: readonly LoggerReading[]): LoggerReading[] {
  const hourOf = ({ timeMs }: LoggerReading): number => Math.floor(timeMs / HOUR_MS);
  return readings.filter((reading, place) => place === 0 || hourOf(reading) !== hourOf(readings[place - 1]!));
}
