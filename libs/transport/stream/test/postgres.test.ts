import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { createScanStream, type ScanStream } from '../index.js';
import { Connections } from '../postgres/connections.js';
import { silentLog } from '../stream-log.js';
import { bytes, Reading } from './support/reading.js';

const NEVER_MS = 3_600_000;

describe('the PostgreSQL stream beside its contract', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let streams: ScanStream[];
  const open = (options: { partitions?: number; pollIntervalMs?: number } = {}): ScanStream => {
    const stream = createScanStream({
      kind: 'postgres',
      databaseUrl: database.url,
      partitions: 4,
      pollIntervalMs: NEVER_MS,
      ...options,
    });
    streams.push(stream);
    return stream;
  };
  const count = async (sql: string): Promise<number> => (await client.query<{ count: number }>(sql)).rows[0]!.count;

  beforeEach(async () => {
    streams = [];
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterEach(async () => {
    await Promise.all(streams.map((stream) => stream.close()));
    await client.end();
    await database.drop();
  });

  it('makes its tables once, however many processes start at the same time', async () => {
    const counts = await Promise.all(Array.from({ length: 6 }, () => open().partitions('scans')));
    expect(counts).toEqual([4, 4, 4, 4, 4, 4]);
    expect(await count('SELECT count(*)::int FROM stream_partition')).toBe(12);
  });

  it('keeps the number of partitions that a stream was made with', async () => {
    expect(await open({ partitions: 2 }).partitions('scans')).toBe(2);
    expect(await open({ partitions: 8 }).partitions('scans')).toBe(2);
  });

  it('waits for the disk at each commit, whatever the default of the database', async () => {
    await client.query(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET synchronous_commit = off`);
    const connections = new Connections(database.url, 4, silentLog);
    const { rows } = await connections.query('SHOW synchronous_commit');
    await connections.end();
    expect(rows).toEqual([{ synchronous_commit: 'on' }]);
  });

  it('deletes the rows of trimmed records, and goes on where a trim broke off', async () => {
    const stream = open();
    await stream.append(
      'scans',
      Array.from({ length: 1_200 }, () => ({ partition: 0, value: bytes('x') })),
    );
    await stream.trim('scans', new Map([[0, 1_100]]));
    expect(await count('SELECT count(*)::int FROM stream_record')).toBe(100);
    // A trim that died after its promise and before the first bite.
    await client.query('UPDATE stream_partition SET first_offset = 1150 WHERE stream = $1 AND partition = 0', [
      'scans',
    ]);
    await stream.trim('scans', new Map([[0, 0]]));
    expect(await count('SELECT count(*)::int FROM stream_record')).toBe(50);
  });

  it('forgets groups that nobody has been in for a week', async () => {
    await open().partitions('scans');
    await client.query(`
      INSERT INTO stream_member (stream, group_name, member, expires_at, holds)
        SELECT 'scans', 'killed', age, now() - age::interval, '{0}' FROM unnest('{1 hour,8 days}'::text[]) AS age;
      INSERT INTO stream_progress
        SELECT 'scans', age, 0, 1, now() - age::interval FROM unnest('{1 hour,8 days}'::text[]) AS age`);
    await open().partitions('scans');
    const { rows } = await client.query(
      'SELECT member AS age FROM stream_member UNION ALL SELECT group_name FROM stream_progress',
    );
    expect(rows).toEqual([{ age: '1 hour' }, { age: '1 hour' }]);
  });

  it('finds a record whose announcement got lost, by looking now and then', async () => {
    const reading = await Reading.start(open({ pollIntervalMs: 20 }));
    await reading.until('an assignment', ({ asked }) => asked.length > 0);
    await client.query(`
      WITH taken AS (UPDATE stream_partition SET next_offset = 1 WHERE stream = 'scans' AND partition = 2)
      INSERT INTO stream_record VALUES ('scans', 2, 0, 'unannounced')`);
    await reading.until('the record', ({ deliveries }) => deliveries.length === 1);
    expect(reading.deliveries).toEqual([{ partition: 2, offset: 0, text: 'unannounced' }]);
  });

  it('stops with HOLE where a record is missing, after those before it', async () => {
    const stream = open();
    await stream.append(
      'scans',
      ['a', 'b', 'c', 'd'].map((text) => ({ partition: 1, value: bytes(text) })),
    );
    await client.query(`DELETE FROM stream_record WHERE partition = 1 AND record_offset = 2`);
    const reading = await Reading.start(stream);
    await expect(reading.subscription.failed).rejects.toMatchObject({ code: 'HOLE' });
    expect(reading.texts()).not.toContain('d');
  });

  it('tells lag tools the progress of a group', async () => {
    await open().reportProgress('scans', 'readers', new Map([[1, 7]]));
    expect(
      await count(
        `SELECT next_offset::int AS count FROM stream_progress WHERE group_name = 'readers' AND partition = 1`,
      ),
    ).toBe(7);
  });

  it('gives up an append with UNAVAILABLE when its time is over', async () => {
    const stream = createScanStream({
      kind: 'postgres',
      databaseUrl: 'postgres://cairn@127.0.0.1:9/cairn',
      appendTimeoutMs: 100,
    });
    await expect(stream.append('scans', [{ partition: 0, value: bytes('x') }])).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
    await stream.close();
  });
});
