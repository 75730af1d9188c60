import fc from 'fast-check';
import pg from 'pg';
import { LedgerReader, migrateLedger } from '#libs/log/ledger';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';

let database: TestDatabase;
let client: pg.Client;
let ledger: LedgerReader;

const keyOf = (name: number): Buffer => Buffer.alloc(32, name + 1);
/** Which of three trails each entry stands in. */
const ENTRIES = Array.from({ length: 60 }, (_, logIndex) => [logIndex % 3, (logIndex * 7) % 5 === 0 ? 2 : -1]);
const trailOf = (name: number): number[] =>
  ENTRIES.flatMap((keys, logIndex) => (keys.includes(name) ? [logIndex] : []));

beforeAll(async () => {
  database = await createTestDatabase();
  await migrateLedger(database.url);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  for (const logIndex of ENTRIES.keys()) {
    await client.query('INSERT INTO log_entry (log_index, entry, private) VALUES ($1, $2, $3)', [
      logIndex,
      Buffer.from(`entry ${logIndex}`),
      logIndex % 2 ? Buffer.from([logIndex]) : null,
    ]);
  }
  for (const name of [0, 1, 2]) {
    for (const [at, logIndex] of trailOf(name).entries()) {
      await client.query(
        'INSERT INTO trail_link (trail_key, n, log_index, link, frontier) VALUES ($1, $2, $3, $4, $4)',
        [keyOf(name), at + 1, logIndex, Buffer.alloc(32)],
      );
    }
  }
  ledger = LedgerReader.open({ databaseUrl: database.url, name: 'test' });
});
afterAll(async () => {
  await ledger.close();
  await client.end();
  await database.drop();
});

it('answers many spans at once, each exactly as a filter over the whole trail would', async () => {
  const request = fc.record({
    name: fc.nat(3),
    fromLogIndex: fc.nat(61),
    toLogIndex: fc.nat(61),
    limit: fc.integer({ min: 1, max: 70 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(request, { maxLength: 6 }), async (requests) => {
      const lists = await ledger.trailSpans(requests.map(({ name, ...span }) => ({ trailKey: keyOf(name), ...span })));
      expect(lists.map((list) => list.map(({ logIndex }) => logIndex))).toEqual(
        requests.map(({ name, fromLogIndex, toLogIndex, limit }) =>
          trailOf(name)
            .filter((logIndex) => logIndex >= fromLogIndex && logIndex < toLogIndex)
            .slice(0, limit),
        ),
      );
    }),
    { numRuns: 60 },
  );
});

it('gives each entry with its bytes and its private part', async () => {
  const [[entry]] = (await ledger.trailSpans([{ trailKey: keyOf(1), fromLogIndex: 1, toLogIndex: 2, limit: 1 }])) as [
    [object],
  ];
  expect(entry).toEqual({ logIndex: 1, entry: Buffer.from('entry 1'), privatePart: Buffer.from([1]) });
});
