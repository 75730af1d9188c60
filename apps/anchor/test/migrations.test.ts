import pg from 'pg';
import { createScanStream } from '#libs/transport/stream';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { migrateNode, NODE_MIGRATIONS } from '../migrations.js';

describe('the tables of a node', () => {
  // A room that names an older one is taken for up to date, and its newest migration never runs.
  it.each(NODE_MIGRATIONS.map((room) => [room.table, room] as const))(
    '%s: the room names its newest migration',
    async (_, { newest, dataSource }) => {
      const { options } = await dataSource('postgres://nobody@127.0.0.1:1/none');
      const names = (options.migrations as (new () => { name: string })[]).map((migration) => new migration().name);
      const timeOf = (name: string): number => Number(/\d+$/u.exec(name)![0]);
      expect(newest).toBe(names.toSorted((one, other) => timeOf(one) - timeOf(other)).at(-1));
    },
  );

  it('have names of their own, so that no room takes the account of another for its own', () => {
    const names = NODE_MIGRATIONS.map(({ schema = '', table }) => `${schema}.${table}`);
    expect(new Set(names).size).toBe(names.length);
  });
});

/**
 * Columns of text whose order follows the system's collations, in every schema of the database. TypeORM's accounts of migrations are
 * its own, and no index is on the names in them.
 */
const BY_COLLATION = `
  SELECT format('%s.%s.%s', n.nspname, t.relname, a.attname) AS name FROM pg_attribute a
    JOIN pg_class t ON t.oid = a.attrelid AND t.relkind IN ('r', 'p', 'm')
    JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname !~ '^(pg_|information_schema$)'
    LEFT JOIN pg_collation c ON c.oid = a.attcollation
  WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attcollation <> 0 AND c.collname <> 'C'
    AND NOT (t.relname LIKE '%\\_migration' AND a.attname = 'name' AND NOT EXISTS (
      SELECT FROM pg_index i WHERE i.indrelid = t.oid AND a.attnum = ANY(i.indkey)))
  ORDER BY 1`;

describe('text in the tables of a node', () => {
  let database: TestDatabase;
  let admin: pg.Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    admin = new pg.Client(database.url);
    await admin.connect();
    await migrateNode(database.url);
    const stream = createScanStream({ kind: 'postgres', databaseUrl: database.url });
    await stream.ends('scans');
    await stream.close();
  });
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });

  const byCollation = async (): Promise<string[]> =>
    (await admin.query<{ name: string }>(BY_COLLATION)).rows.map(({ name }) => name);

  it('is compared by its bytes, so that no update of the system makes an index miss rows', async () => {
    expect(await byCollation()).toEqual([]);
    const { rows } = await admin.query(`SELECT count(*)::int AS n FROM pg_attribute WHERE attcollation <> 0
      AND attrelid IN ('mqtt_credential'::regclass, 'stores.lookup'::regclass, 'projection_search.search_term'::regclass, 'stream_record'::regclass)`);
    expect(rows[0].n).toBeGreaterThan(4); // the rooms are there
  });

  it('of a database of before is so after the migration, with all rows and indexes', async () => {
    for (const { dataSource: open } of NODE_MIGRATIONS) {
      const dataSource = await (await open(database.url)).initialize();
      for (let undone = 'none'; !undone.includes('TextByBytes');) {
        const { options } = dataSource;
        const schema = 'schema' in options && options.schema ? `${options.schema}.` : '';
        const newest = `SELECT name FROM ${schema}${options.migrationsTableName} ORDER BY timestamp DESC LIMIT 1`;
        undone = (await admin.query<{ name: string }>(newest)).rows[0]!.name;
        await dataSource.undoLastMigration();
      }
      await dataSource.destroy();
    }
    expect(await byCollation()).toEqual(
      expect.arrayContaining(['public.mqtt_credential.device_id', 'stores.lookup.who']),
    );
    const ids = ['b', 'B', 'ä', 'a-1', 'a 1', 'A1'];
    await admin.query(`INSERT INTO mqtt_credential SELECT id, '\\x00' FROM unnest($1::text[]) AS id`, [ids]);
    await admin.query(`INSERT INTO stores.lookup VALUES ('\\x01', now(), 'ä', 'GET /', 200, '\\x02')`);
    const files = `SELECT relname, relfilenode FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`;
    const before = (await admin.query(files)).rows;
    await migrateNode(database.url);
    expect((await admin.query(files)).rows).toEqual(expect.arrayContaining(before)); // no table was written anew
    expect(await byCollation()).toEqual([]);
    await admin.query('SET enable_seqscan = off');
    for (const id of ids)
      expect((await admin.query('SELECT FROM mqtt_credential WHERE device_id = $1', [id])).rowCount).toBe(1);
    const { rows } = await admin.query('SELECT device_id AS id FROM mqtt_credential ORDER BY 1');
    expect(rows.map(({ id }) => id)).toEqual(
      ids.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other))),
    );
    expect((await admin.query(`SELECT FROM stores.lookup WHERE who = 'ä'`)).rowCount).toBe(1);
  });
});
