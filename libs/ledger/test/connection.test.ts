import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { connectionOptions } from '../connection.js';

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
});
