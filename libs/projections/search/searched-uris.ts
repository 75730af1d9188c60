import type pg from 'pg';
import { servedSchema } from '#libs/projections/runner';
import { searchProjection } from './projection.js';
import { OBJECT_URI } from './tables.js';

const ROWS_AT_ONCE = 5_000;

/** All URIs that the search shows, for whoever checks them inside a transaction of theirs. None where there is no search yet. */
export async function* searchedUris(
  client: Pick<pg.Client, 'query'>,
): AsyncGenerator<{ readonly trailKey: Buffer; readonly uri: string }> {
  const table = `${servedSchema(searchProjection.name)}.${OBJECT_URI.tableName}`;
  const { rows: tables } = await client.query('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
  if (!tables[0].there) return;
  let after: Buffer = Buffer.alloc(0);
  for (;;) {
    const { rows } = await client.query<{ trailKey: Buffer; uri: string }>(
      `SELECT trail_key AS "trailKey", uri FROM ${table} WHERE trail_key > $1 ORDER BY trail_key LIMIT ${ROWS_AT_ONCE}`,
      [after],
    );
    yield* rows;
    if (rows.length < ROWS_AT_ONCE) return;
    after = rows.at(-1)!.trailKey;
  }
}
