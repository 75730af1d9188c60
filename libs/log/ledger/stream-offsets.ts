import type pg from 'pg';

/** Where to go on in each partition of a stream; partitions that were never read are absent. */
export async function readOffsets(client: pg.Client, stream: string): Promise<Map<number, number>> {
  const { rows } = await client.query<{ partition: number; next: number }>(
    'SELECT partition, next_offset AS next FROM stream_offset WHERE stream = $1',
    [stream],
  );
  return new Map(rows.map(({ partition, next }) => [partition, next]));
}

/** Stores where to go on. The caller's transaction holds the lease, and what was read is in it. */
export async function writeOffsets(
  client: pg.Client,
  epoch: number,
  stream: string,
  offsets: ReadonlyMap<number, number>,
): Promise<void> {
  await client.query({
    name: 'writeOffsets',
    text: `INSERT INTO stream_offset (stream, partition, next_offset, epoch)
           SELECT $1, partition, next_offset, $4 FROM unnest($2::int[], $3::bigint[]) AS u (partition, next_offset)
           ON CONFLICT (stream, partition) DO UPDATE SET next_offset = excluded.next_offset, epoch = excluded.epoch`,
    values: [stream, [...offsets.keys()], [...offsets.values()], epoch],
  });
}
