import pg from 'pg';
import { DataSource } from 'typeorm';
import { ledgerMigrations, migrate, migrateLedger } from '#libs/log/ledger';
import { LookupReader, lookupMigrations } from '#libs/stores/lookups';
import { ledgerDataSource } from '../../../log/ledger/schema/data-source.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { undoMigrations } from '../../../../test/support/undo-migrations.js';
import { lookupDataSource } from '../schema/data-source.js';

const ALL = [lookupMigrations, ledgerMigrations];
const LEFT = 'LookupsLeave'; // the ledger had these tables before the migration of this name

const aRow = (number: number) => ({
  id: Buffer.alloc(16, number),
  timeMs: 1_700_000_000_000 + number * 1_001,
  who: `officer ${number} «é»`,
  question: `GET /api/v1/search?q=${number}`,
  status: 200 + (number % 2) * 204,
  answerHash: Buffer.alloc(32, 255 - number),
});
const ROWS = Array.from({ length: 40 }, (_, number) => aRow(number));

describe('the table of look-ups', () => {
  let database: TestDatabase;
  let admin: pg.Client;
  beforeEach(async () => {
    database = await createTestDatabase();
    admin = new pg.Client(database.url);
    await admin.connect();
  });
  afterEach(async () => {
    await admin.end();
    await database.drop();
  });

  const tables = async (): Promise<string[]> =>
    (
      await admin.query<{ name: string }>(
        `SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE tablename LIKE '%lookup%' ORDER BY 1`,
      )
    ).rows.map(({ name }) => name);

  /** The tables as the programs before had them, with look-ups among those of the log. */
  const makeOldDatabase = async (): Promise<void> => {
    const { options } = ledgerDataSource(database.url);
    const all = options.migrations as (new () => { name: string })[];
    const migrations = all.slice(
      0,
      all.findIndex((migration) => new migration().name.startsWith(LEFT)),
    );
    const old = await new DataSource({ ...options, migrations } as typeof options).initialize();
    await old.runMigrations();
    await old.destroy();
    for (const { id, timeMs, who, question, status, answerHash } of ROWS)
      await admin.query('INSERT INTO public.lookup VALUES ($1, $2, $3, $4, $5, $6)', [
        id,
        new Date(timeMs),
        who,
        question,
        status,
        answerHash,
      ]);
  };

  const kept = async (): Promise<unknown[]> => {
    const reader = await LookupReader.open(database.url);
    const all = [];
    for (const { id } of ROWS) all.push(await reader.lookup(id));
    expect(await reader.count()).toBe(all.filter(Boolean).length);
    await reader.close();
    return all;
  };

  it('is in a new database exactly what its entity describes, in a schema of its own', async () => {
    await migrate(database.url, ALL);
    expect(await tables()).toEqual(['stores.lookup', 'stores.lookup_migration']);
    const dataSource = await lookupDataSource(database.url).initialize();
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    await dataSource.destroy();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('holds after the migration every look-up that stood among the tables of the log', async () => {
    await makeOldDatabase();
    expect(await tables()).toEqual(['public.lookup']);
    await migrate(database.url, ALL);
    expect(await tables()).toEqual(['stores.lookup', 'stores.lookup_migration']);
    expect(await kept()).toEqual(ROWS);
  });

  it('is taken over once when several processes start at the same time', async () => {
    await makeOldDatabase();
    await Promise.all([migrate(database.url, ALL), migrate(database.url, ALL), migrate(database.url, ALL)]);
    expect(await kept()).toEqual(ROWS);
  });

  it('never goes with the look-ups that nobody has taken over', async () => {
    await makeOldDatabase();
    await expect(migrateLedger(database.url)).rejects.toThrow(/still holds look-ups/u);
    await migrate(database.url, ALL);
    expect(await kept()).toEqual(ROWS);
  });

  it('is not the table that somebody else calls so', async () => {
    await admin.query('CREATE TABLE lookup (word text)');
    await migrate(database.url, [lookupMigrations]);
    expect(await tables()).toEqual(['public.lookup', 'stores.lookup', 'stores.lookup_migration']);
  });

  it('goes back among the tables of the log with all that it holds, and comes again', async () => {
    await makeOldDatabase();
    await migrate(database.url, ALL);
    for (const open of [ledgerDataSource, lookupDataSource]) {
      const dataSource = await open(database.url).initialize();
      await undoMigrations(dataSource, 'Lookups');
      await dataSource.destroy();
    }
    expect(await tables()).toEqual(['public.lookup', 'stores.lookup_migration']);
    expect((await admin.query('SELECT id FROM public.lookup')).rowCount).toBe(ROWS.length);
    await migrate(database.url, ALL);
    expect(await kept()).toEqual(ROWS);
  });
});
