import type pg from 'pg';
import type { StoredEntry } from '#libs/log/ledger';

const ENTRIES_AT_ONCE = 250; // some ten milliseconds of work: scans are not kept waiting by it
const BYTES_AT_ONCE = 4 * 1_048_576; // an entry and its private part may have 320 kB

/** The next committed entries, of bounded size together; at least one where there is one. */
export async function readEntries(
  client: pg.Client,
  { from, size, entriesMax = ENTRIES_AT_ONCE }: { from: number; size: number; entriesMax?: number },
): Promise<readonly StoredEntry[]> {
  const { rows } = await client.query<StoredEntry>({
    name: 'entriesToFold',
    text: `SELECT log_index AS "logIndex", entry, private AS "privatePart" FROM (
             SELECT *, sum(octet_length(entry) + coalesce(octet_length(private), 0)) OVER (ORDER BY log_index) AS bytes
             FROM log_entry WHERE log_index >= $1 AND log_index < $2) AS next
           WHERE bytes <= $3 OR log_index = $1 ORDER BY log_index`,
    values: [from, Math.min(size, from + entriesMax), BYTES_AT_ONCE],
  });
  return rows;
}
