import pg from 'pg';
import { ledgerMigrations, migrate } from '#libs/log/ledger';
import { lookupMigrations } from '#libs/stores/lookups';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { undoMigrations } from '../../../test/support/undo-migrations.js';
import { keptLookups } from '../recover/kept-lookups.js';

describe('the look-ups that a recovery tells of', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  it('are none where the database was lost', async () => {
    await migrate(database.url, [ledgerMigrations]);
    expect(await keptLookups(database.url)).toBe(0);
  });

  it('are those that the database keeps, wherever it kept them', async () => {
    await migrate(database.url, [lookupMigrations, ledgerMigrations]);
    const admin = new pg.Client(database.url);
    await admin.connect();
    await admin.query(`INSERT INTO stores.lookup VALUES ('\\x01', now(), 'officer', 'what', 200, '\\x02')`);
    expect(await keptLookups(database.url)).toBe(1);
    const dataSource = await (await lookupMigrations.dataSource(database.url)).initialize();
    await undoMigrations(dataSource, 'Lookups'); // as before they had a schema of their own
    await dataSource.destroy();
    expect((await admin.query('SELECT FROM public.lookup')).rowCount).toBe(1);
    await admin.end();
    expect(await keptLookups(database.url)).toBe(1);
    expect(await keptLookups(database.url)).toBe(1);
  });
});
