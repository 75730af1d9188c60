import type pg from 'pg';
import type { GenerationRow } from './control-tables.js';
import { asideSchema, servedSchema } from './names.js';
import { type LeasedSession, underLease } from './under-lease.js';

export interface Generation extends GenerationRow {
  /** Whether an operator wants the projection to be filled anew. */
  readonly isAsked: boolean;
}

/** Of one generation: schema of its tables. */
export const schemaOf = ({ name, number, isServed }: GenerationRow): string =>
  isServed ? servedSchema(name) : asideSchema(name, number);

/** All generations, and the entries that are committed. */
export async function readGenerations(
  client: pg.Client,
): Promise<{ readonly size: number; readonly generations: readonly Generation[] }> {
  const { rows } = await client.query<Generation & { size: number }>({
    name: 'readGenerations',
    text: `SELECT g.number, g.name, g.version, g.is_served AS "isServed", g.next_log_index AS "nextLogIndex",
             r.name IS NOT NULL AS "isAsked", coalesce((SELECT size FROM log_head), 0) AS size
           FROM projection.generation g LEFT JOIN projection.rebuild_request r USING (name)`,
  });
  return { size: rows[0]?.size ?? 0, generations: rows };
}

/** Another generation beside the one that is asked. What an operator has asked for until now is answered by it. */
export async function beginGeneration(session: LeasedSession, name: string, version: number): Promise<void> {
  await underLease(session, async () => {
    await session.client.query('DELETE FROM projection.rebuild_request WHERE name = $1', [name]);
    await session.client.query(
      'INSERT INTO projection.generation (name, version, is_served, next_log_index) VALUES ($1, $2, false, 0)',
      [name, version],
    );
  });
}

/** Gives up a generation that was being filled; `dropLeftSchemas` takes its tables away. */
export async function giveUpGeneration(session: LeasedSession, { number }: GenerationRow): Promise<void> {
  await underLease(session, () =>
    session.client.query('DELETE FROM projection.generation WHERE number = $1 AND NOT is_served', [number]),
  );
}

/**
 * Lets readers ask `next` from now on. Only names change: nobody who reads is waited for, whoever reads the old tables goes on to,
 * and the next question finds the new ones.
 */
export async function switchTo(session: LeasedSession, served: GenerationRow, next: GenerationRow): Promise<void> {
  const { client } = session;
  await underLease(session, async () => {
    await client.query(`ALTER SCHEMA ${schemaOf(served)} RENAME TO ${asideSchema(served.name, served.number)}`);
    await client.query(`ALTER SCHEMA ${schemaOf(next)} RENAME TO ${servedSchema(next.name)}`);
    await client.query('DELETE FROM projection.generation WHERE number = $1', [served.number]);
    await client.query('UPDATE projection.generation SET is_served = true WHERE number = $1', [next.number]);
  });
}

const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Drops tables of generations that are no more. One that somebody still reads, perhaps a backup for hours, is left for later.
 * @returns whether all of them are gone.
 */
export async function dropLeftSchemas(session: LeasedSession, names: readonly string[]): Promise<boolean> {
  const { client } = session;
  const { rows } = await client.query<{ schema: string }>(
    `SELECT nspname AS schema FROM pg_namespace
     WHERE nspname ~ '^projection_[a-z]+_[0-9]+$' AND split_part(nspname, '_', 2) = ANY($1::text[])
       AND split_part(nspname, '_', 3) <> ALL (SELECT number::text FROM projection.generation)`,
    [names],
  );
  let isDone = true;
  for (const { schema } of rows) {
    try {
      await underLease(session, async () => {
        await client.query(`SET LOCAL lock_timeout = '200ms'`);
        await client.query(`DROP SCHEMA ${schema} CASCADE`);
      });
    } catch (error) {
      if ((error as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw error;
      isDone = false;
    }
  }
  return isDone;
}
