import type pg from 'pg';

/** How far the clocks of gateway, anchor and database may differ, with room to spare; minutes. What is nearer is read and looked at. */
const CLOCKS_DIFFER_MINUTES = 10;

// The commits of a log ascend by size and by time, so the last one before a time is found by bisection over the sizes.
const TEXT = `
  SELECT (SELECT max(low) FROM (
    WITH RECURSIVE bisection(low, high) AS (
      SELECT 0::bigint, coalesce((SELECT size FROM log_root ORDER BY size DESC LIMIT 1), 0)
      UNION ALL
      SELECT CASE WHEN m.is_before THEN m.size ELSE b.low END,
             CASE WHEN m.is_before THEN b.high ELSE (b.low + b.high) / 2 END
      FROM bisection b CROSS JOIN LATERAL (
        SELECT size, logged_at < r.at - make_interval(mins => ${CLOCKS_DIFFER_MINUTES}) AS is_before
        FROM log_root WHERE size > (b.low + b.high) / 2 ORDER BY size LIMIT 1) m
      WHERE b.low < b.high)
    SELECT low FROM bisection) found) AS "logIndex"
  FROM unnest($1::timestamptz[]) WITH ORDINALITY AS r(at, place)
  ORDER BY r.place`;

/**
 * For each time a log index below which no scan arrived at that time or later.
 * @param timesMs milliseconds since 1970 UTC
 */
export async function readFirstIndexes(pool: pg.Pool, timesMs: readonly number[]): Promise<number[]> {
  if (timesMs.length === 0) return [];
  const { rows } = await pool.query<{ logIndex: number }>({
    name: 'firstIndexes',
    text: TEXT,
    values: [timesMs.map((timeMs) => new Date(Math.max(0, timeMs)).toISOString())],
  });
  return rows.map(({ logIndex }) => Number(logIndex));
}
