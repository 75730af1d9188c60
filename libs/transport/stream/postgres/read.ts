import type { StreamName, StreamRecordOut } from '../scan-stream.js';
import type { PartitionBounds } from '../start-offset.js';
import type { Connections } from './connections.js';

/** A page is read on while its records before this one are shorter than the limit, so it holds at least one. */
const READ = `
SELECT bounds.first_offset, bounds.next_offset, page.record_offset, page.value
FROM stream_partition AS bounds LEFT JOIN LATERAL (
  SELECT record_offset, value FROM (
    SELECT record_offset, value, sum(octet_length(value)) OVER (ORDER BY record_offset) - octet_length(value) AS bytes_before
    FROM (
      SELECT record_offset, value FROM stream_record
      WHERE stream = $1 AND partition = $2 AND record_offset >= $3 ORDER BY record_offset LIMIT $4
    ) AS next_records
  ) AS measured WHERE bytes_before < $5
) AS page ON true
WHERE bounds.stream = $1 AND bounds.partition = $2
ORDER BY page.record_offset`;

const PAGE_RECORDS_MAX = 1_000;
const PAGE_BYTES_MAX = 1_048_576; // some milliseconds of the server's time

export interface Page extends PartitionBounds {
  readonly records: readonly StreamRecordOut[];
}

interface Row {
  readonly first_offset: string;
  readonly next_offset: string;
  readonly record_offset: string | null;
  readonly value: Buffer | null;
}

/** The records from an offset on, in order, and what the partition holds at the same moment. */
export async function readPage(
  connections: Connections,
  stream: StreamName,
  partition: number,
  from: number,
): Promise<Page> {
  const { rows } = await connections.query<Row>({
    name: 'stream_read',
    text: READ,
    values: [stream, partition, from, PAGE_RECORDS_MAX, PAGE_BYTES_MAX],
  });
  const bounds = rows[0];
  if (!bounds) throw new Error(`${stream} has no partition ${partition}`);
  const records: StreamRecordOut[] = [];
  for (const { record_offset, value } of rows)
    if (record_offset !== null && value !== null) records.push({ offset: Number(record_offset), value: bytes(value) });
  return { first: Number(bounds.first_offset), next: Number(bounds.next_offset), records };
}

/** What every partition of a stream holds. */
export async function readBounds(
  connections: Connections,
  stream: StreamName,
  timeoutMs: number,
): Promise<ReadonlyMap<number, PartitionBounds>> {
  const { rows } = await connections.queryUntil<{ partition: number; first_offset: string; next_offset: string }>(
    timeoutMs,
    'SELECT partition, first_offset, next_offset FROM stream_partition WHERE stream = $1 ORDER BY partition',
    [stream],
  );
  return new Map(
    rows.map((row) => [row.partition, { first: Number(row.first_offset), next: Number(row.next_offset) }]),
  );
}

const bytes = (value: Buffer): Uint8Array => new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
