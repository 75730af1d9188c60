import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { connectionOptions } from '../connection.js';
import { LedgerReader } from '../reader.js';

describe('a session of the ledger', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  it('waits for the disk at each commit, whatever the default of the database', async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET synchronous_commit = off`);
    await client.end();
    const session = new pg.Client(connectionOptions({ databaseUrl: database.url, name: 'test' }));
    await session.connect();
    const { rows } = await session.query('SHOW synchronous_commit');
    await session.end();
    expect(rows).toEqual([{ synchronous_commit: 'on' }]);
  });

  it('of a reader gives up on a server that does not answer, and asks again on another', async () => {
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    await other.query('CREATE TABLE device (device_id text)');
    await other.query('BEGIN; LOCK TABLE device');
    const reader = LedgerReader.open({
      databaseUrl: database.url,
      name: 'test',
      connectionsMax: 1,
      queryTimeoutMs: 300,
    });
    await expect(reader.registry.device(new Uint8Array(32))).rejects.toThrow('timeout');
    await other.query('COMMIT');
    await expect(reader.registry.device(new Uint8Array(32))).rejects.toThrow('device_key');
    await reader.close();
    await other.end();
  }, 20_000);
});
