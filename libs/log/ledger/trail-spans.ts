import type pg from 'pg';
import type { StoredEntry } from './read-types.js';

/** Part of one trail, told by log indexes. */
export interface TrailSpanRequest {
  /** 32 bytes. */
  readonly trailKey: Uint8Array;
  readonly fromLogIndex: number;
  /** First log index that is no longer wanted. */
  readonly toLogIndex: number;
  /** Entries at most. */
  readonly limit: number;
}

type Row = StoredEntry & { readonly place: number };

// Log indexes ascend with n, so the first link of a span is found by bisection; a span from the beginning needs none.
const TEXT = `
  SELECT r.place, e.log_index AS "logIndex", e.entry, e.private AS "privatePart"
  FROM unnest($1::bytea[], $2::bigint[], $3::bigint[], $4::bigint[]) WITH ORDINALITY
    AS r(trail_key, from_index, to_index, entries_max, place)
  CROSS JOIN LATERAL (
    WITH RECURSIVE bisection(low, high) AS (
      SELECT 1::bigint, CASE WHEN r.from_index = 0 THEN 1 ELSE 1 + coalesce(
        (SELECT n FROM trail_link WHERE trail_key = r.trail_key ORDER BY n DESC LIMIT 1), 0) END
      UNION ALL
      SELECT CASE WHEN m.log_index < r.from_index THEN m.n + 1 ELSE low END,
             CASE WHEN m.log_index < r.from_index THEN high ELSE m.n END
      FROM bisection JOIN trail_link m ON m.trail_key = r.trail_key AND m.n = (low + high) / 2 WHERE low < high)
    SELECT l.n, l.log_index FROM trail_link l
    WHERE l.trail_key = r.trail_key AND l.n >= (SELECT low FROM bisection WHERE low = high) AND l.log_index < r.to_index
    ORDER BY l.n LIMIT r.entries_max) t
  JOIN log_entry e ON e.log_index = t.log_index
  ORDER BY r.place, t.n`;

/** The entries of many spans in one round trip: one list for each request, in their order, ascending by log index. */
export async function readTrailSpans(pool: pg.Pool, requests: readonly TrailSpanRequest[]): Promise<StoredEntry[][]> {
  const lists: StoredEntry[][] = requests.map(() => []);
  if (requests.length === 0) return lists;
  const { rows } = await pool.query<Row>({
    name: 'trailSpans',
    text: TEXT,
    values: [
      requests.map(({ trailKey }) => Buffer.from(trailKey)),
      requests.map(({ fromLogIndex }) => fromLogIndex),
      requests.map(({ toLogIndex }) => toLogIndex),
      requests.map(({ limit }) => limit),
    ],
  });
  for (const { place, ...entry } of rows) lists[place - 1]!.push(entry);
  return lists;
}
