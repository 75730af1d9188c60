/** Bounds on the device's time against the arrival, as data. */
export const SCAN_TIME = {
  /** 2000-01-01T00:00:00Z: an earlier clock was never set. */
  earliestMs: 946_684_800_000,
  /** A clock that is ahead by less is only unset or drifting: the device sends again later. */
  clockAheadMs: 5 * 60_000,
  /** Beyond this no drift explains it. Local midnight as a day's time may be almost a day ahead of UTC. */
  tooLateMs: 48 * 3_600_000,
} as const;

/**
 * How far the arrival of a scan may lie before that of an entry above it. A log raises each to the highest so far; one from before that
 * rule has arrivals as they came, which several ingest processes and waiting scans swap by seconds.
 */
export const ARRIVAL_BACK_MS_MAX = 60_000;

export type ScanTimeReason = 'TIME_TOO_EARLY' | 'TIME_TOO_LATE' | 'CLOCK_AHEAD';

/**
 * Decides whether a device's time can be taken at its arrival. How late a scan arrives never matters: devices may be offline for weeks.
 *
 * @returns the reject reason, undefined when the time can be taken.
 * @see docs/formats/scan.md, Time
 */
export function judgeScanTime({
  eventTimeMs,
  receivedTimeMs,
}: {
  readonly eventTimeMs: number;
  readonly receivedTimeMs: number;
}): ScanTimeReason | undefined {
  if (eventTimeMs < SCAN_TIME.earliestMs) return 'TIME_TOO_EARLY';
  if (eventTimeMs > receivedTimeMs + SCAN_TIME.tooLateMs) return 'TIME_TOO_LATE';
  if (eventTimeMs > receivedTimeMs + SCAN_TIME.clockAheadMs) return 'CLOCK_AHEAD';
  return undefined;
}
