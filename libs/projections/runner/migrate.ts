import pg from 'pg';
import { CONTROL_MIGRATIONS, CONTROL_TABLES } from './control-tables.js';
import { makeTables } from './make-tables.js';
import { CONTROL_SCHEMA, MIGRATIONS_TABLE, requireNames, servedSchema } from './names.js';
import type { MigrationClass, Projection } from './projection.js';
import { letTheApiRead } from './reader-rights.js';

const ADVISORY_LOCK = 0x6361_6970; // "caip": one process at a time changes these schemas

/** The version of rows that were made before projections had versions: any code fills them anew. */
const BEFORE_VERSIONS = 0;

/**
 * Brings the tables of projections to this program's version. Run it after the ledger's migrations. Safe to call from several
 * processes at once; does nothing, and does not even load TypeORM, when there is nothing to do.
 */
export async function migrateProjections(databaseUrl: string, projections: readonly Projection[]): Promise<void> {
  requireNames(projections);
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'cairn-schema' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
    const { rows } = await client.query<{ name: string }>('SELECT current_schema() AS name');
    const place = { databaseUrl, ledgerSchema: rows[0]!.name };
    if (!(await isCurrent(client, CONTROL_SCHEMA, CONTROL_MIGRATIONS)))
      await makeTables({ ...place, schema: CONTROL_SCHEMA, tables: CONTROL_TABLES, migrations: CONTROL_MIGRATIONS });
    for (const projection of projections) {
      const { tables, migrations } = projection;
      const schema = servedSchema(projection.name);
      if (!(await isCurrent(client, schema, migrations))) await makeTables({ ...place, schema, tables, migrations });
      await letTheApiRead(client, schema, tables);
      await beginServing(client, projection);
    }
  } finally {
    await client.end(); // and with it the lock
  }
}

async function isCurrent(client: pg.Client, schema: string, migrations: readonly MigrationClass[]): Promise<boolean> {
  const table = `${schema}.${MIGRATIONS_TABLE}`;
  const { rows: tables } = await client.query('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
  if (!tables[0].there) return false;
  const newest = new (migrations.at(-1)!)().name;
  const { rowCount } = await client.query(`SELECT 1 FROM ${table} WHERE name = $1`, [newest]);
  return rowCount === 1;
}

/**
 * The first generation: empty, or the tables that the first migration took over from the ledger's schema, which are asked as they are
 * until the runner has filled others.
 */
async function beginServing(client: pg.Client, { name, version }: Projection): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM projection.generation WHERE name = $1 AND is_served', [name]);
  if (rowCount !== 0) return;
  await client.query('BEGIN');
  const cursor = await cursorBefore(client, name);
  await client.query(
    'INSERT INTO projection.generation (name, version, is_served, next_log_index) VALUES ($1, $2, true, $3)',
    [name, cursor === null ? version : BEFORE_VERSIONS, cursor ?? 0],
  );
  await client.query('COMMIT');
}

/** Takes the cursor out of the table where cursors stood before; with the last one the table goes. */
async function cursorBefore(client: pg.Client, name: string): Promise<string | null> {
  const { rows: tables } = await client.query(`SELECT to_regclass('projector_cursor') IS NOT NULL AS there`);
  if (!tables[0].there) return null;
  const { rows } = await client.query<{ next: string }>(
    'DELETE FROM projector_cursor WHERE name = $1 RETURNING next_log_index AS next',
    [name],
  );
  const { rows: left } = await client.query('SELECT 1 FROM projector_cursor LIMIT 1');
  if (left.length === 0) await client.query('DROP TABLE projector_cursor');
  return rows[0]?.next ?? null;
}
