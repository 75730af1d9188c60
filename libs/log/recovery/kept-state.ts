import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import pg from 'pg';
import { from, to } from 'pg-copy-streams';
import { connectionOptions, type KeptTable } from '#libs/log/ledger';
import { RecoverError } from './error.js';

/** What one snapshot of a database had. */
export interface KeptSnapshot {
  /** Size and root that were committed; null where no log was begun. */
  readonly head: { readonly size: number; readonly root: Buffer } | null;
  readonly tables: readonly KeptTableRows[];
}

export interface KeptTableRows {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
}

/** Takes the rows of one table, as PostgreSQL writes them for COPY in text form. */
export type KeptSink = (table: KeptTable, rows: Readable) => Promise<void>;

// The same bytes whatever the server is set to, and such as every server reads.
const FORMS = "SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL timezone = 'UTC'; SET LOCAL bytea_output = 'hex'";

/**
 * Copies the tables out of one snapshot, while others write.
 *
 * @throws what the sink throws; errors of the database.
 */
export async function copyKeptOut(
  databaseUrl: string,
  tables: readonly KeptTable[],
  sink: KeptSink,
): Promise<KeptSnapshot> {
  return withClient(databaseUrl, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(FORMS);
    const head = await headOf(client);
    const kept: KeptTableRows[] = [];
    for (const table of tables) {
      const { name, columns, order } = table;
      if (!(await isThere(client, name))) continue; // of a room that has not been made yet
      const list = columns.join(', ');
      const copy = client.query(to(`COPY (SELECT ${list} FROM ${name} ORDER BY ${order}) TO STDOUT`));
      const count = { rows: 0 };
      await sink(table, Readable.from(counted(copy, count)));
      kept.push({ name, columns, rows: count.rows });
    }
    await client.query('COMMIT');
    return { head, tables: kept };
  });
}

/**
 * Puts rows back into tables that are there, in one transaction; what is there already stays.
 *
 * @param open the rows of a table as they were copied out
 * @returns how many rows each table took.
 * @throws {RecoverError} STATE_UNKNOWN for a table or column that this version does not have; errors of the database.
 */
export async function copyKeptIn(
  databaseUrl: string,
  known: readonly KeptTable[],
  kept: readonly KeptTableRows[],
  open: (name: string) => Readable,
): Promise<ReadonlyMap<string, number>> {
  return withClient(databaseUrl, async (client) => {
    const taken = new Map<string, number>();
    await client.query('BEGIN');
    await client.query(FORMS);
    for (const { name, columns } of kept) {
      const table = known.find((one) => one.name === name);
      if (!table || columns.some((column) => !table.columns.includes(column))) throw unknownState(name);
      const list = columns.join(', ');
      await client.query(`CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS SELECT ${list} FROM ${name} LIMIT 0`);
      await pipeline(open(name), client.query(from(`COPY incoming (${list}) FROM STDIN`)));
      const rows = table.rowsFrom?.('incoming') ?? `SELECT ${list} FROM incoming`;
      const { rowCount } = await client.query(`INSERT INTO ${name} (${list}) ${rows} ON CONFLICT DO NOTHING`);
      taken.set(name, rowCount ?? 0);
      await client.query('DROP TABLE incoming');
    }
    await client.query('COMMIT');
    return taken;
  });
}

/** @throws {RecoverError} DATABASE_NOT_EMPTY where anybody has made a table: a restore goes beside nothing. */
export async function requireEmptyDatabase(databaseUrl: string): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT schemaname || '.' || tablename AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1 LIMIT 1`,
    );
    const [first] = rows;
    if (first)
      throw new RecoverError(
        'DATABASE_NOT_EMPTY',
        `the database holds the table ${first.name}. A restore needs an empty one: make it anew, or name another in CAIRN_DATABASE_URL.`,
      );
  });
}

const unknownState = (name: string): RecoverError =>
  new RecoverError(
    'STATE_UNKNOWN',
    `the backup holds ${name} as this version of Cairn does not know it. Restore with the version that made it, then upgrade.`,
  );

const LINE_FEED = 10;

/** A row is a line: line feeds of values are written otherwise. */
async function* counted(copy: AsyncIterable<Buffer>, count: { rows: number }): AsyncGenerator<Buffer> {
  for await (const chunk of copy) {
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) count.rows++;
    yield chunk;
  }
}

async function headOf(client: pg.Client): Promise<KeptSnapshot['head']> {
  if (!(await isThere(client, 'log_head'))) return null;
  const { rows } = await client.query<{ size: number; root: Buffer }>(
    'SELECT size, root FROM log_head JOIN log_root USING (size)',
  );
  return rows[0] ?? null;
}

async function isThere(client: pg.Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [name]);
  return rows[0]!.there;
}

async function withClient<Result>(databaseUrl: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client(connectionOptions({ databaseUrl, name: 'cairn-backup' }));
  client.on('error', () => {}); // the query under way, or the next one, reports it
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
