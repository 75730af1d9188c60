import pg from 'pg';
import { connectionOptions, QUERY_TIMEOUT_MS } from './connection.js';

/** A sequence that would give out a number which a row of its column has already. Names are as SQL writes them. */
export interface SequenceBehind {
  readonly sequence: string;
  readonly table: string;
  readonly column: string;
  /** What the sequence would give out next. */
  readonly next: number;
  /** The highest number among the rows. */
  readonly highest: number;
}

/** In one line: what is behind what. */
export const sequenceText = ({ sequence, table, column, next, highest }: SequenceBehind): string =>
  `sequence ${sequence} gives ${next} next, and ${table}.${column} has numbers up to ${highest}`;

/** Finds the sequences that a restore has left behind their rows. @param client may be in a transaction that only reads. */
export async function sequencesBehind(client: pg.ClientBase): Promise<SequenceBehind[]> {
  const { rows } = await client.query<OwnSequence>(OWN_SEQUENCES);
  const behind: SequenceBehind[] = [];
  for (const own of rows) {
    const found = await readBehind(client, own);
    if (found) behind.push(found);
  }
  return behind;
}

/**
 * Sets each sequence that is behind its rows to the highest number among them. Safe beside others that write.
 * @returns those that were behind. @throws errors of the database.
 */
export async function setSequences(databaseUrl: string): Promise<SequenceBehind[]> {
  const options = { databaseUrl, name: 'cairn-sequences', queryTimeoutMs: QUERY_TIMEOUT_MS };
  const client = new pg.Client(connectionOptions(options));
  client.on('error', () => {}); // the query under way, or the next one, reports it
  await client.connect();
  try {
    const { rows } = await client.query<OwnSequence>(OWN_SEQUENCES);
    const set: SequenceBehind[] = [];
    for (const own of rows) if (await readBehind(client, own)) set.push(...(await setOne(client, own)));
    return set;
  } finally {
    await client.end();
  }
}

interface OwnSequence {
  readonly sequence: string;
  readonly table: string;
  readonly column: string;
  readonly increment: string | number;
}

/**
 * Sequences that belong to a column, identity columns included, in every schema of this node: that of the connection, and each that
 * has an account of migrations which this user owns. Schemas of `cairn recover` hold tables that nobody writes to.
 */
const OWN_SEQUENCES = `
  SELECT format('%I.%I', sn.nspname, s.relname) AS sequence, format('%I.%I', tn.nspname, t.relname) AS "table",
    quote_ident(a.attname) AS "column", q.seqincrement AS increment
  FROM pg_depend d
    JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S' JOIN pg_namespace sn ON sn.oid = s.relnamespace
    JOIN pg_sequence q ON q.seqrelid = s.oid AND q.seqincrement > 0
    JOIN pg_class t ON t.oid = d.refobjid JOIN pg_namespace tn ON tn.oid = t.relnamespace
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
  WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
    AND pg_has_role(t.relowner, 'USAGE')
    AND (tn.nspname = current_schema() OR (tn.nspname !~ '^cairn_(before_|recovering$)' AND EXISTS (
      SELECT FROM pg_class m WHERE m.relnamespace = tn.oid AND m.relname LIKE '%\\_migration' AND m.relowner = t.relowner)))
  ORDER BY 1`;

async function readBehind(client: pg.ClientBase, own: OwnSequence): Promise<SequenceBehind | null> {
  const { sequence, table, column, increment } = own;
  const { rows } = await client.query<{ next: string | number; highest: string | number | null }>(
    `SELECT CASE WHEN is_called THEN last_value + ${Number(increment)} ELSE last_value END AS next,
       (SELECT max(${column})::bigint FROM ${table}) AS highest
     FROM ${sequence}`,
  );
  const { next, highest } = rows[0]!;
  if (highest === null || Number(next) > Number(highest)) return null;
  return { sequence, table, column, next: Number(next), highest: Number(highest) };
}

/** Looks again under a lock: whoever writes to the table meanwhile would be given the number that is being set. */
async function setOne(client: pg.Client, own: OwnSequence): Promise<SequenceBehind[]> {
  await client.query('BEGIN');
  try {
    await client.query(`LOCK TABLE ${own.table} IN SHARE ROW EXCLUSIVE MODE`);
    const behind = await readBehind(client, own);
    if (behind) await client.query('SELECT setval($1::regclass, $2)', [own.sequence, behind.highest]);
    await client.query('COMMIT');
    return behind ? [behind] : [];
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}
