import type { ClientBase } from 'pg';
import { STREAM_NAMES } from '../scan-stream.js';
import { setStreamRights } from './rights.js';
import { StreamError } from '../stream-error.js';

/** Held while the tables are made, so that processes that start together wait for each other. Any fixed number will do. */
const MIGRATION_LOCK = 7_204_300_141;

/**
 * `value` is EXTERNAL: signatures and hashes do not compress, and the server need not try.
 * `stream_partition` is a row that every append updates: the low fill factor keeps those updates inside its page.
 * `stream_record` only grows at its end and shrinks at its start: vacuum early and in small bites, give no pages back
 * (that takes an exclusive lock), for the next records need them.
 */
const TABLES = `
CREATE TABLE IF NOT EXISTS stream_partition (
  stream text COLLATE "C" NOT NULL,
  partition int NOT NULL,
  next_offset bigint NOT NULL DEFAULT 0,
  first_offset bigint NOT NULL DEFAULT 0,
  deleted_offset bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (stream, partition)
) WITH (fillfactor = 10);

CREATE TABLE IF NOT EXISTS stream_record (
  stream text COLLATE "C" NOT NULL,
  partition int NOT NULL,
  record_offset bigint NOT NULL,
  value bytea NOT NULL,
  PRIMARY KEY (stream, partition, record_offset)
) WITH (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
  toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 50000,
  vacuum_truncate = off, toast.vacuum_truncate = off
);
ALTER TABLE stream_record ALTER COLUMN value SET STORAGE EXTERNAL;

CREATE TABLE IF NOT EXISTS stream_member (
  stream text COLLATE "C" NOT NULL,
  group_name text COLLATE "C" NOT NULL,
  member text COLLATE "C" NOT NULL,
  joined_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  holds int[] NOT NULL,
  PRIMARY KEY (stream, group_name, member)
);

CREATE TABLE IF NOT EXISTS stream_progress (
  stream text COLLATE "C" NOT NULL,
  group_name text COLLATE "C" NOT NULL,
  partition int NOT NULL,
  next_offset bigint NOT NULL,
  reported_at timestamptz NOT NULL,
  PRIMARY KEY (stream, group_name, partition)
);`;

/**
 * How long a group that nobody is in any more is remembered, as Kafka does by default (offsets.retention.minutes). Processes
 * that are killed leave their rows behind, and many groups have names that never come again.
 */
const DEAD_GROUPS_KEPT = '7 days';

/**
 * Makes the tables of the streams where they are missing, and the partitions of a stream that has none yet. Safe to
 * repeat and to run in several processes at once. A stream that exists keeps its number of partitions. Where the tables are another
 * role's, that one has made them.
 *
 * @throws {StreamError} UNAVAILABLE where they are missing and this role may not make them
 */
export async function migrateStreams(client: ClientBase, partitions: number): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    const tables = await lookAtTables(client);
    if (tables === 'of another role') return void (await client.query('COMMIT'));
    if (tables === 'missing') await client.query(TABLES);
    await setStreamRights(client);
    await client.query(
      `INSERT INTO stream_partition (stream, partition)
       SELECT wanted.stream, partition FROM unnest($1::text[]) AS wanted(stream), generate_series(0, $2::int - 1) AS partition
       WHERE NOT EXISTS (SELECT FROM stream_partition AS known WHERE known.stream = wanted.stream)`,
      [STREAM_NAMES, partitions],
    );
    await client.query('DELETE FROM stream_member WHERE expires_at < now() - $1::interval', [DEAD_GROUPS_KEPT]);
    await client.query('DELETE FROM stream_progress WHERE reported_at < now() - $1::interval', [DEAD_GROUPS_KEPT]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

async function lookAtTables(client: ClientBase): Promise<'missing' | 'ours' | 'of another role'> {
  const { rows } = await client.query<{ isOurs: boolean | null; mayMake: boolean }>(
    `SELECT (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('stream_progress')) AS "isOurs",
       has_schema_privilege(current_schema(), 'CREATE') AS "mayMake"`,
  );
  const { isOurs, mayMake } = rows[0]!;
  if (isOurs !== null) return isOurs ? 'ours' : 'of another role';
  if (!mayMake) throw new StreamError('UNAVAILABLE', 'the anchor has not made the tables of the streams yet');
  return 'missing';
}
