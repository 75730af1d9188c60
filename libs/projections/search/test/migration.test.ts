import { migrateLedger } from '#libs/log/ledger';
import { migrateProjections, type Projection } from '#libs/projections/runner';
import { modelOf } from '../../../../test/kit/projections/model.js';
import { ProjectionWorld } from '../../../../test/kit/projections/world.js';
import { TestDevice } from '../../../../test/kit/ledger/device.js';
import { TestLog } from '../../../../test/kit/ledger/test-log.js';
import { searchProjection } from '../projection.js';
import { SearchReader } from '../search-reader.js';

const UNITS = Array.from({ length: 8 }, (_, at) => `https://id.gs1.org/01/09520000000004/21/unit-${at}`);

// As the release before had them, with the rows of its projector.
const TABLES_BEFORE = [
  `CREATE TABLE projector_cursor (
    name text NOT NULL, next_log_index bigint NOT NULL, CONSTRAINT projector_cursor_pkey PRIMARY KEY (name))`,
  `CREATE TABLE search_term (
    term text NOT NULL, kind text NOT NULL, trail_key bytea NOT NULL, log_index bigint NOT NULL,
    CONSTRAINT search_term_pkey PRIMARY KEY (term, kind, trail_key))`,
  `CREATE TABLE object_uri (
    trail_key bytea NOT NULL, uri text NOT NULL, CONSTRAINT object_uri_pkey PRIMARY KEY (trail_key))`,
];

/** A database of the release before, whose search knows all entries but the last. */
async function before(log: TestLog): Promise<void> {
  const entries = await log.reader.entries({ from: 0, to: Number.MAX_SAFE_INTEGER });
  for (const statement of TABLES_BEFORE) await log.rows(statement);
  await log.rows(`DELETE FROM ledger_migration WHERE name LIKE 'SearchLeaves%'`);
  for (const entry of entries.slice(0, -1)) {
    for (const change of searchProjection.fold(entry)) {
      if (change.kind !== 'add') throw new TypeError('the search only adds');
      const row = change.row as Record<string, unknown>;
      const [text, values] =
        change.table === 'object_uri'
          ? ['INSERT INTO object_uri VALUES ($1, $2) ON CONFLICT DO NOTHING', [row['trailKey'], row['uri']]]
          : [
              'INSERT INTO search_term VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
              [row['term'], row['kind'], row['trailKey'], row['logIndex']],
            ];
      await log.rows(text as string, values as unknown[]);
    }
  }
  await log.rows(`INSERT INTO projector_cursor VALUES ('search', $1)`, [entries.length - 1]);
}

describe('a database of the release before', () => {
  let world: ProjectionWorld;
  let reader: SearchReader;
  const start = async (projections: readonly Projection[] = [searchProjection]): Promise<void> => {
    await migrateLedger(world.log.database.url);
    await migrateProjections(world.log.database.url, projections);
  };
  const found = async () => (await reader.searchTerms('PO-7')).map(({ uri }) => uri);

  beforeEach(async () => {
    const log = await TestLog.create();
    const device = new TestDevice('before');
    await log.enrol(device);
    const claims = { 'bizTransaction.po': 'urn:epcglobal:cbv:bt:9520000000004:PO-7' };
    await log.append({ scans: UNITS.map((uri) => device.scan({ uris: [uri], claims })) });
    await before(log);
    world = ProjectionWorld.of(log, searchProjection);
    reader = SearchReader.open({ databaseUrl: log.database.url, name: 'test' });
  });
  afterEach(async () => {
    await reader.close();
    await world.drop();
  });

  it('answers from its own rows at once, and goes on to do so while others are filled', async () => {
    await start();
    expect(await found()).toEqual(UNITS.slice(0, -1).reverse());
    const cursor = (await world.entries()).length - 1;
    expect(await world.generations()).toMatchObject([{ version: 0, isServed: true, next: cursor }]);
    const runner = await world.runner({ entriesPerBatchMax: 1 });
    const all = [...UNITS].reverse();
    let asked = 0;
    while (await runner.round()) {
      const answer = await found();
      // The entry that was not folded before is found after the first rounds, and nothing is ever missing.
      expect(answer.slice(asked < 3 ? -7 : 0)).toEqual(asked < 3 ? all.slice(1) : all);
      asked += 1;
    }
    expect(asked).toBeGreaterThan(UNITS.length);
    expect(await world.generations()).toMatchObject([{ version: 1, isServed: true }]);
    expect(await world.rows()).toEqual(modelOf(searchProjection, await world.entries()));
  });

  it('has nothing left in the schema of the ledger', async () => {
    await start();
    const left = `SELECT tablename FROM pg_tables WHERE schemaname = 'public'
      AND tablename IN ('projector_cursor', 'search_term', 'object_uri')`;
    expect(await world.log.rows(left)).toEqual([]);
  });

  it('loses nothing when the start is cut between the two migrations, or is made by several at once', async () => {
    await migrateLedger(world.log.database.url);
    await Promise.all([start(), start(), start()]);
    expect(await found()).toEqual(UNITS.slice(0, -1).reverse());
    await start(); // and again
    expect(await world.generations()).toMatchObject([{ version: 0, isServed: true }]);
  });
});
