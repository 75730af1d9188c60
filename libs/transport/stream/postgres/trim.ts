import type { StreamName } from '../scan-stream.js';
import type { Connections } from './connections.js';

const DELETE_RECORDS = 500; // a short transaction each: vacuum and appends get their turn

/** First the promise (readers are told that these are gone), then the rows, in bites; a later trim goes on where this one broke off. */
export async function trimPartition(
  connections: Connections,
  stream: StreamName,
  partition: number,
  before: number,
  timeoutMs: number,
): Promise<void> {
  const { rows } = await connections.queryUntil<{ first_offset: string; deleted_offset: string }>(
    timeoutMs,
    `UPDATE stream_partition SET first_offset = greatest(first_offset, least($3::bigint, next_offset))
     WHERE stream = $1 AND partition = $2 RETURNING first_offset, deleted_offset`,
    [stream, partition, before],
  );
  if (!rows[0]) return;
  const until = Number(rows[0].first_offset);
  for (let from = Number(rows[0].deleted_offset); from < until; from += DELETE_RECORDS)
    await deleteRecords(
      connections,
      stream,
      partition,
      { from, to: Math.min(until, from + DELETE_RECORDS) },
      timeoutMs,
    );
}

/** By offsets, never by "the lowest there is": that search would walk over all the dead rows of the bites before. */
async function deleteRecords(
  connections: Connections,
  stream: StreamName,
  partition: number,
  { from, to }: { from: number; to: number },
  timeoutMs: number,
): Promise<void> {
  await connections.queryUntil(
    timeoutMs,
    'DELETE FROM stream_record WHERE stream = $1 AND partition = $2 AND record_offset >= $3 AND record_offset < $4',
    [stream, partition, from, to],
  );
  await connections.queryUntil(
    timeoutMs,
    'UPDATE stream_partition SET deleted_offset = greatest(deleted_offset, $3) WHERE stream = $1 AND partition = $2',
    [stream, partition, to],
  );
}
