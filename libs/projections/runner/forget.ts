import type pg from 'pg';
import { CONTROL_SCHEMA, MIGRATIONS_TABLE } from './names.js';
import type { GenerationRow } from './control-tables.js';
import { schemaOf } from './generations.js';

/**
 * Empties every projection inside the caller's transaction, so that all of it is folded again: for a log that took the place of the
 * one it was folded from. Does nothing in a database that has none.
 */
export async function forgetProjections(client: Pick<pg.Client, 'query'>): Promise<void> {
  const { rows: tables } = await client.query('SELECT to_regclass($1) IS NOT NULL AS there', [
    `${CONTROL_SCHEMA}.generation`,
  ]);
  if (!tables[0].there) return;
  const { rows } = await client.query<GenerationRow>(
    'SELECT number, name, is_served AS "isServed" FROM projection.generation',
  );
  for (const generation of rows) await emptyTables(client, schemaOf(generation));
  await client.query('UPDATE projection.generation SET next_log_index = 0');
}

async function emptyTables(client: Pick<pg.Client, 'query'>, schema: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT tablename AS name FROM pg_tables WHERE schemaname = $1 AND tablename <> $2',
    [schema, MIGRATIONS_TABLE],
  );
  for (const { name } of rows) await client.query(`TRUNCATE ${schema}.${name}`);
}
