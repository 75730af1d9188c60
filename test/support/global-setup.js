// Starts one real PostgreSQL for all suites, unless CAIRN_TEST_DATABASE_URL names one. Jest loads this file without its
// transforms, so it uses what `npm ci` (or `npm run build`) has compiled.
import { existsSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

export default async function globalSetup() {
  if (process.env.CAIRN_TEST_DATABASE_URL) return;
  const compiled = new URL('../../dist/libs/host/postgres/index.js', import.meta.url);
  if (!existsSync(compiled)) throw new Error('dist/ is missing: run npm ci, or npm run build, before npm test');
  const { EmbeddedPostgres } = await import(compiled.href);
  const folder = mkdtempSync(join(tmpdir(), 'cairn-test-postgres-'));
  const options = { folder: join(folder, 'cluster'), port: await freePort(), password: 'cairn', connectionsMax: 200 };
  const server = await EmbeddedPostgres.prepare(options);
  await server.start();
  globalThis.cairnTestPostgres = { server, folder };
  process.env.CAIRN_TEST_DATABASE_URL = server.url;
}
