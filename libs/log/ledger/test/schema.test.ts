import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { rejectedOf, TestDevice } from '../../../../test/kit/ledger/device.js';
import { undoMigrations } from '../../../../test/support/undo-migrations.js';
import { TestLog } from '../../../../test/kit/ledger/test-log.js';
import { migrateLedger } from '../migrations.js';
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

  it('says of refusals from before where they stand, from the log', async () => {
    const log = await TestLog.create();
    const devices = [1, 2, 3].map((number) => new TestDevice(`refused-${number}`));
    await log.enrol(...devices);
    // One of each device: what is refused of one is told of in ranges, which the log did not know then.
    const rejected = devices.map((device, place) => rejectedOf(device.scans(place + 1).at(-1)!));
    await log.append({ rejected });
    const places =
      'SELECT statement_hash, boot_number, counter::int, reason, log_index::int FROM refusal ORDER BY 2, 3';
    const before = await log.rows(places);
    const dataSource = await ledgerDataSource(log.database.url).initialize();
    await undoMigrations(dataSource, 'RefusalPlace');
    await dataSource.destroy();
    await migrateLedger(log.database.url);
    const after = await log.rows(places);
    await log.drop();
    expect(before.map(({ counter }) => counter)).toEqual([1, 2, 3]);
    expect(after).toEqual(before);
  });

  it('goes away again when every migration is undone', async () => {
    await migrateLedger(database.url);
    const dataSource = await ledgerDataSource(database.url).initialize();
    await undoMigrations(dataSource, 'Ledger');
    const tables = await dataSource.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`);
    await dataSource.destroy();
    expect(tables).toEqual([{ tablename: 'ledger_migration' }]);
  });
});
