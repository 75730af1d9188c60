import pg from 'pg';
import type { DataSource } from 'typeorm';
import { setTableRights, type TableRights } from '#libs/host/postgres';

/** How the tables of one room come to be. Rooms share a database and no tables; each keeps its own account of what has run. */
export interface RoomMigrations {
  /** Where its tables lie, unless that is the schema of the connection: made where it is missing. */
  readonly schema?: string;
  /** Table in which TypeORM notes the migrations that have run. */
  readonly table: string;
  /** Name of the newest migration. */
  readonly newest: string;
  /** All of its tables, and what programs other than the owner may do with them. */
  readonly rights: TableRights;
  /** Asked only where there is something to do: TypeORM is large. Not connected yet. */
  readonly dataSource: (databaseUrl: string) => Promise<DataSource>;
}

const ADVISORY_LOCK = 0x6361_6972; // "cair": one process at a time changes the schema

/**
 * Brings the tables of these rooms to this program's version, one room after the other, and then who may do what with them: a room that
 * takes a table over stands before the one that lets it go. Safe to call from several processes at once; does nothing, and does not even load TypeORM, when there is nothing
 * to do.
 */
export async function migrate(databaseUrl: string, rooms: readonly RoomMigrations[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'cairn-schema' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
    for (const room of rooms) if (!(await isCurrent(client, room))) await migrateRoom(client, room, databaseUrl);
    for (const { schema, rights } of rooms)
      await setTableRights(client, schema ?? (await currentSchema(client)), rights);
  } finally {
    await client.end(); // and with it the lock
  }
}

async function migrateRoom(
  client: pg.Client,
  { schema, dataSource: open }: RoomMigrations,
  databaseUrl: string,
): Promise<void> {
  if (schema !== undefined) await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  const dataSource = await (await open(databaseUrl)).initialize();
  try {
    await dataSource.runMigrations();
  } finally {
    await dataSource.destroy();
  }
}

async function isCurrent(client: pg.Client, { schema, table, newest }: RoomMigrations): Promise<boolean> {
  const name = schema === undefined ? table : `${schema}.${table}`;
  const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [name]);
  if (!rows[0]!.there) return false;
  const { rowCount } = await client.query(`SELECT 1 FROM ${name} WHERE name = $1`, [newest]);
  return rowCount === 1;
}

async function currentSchema(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>('SELECT current_schema() AS name');
  return rows[0]!.name;
}
