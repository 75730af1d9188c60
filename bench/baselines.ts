import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';

/**
 * Rows a second that COPY writes into a table of the shape of object links (trail key, number, log index, link, frontier)
 * with the same primary key, in one transaction, fsync on.
 */
export async function copyRowsPerSecond(databaseUrl: string, rows = 200_000): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `CREATE TABLE bench_link (trail_key bytea, n bigint, log_index bigint, link bytea, frontier bytea, PRIMARY KEY (trail_key, n))`,
    );
    const start = process.hrtime.bigint();
    await pipeline(Readable.from(linkRows(rows)), client.query(copyFrom('COPY bench_link FROM STDIN')));
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    return rows / seconds;
  } finally {
    await client.query('DROP TABLE IF EXISTS bench_link');
    await client.end();
  }
}

function* linkRows(count: number): Generator<string> {
  const random = randomBytes(32 * 1_024);
  let chunk = '';
  for (let i = 0; i < count; i++) {
    const key = randomBytes(32).toString('hex');
    const at = (i % 1_024) * 32;
    const link = random.subarray(at, at + 32).toString('hex');
    chunk += `\\\\x${key}\t1\t${i}\t\\\\x${link}\t\\\\x${link}\n`;
    if (chunk.length > 65_536) {
      yield chunk;
      chunk = '';
    }
  }
  yield chunk;
}
