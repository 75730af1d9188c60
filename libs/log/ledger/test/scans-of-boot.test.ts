import pg from 'pg';
import { LedgerReader, migrateLedger } from '#libs/log/ledger';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';

let database: TestDatabase;
let client: pg.Client;
let ledger: LedgerReader;
const bootOf = (name: number): Buffer => Buffer.alloc(16, name);

beforeAll(async () => {
  database = await createTestDatabase();
  await migrateLedger(database.url);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  // Logged in another order than their counters, with 4 missing, and beside the scans of another boot.
  let logIndex = 10;
  for (const boot of [1, 2]) {
    const { rows } = await client.query<{ boot_number: number }>(
      'INSERT INTO boot (boot, device_key, from_log_index) VALUES ($1, $2, $3) RETURNING boot_number',
      [bootOf(boot), Buffer.alloc(32, boot), boot],
    );
    for (const counter of [1, 3, 2, 6, 5]) {
      await client.query('INSERT INTO log_entry (log_index, boot_number, counter, entry) VALUES ($1, $2, $3, $4)', [
        logIndex++,
        rows[0]!.boot_number,
        counter,
        Buffer.from(`${boot}/${counter}`),
      ]);
    }
  }
  ledger = LedgerReader.open({ databaseUrl: database.url, name: 'test' });
});
afterAll(async () => {
  await ledger.close();
  await client.end();
  await database.drop();
});

const scans = async (boot: number, from: number, to: number, limit: number): Promise<string[]> =>
  (await ledger.scansOfBoot(bootOf(boot), { from, to, limit })).map(
    ({ counter, entry }) => `${counter}: ${Buffer.from(entry).toString()}`,
  );

describe('the scans of a boot', () => {
  it('come by counter, whatever the order in which they were logged', async () => {
    expect(await scans(1, 2, 6, 100)).toEqual(['2: 1/2', '3: 1/3', '5: 1/5', '6: 1/6']);
    expect(await scans(2, 5, 5, 100)).toEqual(['5: 2/5']);
  });

  it('are at most as many as asked for', async () => {
    expect(await scans(1, 1, 6, 2)).toEqual(['1: 1/1', '2: 1/2']);
  });

  it('are none of a boot that nobody knows', async () => {
    expect(await scans(9, 1, 6, 100)).toEqual([]);
  });
});
