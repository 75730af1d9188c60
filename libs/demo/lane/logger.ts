import { DemoError } from '../errors.js';

/** One reading of the logger. */
export interface LoggerReading {
  /** Milliseconds since 1970 UTC, as far as the offset holds. */
  readonly timeMs: number;
  /** Degrees Celsius, exactly as in the file. */
  readonly celsius: number;
}

/** What the file does not say: how far its local times are from UTC. Always stated, never taken from the machine. */
export interface LoggerZone {
  /** Local time minus UTC, in minutes. */
  readonly offsetMinutes: number;
  /** `assumed`: nobody who was there has said so. */
  readonly basis: 'assumed' | 'given';
  /** Why, in words that people read. */
  readonly reason: string;
}

/**
 * The zone that the demo takes. The readings carry none; the head of the file calls the start of the mission `CDT`, which is
 * five hours behind UTC. That the readings use the same clock is an assumption, and every scan made of them says so.
 */
export const LOGGER_ZONE_ASSUMED: LoggerZone = {
  offsetMinutes: -300,
  basis: 'assumed',
  reason: 'the head of the file gives the start of the mission in CDT',
};

const FIRST_COLUMN = 'Date/Time,Unit,Value';
/** `3/24/22 2:18:01 PM,C,18.594` */
const READING = /^(\d{1,2})\/(\d{1,2})\/(\d{2}) (\d{1,2}):(\d{2}):(\d{2}) (AM|PM),C,(-?\d+(?:\.\d+)?)$/;

/**
 * Reads the file of a DS1923 logger: lines about the mission, then readings in degrees Celsius.
 *
 * @throws {DemoError} SOURCE_MALFORMED for a line that is no reading, or times that do not ascend.
 */
export function readLogger(text: string, zone: LoggerZone): LoggerReading[] {
  const lines = text.split(/\r?\n/);
  const head = lines.indexOf(FIRST_COLUMN);
  if (head < 0) throw new DemoError('SOURCE_MALFORMED', `the readings have no line ${FIRST_COLUMN}`);
  const readings = lines
    .slice(head + 1)
    .filter((line) => line !== '')
    .map((line) => readReading(line, zone));
  const odd = readings.findIndex(({ timeMs }, place) => place > 0 && timeMs <= readings[place - 1]!.timeMs);
  if (odd >= 0) throw new DemoError('SOURCE_MALFORMED', `reading ${odd + 1} is not later than the one before`);
  return readings;
}

function readReading(line: string, { offsetMinutes }: LoggerZone): LoggerReading {
  const found = READING.exec(line);
  if (!found) throw new DemoError('SOURCE_MALFORMED', `${JSON.stringify(line)} is no reading in degrees Celsius`);
  const [month, day, year, hour, minute, second] = found.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const hours = (hour % 12) + (found[7] === 'PM' ? 12 : 0);
  const localMs = Date.UTC(2000 + year, month - 1, day, hours, minute, second);
  return { timeMs: localMs - offsetMinutes * 60_000, celsius: Number(found[8]) };
}
