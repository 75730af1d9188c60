import type pg from 'pg';

/** Entries read at a time. Far above a batch, so that a recovery signs seldom. */
export const ENTRIES_AT_ONCE = 4_096;

/**
 * And their bytes, private parts counted: what the largest bundle of the public log holds, 256 entries of 65,535 bytes each; 4,096
 * scans of 256 KiB would be a gigabyte.
 */
export const BYTES_AT_ONCE = 16 * 1024 * 1024;

/**
 * How far one may read from `from` on within both limits. The lengths alone are read: a long entry lies beside its row.
 *
 * @returns the log index after the last entry that fits, above `from` where there is an entry at all.
 */
export async function reachFrom(client: pg.Client, from: number): Promise<number> {
  const { rows } = await client.query<{ reach: number | null }>(
    `SELECT max(log_index) + 1 AS reach
     FROM (SELECT log_index, sum(octet_length(entry) + coalesce(octet_length(private), 0)) OVER (ORDER BY log_index) AS bytes
           FROM log_entry WHERE log_index >= $1 AND log_index < $1 + $2) AS e
     WHERE bytes <= $3`,
    [from, ENTRIES_AT_ONCE, BYTES_AT_ONCE],
  );
  return rows[0]?.reach ?? from;
}
