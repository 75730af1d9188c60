import pg from 'pg';
import { connectionOptions, migrateLedger } from '#libs/log/ledger';
import { RecoverError } from './error.js';

const STAGING = 'cairn_recovering';
const ADVISORY_LOCK = 0x6361_6973; // one recovery at a time
const RENEWED_AFTER_MS = 500;

/** What the database held before. */
export interface Before {
  /** Entries; null where there are no tables. */
  readonly entries: number | null;
  /** Size and root that it last committed. */
  readonly head: { readonly size: number; readonly root: Buffer } | null;
  readonly epoch: number;
}

/**
 * A second set of tables in a schema of its own, which takes the place of the first in one transaction: until then, and after a kill
 * at any point, the database is as it was.
 */
export class Staging {
  private constructor(
    private readonly databaseUrl: string,
    /** Of the database as it is. */
    private readonly client: pg.Client,
    readonly before: Before,
  ) {}

  /** @throws {RecoverError} NODE_RUNS while an anchor holds the lease, or another recovery is at work. */
  static async open(databaseUrl: string): Promise<Staging> {
    const client = new pg.Client(connectionOptions({ databaseUrl, name: 'cairn-recover' }));
    await client.connect();
    try {
      const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [
        ADVISORY_LOCK,
      ]);
      if (!rows[0]!.mine) throw new RecoverError('NODE_RUNS', 'another cairn recover works on this database.');
      await requireNoAnchor(client);
      return new Staging(databaseUrl, client, await lookBefore(client));
    } catch (error) {
      await client.end();
      throw error;
    }
  }

  /** Address under which the second set is the one that is seen. */
  get url(): string {
    const url = new URL(this.databaseUrl);
    url.searchParams.set('options', `-c search_path=${STAGING} -c synchronous_commit=on`);
    return url.toString();
  }

  /** Makes the second set anew, empty, whatever an earlier run has left. */
  async begin(): Promise<void> {
    await this.client.query(`DROP SCHEMA IF EXISTS ${STAGING} CASCADE`);
    await this.client.query(`CREATE SCHEMA ${STAGING}`);
    await migrateLedger(this.url);
  }

  async connect(): Promise<pg.Client> {
    const client = new pg.Client(connectionOptions({ databaseUrl: this.url, name: 'cairn-recover' }));
    await client.connect();
    return client;
  }

  /**
   * Puts the second set in the place of the first, in one transaction. Tables of others, those of the streams among them, stay.
   *
   * @param carryOver runs inside, while both are there: copies what is kept of the first.
   * @returns name of the schema that holds the first, null when it held no entries and is gone.
   */
  async takeOver(carryOver: (client: pg.Client, schemas: Schemas) => Promise<void>): Promise<string | null> {
    const { client } = this;
    await client.query('BEGIN');
    const { rows } = await client.query<{ name: string }>('SELECT current_schema() AS name');
    const schema = rows[0]!.name;
    const tables = await tablesOf(client, STAGING);
    const old = (await tablesOf(client, schema)).filter((table) => tables.includes(table));
    if (old.includes('lease')) {
      await client.query('LOCK TABLE lease IN ACCESS EXCLUSIVE MODE');
      const held = await leaseHolder(client);
      if (held) throw anchorWorks(held.holder);
    }
    const aside = await freeName(client);
    await client.query(`CREATE SCHEMA ${aside}`);
    for (const table of old) await client.query(`ALTER TABLE ${quoted(schema)}.${quoted(table)} SET SCHEMA ${aside}`);
    await carryOver(client, { old: aside, oldTables: old, recovered: STAGING });
    for (const table of tables)
      await client.query(`ALTER TABLE ${STAGING}.${quoted(table)} SET SCHEMA ${quoted(schema)}`);
    await client.query(`DROP SCHEMA ${STAGING}`);
    const isKept = (this.before.entries ?? 0) > 0;
    if (!isKept) await client.query(removalOf(aside));
    await client.query('NOTIFY cairn_registry');
    await client.query('NOTIFY cairn_published');
    await client.query('COMMIT');
    return isKept ? aside : null;
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}

export interface Schemas {
  readonly old: string;
  /** Tables that there are in it. */
  readonly oldTables: readonly string[];
  readonly recovered: string;
}

/** What an operator gives PostgreSQL once nobody needs the tables that were put aside. */
export const removalOf = (schema: string): string => `DROP SCHEMA ${schema} CASCADE`;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** With the views on them. */
async function tablesOf(client: pg.Client, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace = $1::regnamespace ORDER BY relname`,
    [schema],
  );
  return rows.map(({ name }) => name);
}

/** `cairn_before_20261128_170312`, with a number behind it where that is taken. */
async function freeName(client: pg.Client): Promise<string> {
  const time = new Date().toISOString().replace(/[-:]/gu, '').replace('T', '_').slice(0, 15);
  const { rows } = await client.query<{ name: string }>(
    `SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE 'cairn\\_before\\_%'`,
  );
  const taken = new Set(rows.map(({ name }) => name));
  const wanted = `cairn_before_${time}`;
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`;
  return name;
}

/** A lease may be left by an anchor that was killed: then it runs out. One that lives renews it. */
async function requireNoAnchor(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(`SELECT to_regclass('lease') IS NOT NULL AS there`);
  const held = rows[0]!.there ? await leaseHolder(client) : undefined;
  if (!held) return;
  await client.query('SELECT pg_sleep($1)', [(held.leftMs + RENEWED_AFTER_MS) / 1_000]);
  const renewed = await leaseHolder(client);
  if (renewed) throw anchorWorks(renewed.holder);
}

async function leaseHolder(client: pg.Client): Promise<{ leftMs: number; holder: string } | undefined> {
  const { rows } = await client.query<{ leftMs: number; holder: string }>(
    `SELECT extract(epoch FROM expires_at - clock_timestamp())::float8 * 1000 AS "leftMs", holder
     FROM lease WHERE expires_at > clock_timestamp()`,
  );
  return rows[0];
}

const anchorWorks = (holder: string): RecoverError =>
  new RecoverError('NODE_RUNS', `the anchor ${holder} works on this database. Stop the node first, stand-bys too.`);

async function lookBefore(client: pg.Client): Promise<Before> {
  const { rows } = await client.query<{ entry: boolean; head: boolean; root: boolean; lease: boolean }>(
    `SELECT to_regclass('log_entry') IS NOT NULL AS entry, to_regclass('log_head') IS NOT NULL AS head,
       to_regclass('log_root') IS NOT NULL AS root, to_regclass('lease') IS NOT NULL AS lease`,
  );
  const there = rows[0]!;
  const first = async <Row extends pg.QueryResultRow>(is: boolean, text: string): Promise<Row | null> =>
    is ? ((await client.query<Row>(text)).rows[0] ?? null) : null;
  return {
    entries: (await first<{ n: number }>(there.entry, 'SELECT count(*) AS n FROM log_entry'))?.n ?? null,
    head: await first(there.head && there.root, 'SELECT size, root FROM log_head JOIN log_root USING (size)'),
    epoch: (await first<{ epoch: number }>(there.lease, 'SELECT epoch FROM lease'))?.epoch ?? 0,
  };
}
