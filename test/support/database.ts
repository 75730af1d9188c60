import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { PROGRAM_ROLES, type ProgramRole } from '#libs/host/postgres';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A fresh, empty database on the real PostgreSQL that the test run started (test/support/global-setup.ts). */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env['CAIRN_TEST_DATABASE_URL'];
  if (!server) throw new Error('CAIRN_TEST_DATABASE_URL is not set: run the suites through npm test');
  const name = `cairn_test_${randomBytes(6).toString('hex')}`;
  await asAdministrator(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.toString(), drop: () => dropDatabase(server, name) };
}

/** A copy of a database as it is now. Ends the sessions that are open there: nothing can be copied under them. */
export async function copyTestDatabase(source: TestDatabase): Promise<TestDatabase> {
  const server = process.env['CAIRN_TEST_DATABASE_URL']!;
  const name = new URL(source.url).pathname.slice(1);
  const copy = `cairn_test_${randomBytes(6).toString('hex')}`;
  // PostgreSQL's own processes, which tidy up in any database, only a superuser may end; CREATE DATABASE ends them itself.
  await asAdministrator(
    server,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = '${name}' AND backend_type = 'client backend'`,
  );
  await asAdministrator(server, `CREATE DATABASE ${copy} TEMPLATE ${name}`);
  const url = new URL(server);
  url.pathname = `/${copy}`;
  return { url: url.toString(), drop: () => dropDatabase(server, copy) };
}

/** The same database for a program, with the role that it has in a node. A PostgreSQL that was brought along has one role for all. */
export function asProgram(url: string, program: ProgramRole): string {
  if (!process.env['CAIRN_TEST_ADMIN_DATABASE_URL']) return url;
  const address = new URL(url);
  address.username = PROGRAM_ROLES[program];
  return address.toString();
}

async function asAdministrator(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** By the superuser where there is one: only he may end PostgreSQL's own processes, which tidy up in any database. */
const dropDatabase = (server: string, name: string): Promise<void> =>
  asAdministrator(
    process.env['CAIRN_TEST_ADMIN_DATABASE_URL'] ?? server,
    `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`,
  );
