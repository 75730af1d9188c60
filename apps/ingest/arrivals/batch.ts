import type { ScanArrival } from '#libs/transport/mqtt';

/**
 * What the handler of scans gets: as many arrivals as came within a few milliseconds, in their order. It acknowledges each one
 * itself, exactly once, when it is durable.
 */
export interface ScanArrivalBatch {
  readonly arrivals: readonly ScanArrival[];
}
