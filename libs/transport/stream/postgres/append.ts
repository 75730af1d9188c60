import type { StreamName, StreamRecordIn } from '../scan-stream.js';
import { StreamError } from '../stream-error.js';
import { byteaArray } from './binary-array.js';
import type { Connections } from './connections.js';

/**
 * One statement, so that a client that is stopped or dies in the middle holds no lock.
 *
 * The offsets come from the partition's row, which stays locked until the commit: whoever takes the next ones sees these
 * committed, and so does every reader that sees those. A sequence would leave holes that a reader skips. The rows are
 * locked in the order of their partitions, so that two appends never wait for each other.
 */
const APPEND = `
WITH wanted AS (
  SELECT * FROM unnest($2::int[], $3::int[]) AS wanted(partition, records)
), locked AS MATERIALIZED (
  SELECT partition FROM stream_partition WHERE stream = $1 AND partition = ANY ($2::int[]) ORDER BY partition FOR UPDATE
), taken AS (
  UPDATE stream_partition AS counter SET next_offset = counter.next_offset + wanted.records
  FROM locked JOIN wanted USING (partition)
  WHERE counter.stream = $1 AND counter.partition = locked.partition
  RETURNING counter.partition, counter.next_offset - wanted.records AS base
)
INSERT INTO stream_record (stream, partition, record_offset, value)
SELECT $1, record.partition, taken.base + record.place, record.value
FROM unnest($4::int[], $5::int[], $6::bytea[]) AS record(partition, place, value) JOIN taken USING (partition)`;

/** @throws {StreamError} UNAVAILABLE, CLOSED. */
export async function appendRecords(
  connections: Connections,
  stream: StreamName,
  records: readonly StreamRecordIn[],
  timeoutMs: number,
): Promise<void> {
  const counts = new Map<number, number>();
  const places = records.map(({ partition }) => {
    const place = counts.get(partition) ?? 0;
    counts.set(partition, place + 1);
    return place;
  });
  const { rowCount } = await connections.queryUntil(timeoutMs, {
    name: 'stream_append',
    text: APPEND,
    values: [
      stream,
      [...counts.keys()],
      [...counts.values()],
      records.map(({ partition }) => partition),
      places,
      byteaArray(records.map(({ value }) => value)),
    ],
  });
  if (rowCount !== records.length)
    throw new StreamError(
      'PARTITION_UNKNOWN',
      `${stream}: ${records.length - (rowCount ?? 0)} records found no partition`,
    );
}
