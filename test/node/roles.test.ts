import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrateNode } from '../../apps/anchor/migrations.js';
import { giveAddresses } from '../../apps/cli/up/database-addresses.js';
import { createScanStream } from '#libs/transport/stream';
import {
  EmbeddedPostgres,
  LOGIN_ROLES,
  OWNER_ROLE,
  passwordSetting,
  PROGRAM_ROLES,
  ROLES_SQL,
} from '#libs/host/postgres';
import { dataPaths } from '#libs/host/service';
import { freePort } from '../kit/free-port.js';
import { REPOSITORY } from '../kit/repository.js';

type Program = 'anchor' | 'ingest' | 'api';
const PROGRAMS: readonly Program[] = ['anchor', 'ingest', 'api'];

/** An act, as a statement that returns or changes at least one row where it is allowed; and who may do it. */
type Act = readonly [name: string, sql: string, may: readonly Program[]];

const KEY = `decode(repeat('07', 32), 'hex')`;
const record = (stream: string): string =>
  `INSERT INTO stream_record (stream, partition, record_offset, value) VALUES ('${stream}', 0, 1000, 'x')`;
const counter = (stream: string): string =>
  `UPDATE stream_partition SET next_offset = next_offset WHERE stream = '${stream}'`;

const OWNER: readonly Program[] = ['anchor'];
const NOBODY: readonly Program[] = [];
const ALL = PROGRAMS;
const API: readonly Program[] = ['anchor', 'api'];
const INGEST: readonly Program[] = ['anchor', 'ingest'];

const ACTS: readonly Act[] = [
  ['read entries and private parts', 'SELECT count(*) FROM log_entry', API],
  ['read the head of the log', 'SELECT count(*) FROM log_head', ALL],
  ['read the trail of an object', 'SELECT count(*) FROM trail_link', API],
  ['read which devices are enrolled', 'SELECT count(*) FROM device', ALL],
  ['read passwords of devices', 'SELECT count(*) FROM mqtt_credential', INGEST],
  ['search', 'SELECT count(*) FROM projection_search.search_term', API],
  ['read who asked what', 'SELECT count(*) FROM stores.lookup', OWNER],
  ['read refused scans', 'SELECT count(*) FROM reject', OWNER],
  ['read held scans', 'SELECT count(*) FROM held_scan', OWNER],
  ['write an entry', 'INSERT INTO log_entry SELECT * FROM log_entry WHERE false', OWNER],
  ['change an entry', `UPDATE log_entry SET entry = 'x' WHERE false`, OWNER],
  ['delete an entry', 'DELETE FROM log_entry WHERE false', OWNER],
  ['empty the log', 'TRUNCATE log_entry', OWNER],
  ['move the head', 'UPDATE log_head SET size = size WHERE false', OWNER],
  ['take the lease', 'UPDATE lease SET epoch = epoch WHERE false', OWNER],
  ['enrol a device', 'INSERT INTO device SELECT * FROM device WHERE false', OWNER],
  ['exchange a key', 'UPDATE device_signing_key SET public_key = public_key WHERE false', OWNER],
  ['set a password', `INSERT INTO mqtt_credential (device_id, password_sha256) VALUES ('thief', ${KEY})`, OWNER],
  ['change what a search finds', 'DELETE FROM projection_search.search_term WHERE false', OWNER],
  ['have a projection filled anew', `INSERT INTO projection.rebuild_request VALUES ('search', now())`, OWNER],
  ['erase who asked what', 'DELETE FROM stores.lookup WHERE false', OWNER],
  ['append scans', record('scans'), INGEST],
  ['take an offset of the scans', counter('scans'), INGEST],
  ['append receipts', record('receipts'), INGEST],
  ['append look-ups', record('lookups'), API],
  ['take an offset of the look-ups', counter('lookups'), API],
  ['read the stream', 'SELECT 1 FROM stream_record', INGEST],
  ['read look-ups in the stream', `SELECT 1 FROM stream_record WHERE stream = 'lookups'`, OWNER],
  ['delete scans that were not read', `DELETE FROM stream_record WHERE stream = 'scans'`, OWNER],
  ['turn off the check of rows', `SET row_security = off; ${counter('scans')}`, OWNER],
  ['take away the check of rows', 'ALTER TABLE stream_partition DISABLE ROW LEVEL SECURITY', OWNER],
  ['make a table', 'CREATE TABLE mine (a int)', OWNER],
  ['make a table that nobody sees', 'CREATE TEMP TABLE mine (a int)', OWNER],
  ['make a schema', 'CREATE SCHEMA mine', OWNER],
  [
    'give its rights to others',
    `GRANT SELECT ON mqtt_credential TO cairn_api; SELECT 1 WHERE has_table_privilege('cairn_api', 'mqtt_credential', 'SELECT')`,
    OWNER,
  ],
  ['become the owner', 'SET ROLE cairn_owner', OWNER],
  ['become the superuser', 'SET ROLE cairn', NOBODY],
  ['make a role', 'CREATE ROLE mine', NOBODY],
  ['make a database', 'CREATE DATABASE mine', NOBODY],
  ['read a file', `SELECT pg_read_file('PG_VERSION')`, NOBODY],
  ['read the settings of access', 'SELECT count(*) FROM pg_hba_file_rules', NOBODY],
  ['run a program', `COPY (SELECT 1) TO PROGRAM 'cat'`, NOBODY],
  ['write a file', `COPY (SELECT 1) TO '/tmp/cairn-roles'`, NOBODY],
  ['change a setting of the server', 'ALTER SYSTEM SET fsync = off', NOBODY],
  ['read passwords of roles', 'SELECT count(*) FROM pg_authid', NOBODY],
];

const PERMISSION_DENIED = '42501';

/** `done`, or why not. Nothing stays. A statement that row-level security lets touch no row has not been done. */
async function attempt(url: string, sql: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // A session setting is no wall: whoever connects lifts it first.
    await client.query('SET default_transaction_read_only = off');
    if (!/^CREATE DATABASE|^ALTER SYSTEM/u.test(sql)) await client.query('BEGIN');
    const results = [await client.query(sql)].flat();
    const { command, rowCount } = results.at(-1)!;
    const hasTouched = (rowCount ?? 0) > 0 || /WHERE false/u.test(sql);
    return hasTouched || !['SELECT', 'UPDATE', 'DELETE', 'INSERT'].includes(command) ? 'done' : 'no row';
  } catch (error) {
    const { code, message } = error as Error & { readonly code?: string };
    return code === PERMISSION_DENIED ? 'denied' : message;
  } finally {
    await client.end();
  }
}

/** Makes the roles in a fresh cluster, and the tables. @returns the address of each program. */
type Preparation = (postgres: EmbeddedPostgres, folder: string) => Promise<(program: Program) => string>;

const embedded: Preparation = async (postgres, folder) => {
  const paths = dataPaths(folder);
  mkdirSync(paths.keys);
  await makeTables(postgres.url, 'embedded'); // as before there were roles: all of it is the superuser's
  await giveAddresses(postgres, paths);
  const urlOf = (program: Program): string =>
    readFileSync(program === 'anchor' ? paths.databaseUrl : paths.programDatabaseUrls[program], 'utf8').trim();
  await makeTables(urlOf('anchor'), 'embedded');
  return urlOf;
};

const SCRIPT = join(REPOSITORY, 'deploy/postgres/roles.sql');

const distributed: Preparation = async (postgres) => {
  // As psql does it, with PGOPTIONS.
  const options = LOGIN_ROLES.map((role) => `-c ${passwordSetting(role)}=secret-of-${role}`).join(' ');
  const client = new pg.Client({ connectionString: postgres.url, options });
  await client.connect();
  await client.query(readFileSync(SCRIPT, 'utf8'));
  await client.end();
  const roles = { anchor: OWNER_ROLE, ...PROGRAM_ROLES } as const;
  const urlOf = (program: Program): string => postgres.urlOf(roles[program], `secret-of-${roles[program]}`);
  await makeTables(urlOf('anchor'), 'distributed');
  return urlOf;
};

describe.each([
  ['embedded', embedded],
  ['distributed', distributed],
] as const)('the roles of a node in the %s profile', (profile, prepare) => {
  let folder: string;
  let postgres: EmbeddedPostgres;
  let urlOf: (program: Program) => string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cairn-roles-'));
    const options = { folder: dataPaths(folder).postgres, port: await freePort(), password: 'super' };
    postgres = await EmbeddedPostgres.prepare(options);
    await postgres.start();
    urlOf = await prepare(postgres, folder);
  });
  afterAll(async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true });
  });

  const acts = ACTS.filter(([, sql]) => profile === 'embedded' || !/stream_(record|partition)/u.test(sql));
  it.each(acts)('%s', async (_, sql, may) => {
    for (const program of PROGRAMS)
      expect([program, await attempt(urlOf(program), sql)]).toEqual([
        program,
        may.includes(program) ? 'done' : expect.stringMatching(/^(denied|no row)$/u),
      ]);
  });

  it('give all tables to the owner', async () => {
    const client = new pg.Client({ connectionString: urlOf('anchor') });
    await client.connect();
    const { rows } = await client.query(
      `SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname !~ '^(pg_|information_schema)' AND relowner <> 'cairn_owner'::regrole`,
    );
    await client.end();
    expect(rows).toEqual([]);
  });
});

it('the script for a PostgreSQL of one’s own is what a node runs in its own', () => {
  expect(readFileSync(SCRIPT, 'utf8').endsWith(ROLES_SQL)).toBe(true);
});

/** Every table of a node; where the streams are tables too, a record in each. */
async function makeTables(databaseUrl: string, profile: 'embedded' | 'distributed'): Promise<void> {
  await migrateNode(databaseUrl);
  if (profile === 'distributed') return;
  const stream = createScanStream({ kind: 'postgres', databaseUrl });
  for (const name of ['scans', 'receipts', 'lookups'] as const)
    await stream.append(name, [{ partition: 0, value: Buffer.from('x') }]);
  await stream.close();
}
