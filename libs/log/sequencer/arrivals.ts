import type pg from 'pg';
import { decodeLogEntry } from '#libs/core/wire';

/** Clocks of one node's machines differ by far less; what lies further ahead would carry every arrival behind it along, for good. */
export const ARRIVAL_AHEAD_MS_MAX = 60_000;

/** Of a log from before arrivals had an order, the last few may be in any. */
const LATEST_SCANS = 256;

/**
 * Times of arrival in the order of the log: none lies before that of an entry above it. Several ingest processes, and scans that waited,
 * come in another order than they arrived in; such a scan takes the highest arrival so far, and is judged by it.
 *
 * @see docs/formats/entry.md, LoggedScan
 */
export class Arrivals {
  private constructor(private highestMs: number) {}

  static none(): Arrivals {
    return new Arrivals(0);
  }

  /** Of the scans that are committed. */
  static async read(client: pg.Client): Promise<Arrivals> {
    const { rows } = await client.query<{ entry: Buffer }>(
      'SELECT entry FROM log_entry WHERE boot_number IS NOT NULL ORDER BY log_index DESC LIMIT $1',
      [LATEST_SCANS],
    );
    const times = rows.map(({ entry: bytes }) => {
      const entry = decodeLogEntry(bytes);
      return entry.kind === 'scan' ? entry.scan.receivedTimeMs : 0;
    });
    return new Arrivals(Math.max(0, ...times));
  }

  /** When something that is logged now counts as arrived, in milliseconds since 1970. */
  raised(receivedTimeMs: number): number {
    return Math.max(receivedTimeMs, this.highestMs);
  }

  /** A scan with this arrival, as `raised` gave it, is logged. */
  logged(receivedTimeMs: number): void {
    this.highestMs = receivedTimeMs;
  }
}
