// `cairn backup` and `cairn restore` in this process, beside an anchor that works. What operators meet is in test/node/backup.test.ts.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { takeBackup } from '#libs/log/backup';
import { LEDGER_PASSING } from '#libs/log/ledger';
import { FilePrivateParts } from '#libs/log/storage';
import { lockFolder } from '#libs/host/locks';
import { backupKeyOf } from '#libs/host/keys';
import { FaultyFiles } from '../../../test/kit/storage/faulty-files.js';
import { KEPT_TABLES } from '../kept-tables.js';
import { BackupWorld } from './support/backup-world.js';
import { MUTATIONS, randomOf } from './support/mutations.js';

let world: BackupWorld;
let first: string;

beforeAll(async () => {
  world = await BackupWorld.begin();
  const { node } = world;
  const scans = world.scans(300);
  world.first = scans[0]!;
  await node.send(...scans.slice(0, 150));
  await node.send(...scans.slice(150));
  await node.receiptsFor(...scans);
  await world.leaveState();
  await node.atRest();
  first = await world.backedUp('--keys', world.keys);
}, 120_000);
afterAll(() => world.end());

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());

/** A copy of the first backup that may be spoiled. */
let copies = 0;
function aCopy(): string {
  const copy = join(world.place, `spoiled-${++copies}`);
  cpSync(first, copy, { recursive: true });
  return copy;
}

async function rowsOf(url: string): Promise<Record<string, unknown[]>> {
  const client = new pg.Client(url);
  await client.connect();
  const rows: Record<string, unknown[]> = {};
  for (const { name, columns, order } of KEPT_TABLES)
    rows[name] = (await client.query(`SELECT ${columns.join(', ')} FROM ${name} ORDER BY ${order}`)).rows;
  await client.end();
  return rows;
}

describe('a restore', () => {
  it('gives all back, proves it, and says what vouches for what', async () => {
    const restored = await world.restore(first, '--prove');
    expect(restored.exitCode).toBe(0);
    const { size, root } = await world.node.highestStored();
    expect(restored.out).toContain(`${size} entries give the root ${Buffer.from(root).toString('hex')}`);
    expect(restored.out).toContain('Everything agrees.');
    expect(restored.out).toMatch(
      /1 passwords of devices \(hashes\), 1 rejects, 0 refusals that the log has still to tell of, 1 look-ups/u,
    );
    expect(restored.out).toContain('Nobody here can tell whether the node went on');
    expect(await rowsOf(restored.url)).toEqual(await rowsOf(world.node.database.url));
    expect(existsSync(join(restored.data, 'restore-unfinished'))).toBe(false);
    expect(readFileSync(join(restored.data, 'keys/log.pem'))).toEqual(readFileSync(world.node.paths.logKey));
  });

  it('of a backup that was taken while the log grew is as good', async () => {
    const { node } = world;
    const scans = world.scans(120);
    let sending = Promise.resolve();
    for (const scan of scans) sending = sending.then(() => node.send(scan));
    const [said] = await Promise.all([world.backup('--json'), sending]);
    expect([said.exitCode, said.errors]).toEqual([0, '']);
    await node.receiptsFor(...scans);
    const { root, size } = JSON.parse(said.out) as { root: string; size: number };
    const restored = await world.restore(root, '--prove', '--json');
    expect([restored.exitCode, restored.errors]).toEqual([0, '']);
    const { recovered, proof } = JSON.parse(restored.out) as {
      recovered: { size: number };
      proof: { size: number; differenceCount: number };
    };
    expect([recovered.size, proof.size, proof.differenceCount]).toEqual([size, size, 0]);
  });

  it('is the same in the distributed profile, where nothing but the database is needed', async () => {
    const { node, keys, backups } = world;
    process.env['CAIRN_PROFILE'] = 'distributed';
    try {
      const said = await world.run(['backup', backups, '--json'], node.folder, node.database.url);
      expect([said.exitCode, said.errors]).toEqual([0, '']);
      const { root } = JSON.parse(said.out) as { root: string };
      const restored = await world.restore(root, '--keys', keys, '--json');
      expect([restored.exitCode, restored.errors]).toEqual([0, '']);
      expect(existsSync(join(restored.data, 'postgres'))).toBe(false);
    } finally {
      delete process.env['CAIRN_PROFILE'];
    }
  });

  it('goes over nothing that is there: no node, no table of others', async () => {
    const { node } = world;
    const there = await world.run(
      ['restore', first, '--keys', world.keys, '--data', node.folder],
      node.folder,
      node.database.url,
    );
    expect([there.exitCode, there.errors]).toEqual([1, expect.stringContaining('holds a node already')]);
    const data = join(world.place, 'beside-a-database');
    const full = await world.run(['restore', first, '--keys', world.keys, '--data', data], data, node.database.url);
    expect([full.exitCode, full.errors]).toEqual([1, expect.stringMatching(/a restore needs an empty one/iu)]);
    expect(readdirSync(data)).toEqual([]);
    expect(await node.differences()).toEqual([]);
  });

  it('says what is missing in the call', async () => {
    const data = join(world.place, 'nothing');
    const without = await world.run(['restore', first, '--data', data], data, 'postgres://127.0.0.1:1/none');
    expect([without.exitCode, without.errors]).toEqual([2, expect.stringContaining('--keys')]);
    const none = await world.restore(world.place);
    expect([none.exitCode, none.errors]).toEqual([1, expect.stringContaining('is no backup')]);
  });
});

describe('a backup that was changed', () => {
  const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);

  it.each(SEEDS)('is refused, and the file is named (seed %i)', async (seed) => {
    const random = randomOf(seed);
    const copy = aCopy();
    const files = filesOf(copy).sort();
    const path = files[random(files.length)]!;
    const other = files[(files.indexOf(path) + 1 + random(files.length - 1)) % files.length]!;
    const names = Object.keys(MUTATIONS);
    const name = names[seed % names.length]!;
    const before = readFileSync(join(copy, path));
    MUTATIONS[name]!(copy, path, other, random);
    const isSame = existsSync(join(copy, path)) && readFileSync(join(copy, path)).equals(before);
    const restored = await world.restore(copy, '--prove', '--json');
    // A file that has the bytes of another one may be as it was: two tables of which both are empty.
    if (isSame && name === 'another stands in its place') return;
    expect([name, path, restored.exitCode, restored.out]).toEqual([
      name,
      path,
      path.startsWith('manifest') && /gone|name/u.test(name) ? 1 : 20,
      '',
    ]);
    if (!path.startsWith('manifest')) expect(restored.errors).toContain(path);
    expect(readdirSync(restored.data).filter((found) => !found.startsWith('lock'))).toEqual([]);
  });

  it.each(['database/mqtt_credential.copy', 'database/stores.lookup.copy', 'log/checkpoint'])(
    'by somebody who lists it anew and has no key is refused as well (%s)',
    async (path) => {
      const [sealedByOther, unsealed] = [aCopy(), aCopy()];
      for (const copy of [sealedByOther, unsealed])
        writeFileSync(join(copy, path), readFileSync(join(copy, path), 'latin1').replace(/[a-f]/u, '0'), 'latin1');
      const seal = readFileSync(join(unsealed, 'manifest.seal'));
      world.relist(sealedByOther, Buffer.alloc(32, 1));
      world.relist(unsealed);
      writeFileSync(join(unsealed, 'manifest.seal'), seal);
      for (const copy of [sealedByOther, unsealed]) {
        const { exitCode, errors } = await world.restore(copy, '--prove', '--json');
        expect([exitCode, errors]).toEqual([20, expect.stringContaining('is not sealed with the stream key')]);
      }
    },
  );

  it('by somebody who has the keys too, and lists it anew: what the log says is refused or told all the same', async () => {
    const outcomes: Record<string, number> = {};
    const random = randomOf(7);
    const paths = filesOf(first).filter((path) => /^(?:log|private|checkpoints)\//u.test(path));
    const highest = paths
      .filter((path) => path.startsWith('checkpoints/'))
      .sort()
      .at(-1)!;
    const chosen = [...paths.filter((path) => !path.startsWith('checkpoints/')), highest];
    for (const path of chosen) {
      const copy = aCopy();
      MUTATIONS['a bit is turned']!(copy, path, '', random);
      world.relist(copy);
      const { exitCode, out } = await world.restore(copy, '--prove', '--json');
      outcomes[path] = exitCode;
      if (exitCode === 10) expect([path, out]).toEqual([path, expect.stringMatching(/"lostValues": [1-9]/u)]);
    }
    const unseen = Object.entries(outcomes).filter(([, code]) => code === 0);
    expect(unseen).toEqual([]);
    expect(Object.values(outcomes).length).toBeGreaterThan(6);
  });
});

describe('a backup', () => {
  it('shares with the one before what has not changed, and copies what has', async () => {
    const parts = new FilePrivateParts(world.node.paths.privateParts);
    const logIndex = world.node.indexOf(world.first)!;
    expect(await parts.erase(logIndex, { disclosures: [0] }, () => {})).toBe(true);
    const said = await world.backup('--json');
    const { root, copied, linked } = JSON.parse(said.out) as Record<string, { files: number }> & { root: string };
    expect(linked!.files).toBeGreaterThanOrEqual(2); // the full bundle and the full tile
    expect(copied!.files).toBeGreaterThan(3);
    const bundle = 'log/tile/entries/000';
    expect(statSync(join(root, bundle)).ino).toBe(statSync(join(first, bundle)).ino);
    // What is erased is erased in the next backup, and not in the one before.
    expect(readFileSync(join(root, 'private/entries/000'))).not.toEqual(
      readFileSync(join(first, 'private/entries/000')),
    );
  });

  it('holds no key, and nobody but its owner can read it', async () => {
    const keys = filesOf(world.node.paths.keys).map((name) => readFileSync(join(world.node.paths.keys, name)));
    const secrets = keys.flatMap((key) => [
      key,
      Buffer.from(key.toString('latin1').replace(/-----[^-]+-----|\s/gu, '')),
    ]);
    for (const path of filesOf(first)) {
      const bytes = readFileSync(join(first, path));
      expect([path, secrets.some((secret) => secret.length > 0 && bytes.includes(secret))]).toEqual([path, false]);
      expect([path, statSync(join(first, path)).mode & 0o777]).toEqual([path, 0o600]);
    }
    expect(keys.length).toBeGreaterThan(4);
    expect(statSync(world.keys).mode & 0o777).toBe(0o700);
    expect(filesOf(world.keys)).toEqual(
      expect.arrayContaining(['keys/log.pem', 'keys/stream-mac.key', 'log-origin', 'policy.txt']),
    );
  });

  it('is refused while another goes to the same folder', async () => {
    const lock = lockFolder(world.backups);
    const said = await world.backup();
    lock.release();
    expect([said.exitCode, said.errors]).toEqual([
      1,
      expect.stringMatching(/another backup works in .* Wait for its end/u),
    ]);
  });

  it.each([
    ['inside the data', () => [join(world.node.folder, 'backups')]],
    ['with keys inside the data', () => [world.backups, '--keys', join(world.node.folder, 'more')]],
    ['with keys inside itself', () => [world.backups, '--keys', join(world.backups, 'keys')]],
  ])('%s is a wrong call', async (_, words) => {
    const said = await world.run(['backup', ...words()], world.node.folder, world.node.database.url);
    expect([said.exitCode, said.errors]).toEqual([2, expect.stringContaining('lies in')]);
  });

  it.each(['full disk', 'Ctrl-C'])('leaves nothing behind a %s', async (what) => {
    const { node } = world;
    const folder = join(world.place, `ends-${what.replace(/\W/u, '-')}`);
    const system = new FaultyFiles(() => 'file');
    const abort = new AbortController();
    const taken = takeBackup({
      sources: { ...node.paths, databaseUrl: node.database.url },
      folder,
      origin: 'any',
      version: '0',
      sealKey: backupKeyOf(node.streamKey),
      tables: KEPT_TABLES,
      now: () => new Date(),
      signal: abort.signal,
      onProgress: (done) => {
        if (done < 2) return;
        if (what === 'Ctrl-C') abort.abort();
        else system.isFull = true;
      },
      system,
    });
    await expect(taken).rejects.toMatchObject(what === 'Ctrl-C' ? { name: 'AbortError' } : { code: 'ENOSPC' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('clears away what one left that was killed', async () => {
    const left = join(world.backups, '.unfinished-2026-01-01T00-00-00-000Z');
    mkdirSync(left);
    writeFileSync(join(left, 'half'), 'x');
    await world.backedUp();
    expect(existsSync(left)).toBe(false);
  });
});

it('every table of a node is kept, follows from the log, or is of what runs', async () => {
  const { rows } = await world.node.admin.query<{ name: string }>(
    `SELECT CASE WHEN schemaname = 'public' THEN '' ELSE schemaname || '.' END || tablename AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const followsFromLog =
    /^(?:log_(?:entry|head|root)|trail_link|device|device_signing_key|boot|key_segment|party|operator_signing_key|signed_event|equivocation|refusal|refused_range|code_holder|projection.*\..+)$/u;
  // Scans that are in a stream and not in the log come again from their devices: docs/decisions/0129.
  const passing = [
    ...LEDGER_PASSING,
    'stream_partition',
    'stream_record',
    'stream_member',
    'stream_progress',
    'stores.lookup_migration',
  ];
  const kept = KEPT_TABLES.map(({ name }) => name);
  const undecided = rows
    .map(({ name }) => name)
    .filter((name) => !followsFromLog.test(name) && ![...passing, ...kept].includes(name));
  expect(undecided).toEqual([]);
});
