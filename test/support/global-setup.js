// Starts one real PostgreSQL for all suites, unless CAIRN_TEST_DATABASE_URL names one. Jest loads this file without its
// transforms, so it uses what `npm ci` (or `npm run build`) has compiled.
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function compiled(path) {
  const url = new URL(`../../dist/${path}`, import.meta.url);
  if (!existsSync(url)) throw new Error('dist/ is missing: run npm ci, or npm run build, before npm test');
  return url.href;
}

export default async function globalSetup() {
  if (process.env.CAIRN_TEST_DATABASE_URL) return;
  const [postgres, ports] = ['libs/host/postgres/index.js', 'test/kit/free-port.js'].map(compiled);
  const [{ EmbeddedPostgres }, { freePort }] = [await import(postgres), await import(ports)];
  const folder = mkdtempSync(join(tmpdir(), 'cairn-test-postgres-'));
  const options = { folder: join(folder, 'cluster'), port: await freePort(), password: 'cairn', connectionsMax: 200 };
  const server = await EmbeddedPostgres.prepare(options);
  await server.start();
  globalThis.cairnTestPostgres = { server, folder };
  process.env.CAIRN_TEST_DATABASE_URL = server.url;
}
