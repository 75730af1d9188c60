import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../../test/kit/free-port.js';
import pg from 'pg';
import { REPOSITORY } from '../../../../test/kit/repository.js';
import { EmbeddedPostgres } from '../index.js';

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('a PostgreSQL of our own', () => {
  let outer: string;

  beforeEach(() => {
    // As mktemp -d makes them: nobody but the owner may enter.
    outer = mkdtempSync(join(tmpdir(), 'cairn-embedded-'));
    chmodSync(outer, 0o700);
  });
  afterEach(() => rmSync(outer, { recursive: true, force: true }));

  it('starts in a folder that only its owner may enter, and keeps its data over a stop', async () => {
    const options = { folder: join(outer, 'cluster'), port: await freePort(), password: 'a b:c' };
    const first = await EmbeddedPostgres.prepare(options);
    await first.start();
    await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await EmbeddedPostgres.prepare(options);
    await second.start();
    expect(await ask(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(
      await ask(
        second.url,
        "SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit",
      ),
    ).toEqual([{ fsync: 'on', commit: 'on' }]);
    await second.stop();
  });

  // Of an ordinary user PostgreSQL is that user, and reads what he reads.
  (process.getuid?.() === 0 ? it : it.skip)('reads no file of root, whoever asks, and has no right to', async () => {
    writeFileSync(join(outer, 'log.pem'), 'secret', { mode: 0o600 });
    const options = { folder: join(outer, 'cluster'), port: await freePort(), password: 'x' };
    const postgres = await EmbeddedPostgres.prepare(options);
    await postgres.start();
    for (const file of ['/etc/shadow', join(outer, 'log.pem'), join(options.folder, '../log.pem'), '/root/.bashrc'])
      await expect(ask(postgres.url, `SELECT pg_read_file('${file}')`)).rejects.toThrow(
        /Permission denied|No such file/u,
      );
    const status = readFileSync(`/proc/${postgres.processId}/status`, 'utf8');
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapAmb'])
      expect(status).toMatch(new RegExp(`${set}:\\s+0+$`, 'mu'));
    await postgres.stop();
  });

  it('is backed up and restored as the guide says: by a copy of its folder, under its major version', async () => {
    const [folder, backup] = [join(outer, 'postgres'), join(outer, 'backup')];
    const options = { folder, port: await freePort(), password: 'x' };
    const node = await EmbeddedPostgres.prepare(options);
    await node.start();
    await ask(node.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const [{ version }] = (await ask(node.url, `SELECT current_setting('server_version') AS version`)) as [
      { version: string },
    ];
    await node.stop();
    execFileSync('cp', ['-a', folder, backup]); // the command of the guide
    rmSync(folder, { recursive: true });
    execFileSync('cp', ['-a', backup, folder]);
    const restored = await EmbeddedPostgres.prepare({ ...options, port: await freePort() });
    await restored.start();
    expect(await ask(restored.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await restored.stop();
    const guide = readFileSync(join(REPOSITORY, 'docs/guides/operators.md'), 'utf8');
    expect(guide).toContain('cp -a data/postgres backup/postgres');
    expect(guide).toContain(`database of the embedded profile** is PostgreSQL ${version.split('.')[0]},`);
  });

  it('stops the one that outlived its node, and only that one', async () => {
    const options = { folder: join(outer, 'cluster'), port: await freePort(), password: 'x' };
    const orphan = await EmbeddedPostgres.prepare(options);
    await orphan.start();
    const heir = await EmbeddedPostgres.prepare(options);
    await heir.start();
    await orphan.exited();
    expect(heir.processId).not.toBe(orphan.processId);
    expect(execFileSync('ps', ['-o', 'pid=', '-p', String(heir.processId)], { encoding: 'utf8' }).trim()).toBe(
      String(heir.processId),
    );
    await heir.stop();
  });

  it('says in PostgreSQL’s own words why it does not start', async () => {
    const server = createServer((socket) => socket.destroy());
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    });
    const postgres = await EmbeddedPostgres.prepare({ folder: join(outer, 'cluster'), port, password: 'x' });
    await expect(postgres.start()).rejects.toThrow(
      /PostgreSQL ended at its start: .*(Address already in use|could not)/su,
    );
    server.close();
  });
});
