// Starts one real PostgreSQL for all suites, unless CAIRN_TEST_DATABASE_URL names one. Jest loads this file without its
// transforms, so it uses what `npm ci` (or `npm run build`) has compiled.
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

function compiled(path) {
  const url = new URL(`../../dist/${path}`, import.meta.url);
  if (!existsSync(url)) throw new Error('dist/ is missing: run npm ci, or npm run build, before npm test');
  return url.href;
}

export default async function globalSetup() {
  if (process.env.CAIRN_TEST_DATABASE_URL) return;
  const [postgres, ports] = ['libs/host/postgres/index.js', 'test/kit/free-port.js'].map(compiled);
  const [{ EmbeddedPostgres, LOGIN_ROLES, makeRoles, OWNER_ROLE }, { freePort }] = [
    await import(postgres),
    await import(ports),
  ];
  const folder = mkdtempSync(join(tmpdir(), 'cairn-test-postgres-'));
  const options = { folder: join(folder, 'cluster'), port: await freePort(), password: 'cairn', connectionsMax: 200 };
  const server = await EmbeddedPostgres.prepare(options);
  await server.start();
  globalThis.cairnTestPostgres = { server, folder };
  // As the owner of a node's tables, who is no superuser: what needs one fails here as it would in a node.
  await makeRoles(server.url, Object.fromEntries(LOGIN_ROLES.map((role) => [role, 'cairn'])));
  await allowDatabases(server.url, OWNER_ROLE);
  process.env.CAIRN_TEST_ADMIN_DATABASE_URL = server.url;
  process.env.CAIRN_TEST_DATABASE_URL = server.urlOf(OWNER_ROLE, 'cairn');
}

/** Each test has a database of its own. */
async function allowDatabases(superuserUrl, role) {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  await client.query(`ALTER ROLE ${role} CREATEDB`);
  await client.end();
}
