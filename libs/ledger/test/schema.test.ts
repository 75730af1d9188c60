import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { migrateLedger } from '../migrate.js';
import { ledgerDataSource } from '../schema/data-source.js';

describe('the schema', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  it('is after all migrations exactly what the entities describe', async () => {
    await migrateLedger(database.url);
    const dataSource = await ledgerDataSource(database.url).initialize();
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    await dataSource.destroy();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('is made once when several processes start at the same time', async () => {
    await Promise.all([migrateLedger(database.url), migrateLedger(database.url), migrateLedger(database.url)]);
    const dataSource = await ledgerDataSource(database.url).initialize();
    expect(await dataSource.showMigrations()).toBe(false);
    await dataSource.destroy();
  });

  it('goes away again with the last migration', async () => {
    await migrateLedger(database.url);
    const dataSource = await ledgerDataSource(database.url).initialize();
    await dataSource.undoLastMigration();
    const tables = await dataSource.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`);
    await dataSource.destroy();
    expect(tables).toEqual([{ tablename: 'ledger_migration' }]);
  });
});
