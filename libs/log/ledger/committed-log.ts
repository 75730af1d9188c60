import type pg from 'pg';
import { LedgerError } from './error.js';
import type { Lease } from './lease.js';
import type { StoredEntry } from './read-types.js';
import { clientOf, type LedgerSession } from './session.js';

/** Log indexes `from` to before `to`. */
export interface EntrySpan {
  readonly from: number;
  readonly to: number;
}

export interface ReadLimits {
  readonly entriesMax: number;
  /** Of entries and their private parts. */
  readonly bytesMax: number;
}

/** An entry with the name of the device that scanned it: null for events, and where the registry has none. */
export interface EntryOfDevice {
  readonly entry: Buffer;
  readonly privatePart: Buffer | null;
  readonly deviceId: string | null;
}

/** What is committed, as its publication reads it: on a session of the lease, one statement a call. */
export class CommittedLog {
  private readonly client: pg.Client;

  constructor(session: LedgerSession) {
    this.client = clientOf(session);
  }

  /**
   * Entries that are committed.
   * @throws {LedgerError} LEASE_LOST unless the lease is valid in the database at this moment.
   */
  async sizeUnder({ epoch }: Lease): Promise<number> {
    const { rows } = await this.client.query<{ size: number }>({
      name: 'sizeUnderLease',
      text: 'SELECT h.size FROM log_head h, lease l WHERE l.epoch = $1 AND l.expires_at > clock_timestamp()',
      values: [epoch],
    });
    if (rows[0]) return rows[0].size;
    throw new LedgerError('LEASE_LOST', `the lease of epoch ${epoch} is not valid in the database any more`);
  }

  /** In ms since 1970: when the newest entry was committed, by the clock of then, null without one; and what the database says that it is now. */
  async times(): Promise<{ readonly loggedMs: number | null; readonly nowMs: number }> {
    const { rows } = await this.client.query<{ loggedMs: number | null; nowMs: number }>(
      `SELECT (SELECT extract(epoch FROM logged_at)::float8 * 1000 FROM log_root ORDER BY size DESC LIMIT 1) AS "loggedMs",
         extract(epoch FROM clock_timestamp())::float8 * 1000 AS "nowMs"`,
    );
    const { loggedMs, nowMs } = rows[0]!;
    // A database that was made anew from a log without a scan does not know.
    return { loggedMs: loggedMs === null || loggedMs <= 0 ? null : loggedMs, nowMs };
  }

  /** Root of the tree of `size` entries, null unless that size was committed. */
  async rootAt(size: number): Promise<Buffer | null> {
    const { rows } = await this.client.query<{ root: Buffer }>({
      name: 'committedRoot',
      text: 'SELECT root FROM log_root WHERE size = $1',
      values: [size],
    });
    return rows[0]?.root ?? null;
  }

  /**
   * How far one may read from `from` on within both limits. The lengths alone are read: a long entry lies beside its row.
   *
   * @returns the log index after the last entry that fits, above `from` where there is an entry that does.
   */
  async reachFrom(from: number, { entriesMax, bytesMax }: ReadLimits): Promise<number> {
    const { rows } = await this.client.query<{ reach: number | null }>(
      `SELECT max(log_index) + 1 AS reach
       FROM (SELECT log_index, sum(octet_length(entry) + coalesce(octet_length(private), 0)) OVER (ORDER BY log_index) AS bytes
             FROM log_entry WHERE log_index >= $1 AND log_index < $1 + $2) AS e
       WHERE bytes <= $3`,
      [from, entriesMax, bytesMax],
    );
    return rows[0]?.reach ?? from;
  }

  /** The largest size that was committed within `from` to `to`, else the next one behind; null where none is above `from`. */
  async committedSizeWithin({ from, to }: EntrySpan): Promise<number | null> {
    const { rows } = await this.client.query<{ size: number | null }>(
      `SELECT coalesce((SELECT max(size) FROM log_root WHERE size > $1 AND size <= $2),
                       (SELECT min(size) FROM log_root WHERE size > $1)) AS size`,
      [from, to],
    );
    return rows[0]?.size ?? null;
  }

  /** Entries in log order, as in the public log; fewer where the log ends. */
  async entries({ from, to }: EntrySpan): Promise<Buffer[]> {
    const { rows } = await this.client.query<{ entry: Buffer }>(
      'SELECT entry FROM log_entry WHERE log_index >= $1 AND log_index < $2 ORDER BY log_index',
      [from, to],
    );
    return rows.map(({ entry }) => entry);
  }

  /** As `entries`, with log index and private part. */
  async storedEntries({ from, to }: EntrySpan): Promise<StoredEntry[]> {
    const { rows } = await this.client.query<StoredEntry>(
      `SELECT log_index AS "logIndex", entry, private AS "privatePart" FROM log_entry
       WHERE log_index >= $1 AND log_index < $2 ORDER BY log_index`,
      [from, to],
    );
    return rows;
  }

  /** As `entries`, with private part and whom a receipt goes to. */
  async entriesOfDevices({ from, to }: EntrySpan): Promise<EntryOfDevice[]> {
    const { rows } = await this.client.query<EntryOfDevice>(
      `SELECT e.entry, e.private AS "privatePart", d.device_id AS "deviceId" FROM log_entry e
       LEFT JOIN boot b USING (boot_number) LEFT JOIN device d USING (device_key)
       WHERE e.log_index >= $1 AND e.log_index < $2 ORDER BY e.log_index`,
      [from, to],
    );
    return rows;
  }
}
