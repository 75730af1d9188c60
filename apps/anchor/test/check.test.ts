import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileCheckpointStore, FileLogStorage, FilePrivateParts, type LogStorage } from '#libs/log/storage';
import { checkLedger, type CheckReport } from '#libs/log/audit';
import { encodePrivatePart, decodePrivatePart, objectKey } from '#libs/core/wire';
import { searchedUris } from '#libs/projections/search';
import { type SignatureCheck, SignatureVerifier } from '#libs/core/signatures';
import { loadIdentity, NativeVerifier } from '#libs/host/keys';
import {
  encodeEntryBundle,
  encodeTile,
  formatCheckpointBody,
  formatNote,
  leafHash,
  noteSignature,
  signedBytes,
  treeRoot,
} from '#libs/core/tlog';
import { TestDevice } from '../../../test/kit/ledger/device.js';
import { TestNode } from '../../../test/kit/anchor/test-node.js';

const UNIT = 'https://id.gs1.org/00/095200000000000011';

describe('the check of a node', () => {
  let node: TestNode;
  let device: TestDevice;
  let rightFrontier: Buffer;
  beforeAll(async () => {
    node = await TestNode.create();
    const anchor = await node.start();
    device = new TestDevice('checked');
    await node.enrol(device);
    const scans = Array.from({ length: 300 }, (_, index) =>
      device.scan(index % 3 === 0 ? { uris: [UNIT], claims: { note: 'a' } } : {}),
    );
    await node.send(...scans.slice(0, 150));
    await node.receiptsFor(...scans.slice(0, 150)); // at least two sizes are committed, and signed
    await node.send(
      ...scans.slice(150),
      device.scan({ counter: 4, previous: scans[3]!.previous, eventTimeMs: 1_700_000_000_000 }),
    );
    await node.receiptsFor(...scans);
    await node.until(async () => (await node.foldedSize()) === (await node.reader.head())!.publishedSize);
    await node.stop(anchor);
    rightFrontier = (await node.admin.query('SELECT frontier FROM log_head')).rows[0].frontier;
  });
  afterAll(() => node.drop());

  const check = (progress: string[] = [], shares: number[] = []): Promise<CheckReport> =>
    checkLedger({
      databaseUrl: node.database.url,
      storage: new FileLogStorage(node.paths.log),
      checkpoints: new FileCheckpointStore(node.paths.checkpoints),
      privateParts: new FilePrivateParts(node.paths.privateParts),
      verifier: new NativeVerifier(),
      shownUris: searchedUris,
      onProgress: ({ phase, done, total, share }) => {
        progress.push(`${phase} ${done}/${total}`);
        shares.push(share);
      },
    });
  const differences = async (): Promise<string[]> =>
    (await check()).differences.map(({ code, text }) => `${code}: ${text}`);

  it('finds nothing where nothing is wrong, and says how much it has seen', async () => {
    const [progress, shares]: [string[], number[]] = [[], []];
    const report = await check(progress, shares);
    expect(report).toMatchObject({
      size: 305,
      publishedSize: 305,
      links: 305,
      files: 5,
      privateFiles: 2,
      differences: [],
      differenceCount: 0,
    });
    expect(progress).toContain('entries 305/305');
    expect(progress).toContain('trails 305/305');
    expect(shares).toEqual(shares.toSorted((one, other) => one - other));
    expect(shares.at(-1)).toBe(1);
  });

  /** Changes rows, checks, and puts back what was there. */
  async function withRows(statements: readonly string[], expected: readonly RegExp[]): Promise<void> {
    const tables = new Set(
      statements.map((statement) => /(?:UPDATE|DELETE FROM|INSERT INTO) ([\w.]+)/u.exec(statement)![1]!),
    );
    const kept = (table: string): string => `kept_${table.replace('.', '_')}`;
    for (const table of tables) await node.admin.query(`CREATE TABLE ${kept(table)} AS TABLE ${table}`);
    try {
      for (const statement of statements) await node.admin.query(statement);
      const found = await differences();
      expect(found).toHaveLength(expected.length);
      for (const [index, pattern] of expected.entries()) expect(found[index]).toMatch(pattern);
    } finally {
      for (const table of tables) {
        await node.admin.query(`TRUNCATE ${table}`);
        await node.admin.query(`INSERT INTO ${table} SELECT * FROM ${kept(table)}`);
        await node.admin.query(`DROP TABLE ${kept(table)}`);
      }
    }
  }
  const flip = (column: string): string => `set_byte(${column}, 40, get_byte(${column}, 40) # 1)`;
  const key = `'\\x${Buffer.from(objectKey(UNIT)).toString('hex')}'`;

  it('names a changed entry in one line, whatever follows from it, and checks on by what the public log has', async () => {
    await withRows(
      [`UPDATE log_entry SET entry = ${flip('entry')} WHERE log_index = 300`],
      [/^ENTRY_CHANGED: log_entry 300 has the hash [0-9a-f]{16}, the public log [0-9a-f]{16} \(tile\/0\/001\.p\/49\)/u],
    );
    await withRows(
      [
        `UPDATE log_entry SET entry = ${flip('entry')} WHERE log_index IN (10, 20)`,
        `UPDATE trail_link SET link = set_byte(link, 3, get_byte(link, 3) # 1) WHERE trail_key = ${key} AND n = 50`,
      ],
      [/^ENTRY_CHANGED: log_entry 10 .*\(tile\/0\/000\)/u, /^ENTRY_CHANGED: log_entry 20/u, /^TRAIL_LINK: link 50 of/u],
    );
  });

  it('keeps five lines of a code, and counts the rest beside other codes', async () => {
    await node.admin.query('CREATE TABLE kept AS TABLE log_entry');
    await node.admin.query(`UPDATE log_entry SET entry = ${flip('entry')} WHERE log_index >= 4`);
    await node.admin.query(`UPDATE log_head SET frontier = set_byte(frontier, 0, get_byte(frontier, 0) # 1)`);
    const report = await check();
    await node.admin.query('TRUNCATE log_entry');
    await node.admin.query('INSERT INTO log_entry SELECT * FROM kept');
    await node.admin.query('DROP TABLE kept');
    const { frontier } = (await node.admin.query('SELECT frontier FROM log_head')).rows[0];
    await node.admin.query('UPDATE log_head SET frontier = $1', [rightFrontier]);
    expect(frontier.equals(rightFrontier)).toBe(false);
    expect(report.differences.map(({ code }) => code)).toEqual([...Array(5).fill('ENTRY_CHANGED'), 'HEAD']);
    expect(report.further).toEqual([{ code: 'ENTRY_CHANGED', count: 296 }]);
    expect(report.differenceCount).toBe(302);
  });

  it('tells in one line where committed roots begin to differ when rows and tiles were changed alike', async () => {
    const { rows } = await node.admin.query('SELECT size FROM log_root WHERE size > 0 ORDER BY size');
    const sizes: number[] = rows.map(({ size }) => Number(size));
    expect(sizes.length).toBeGreaterThan(2);
    const at = 10;
    const [bundle, tile, above] = ['entries/000', '0/000', '1/000.p/1'].map((name) =>
      join(node.paths.log, 'tile', name),
    );
    const files = [bundle!, tile!, above!].map((path) => ({ path, bytes: readFileSync(path) }));
    await node.admin.query(`CREATE TABLE kept AS SELECT * FROM log_entry WHERE log_index = ${at}`);
    await node.admin.query(`UPDATE log_entry SET entry = ${flip('entry')} WHERE log_index = ${at}`);
    const entries = (await node.admin.query('SELECT entry FROM log_entry WHERE log_index < 256 ORDER BY log_index'))
      .rows;
    const leaves = entries.map(({ entry }) => leafHash(entry));
    writeFileSync(bundle!, encodeEntryBundle(entries.map(({ entry }) => entry)));
    writeFileSync(tile!, encodeTile(leaves));
    writeFileSync(above!, treeRoot(leaves));
    const found = await differences();
    for (const { path, bytes } of files) writeFileSync(path, bytes);
    await node.admin.query(`DELETE FROM log_entry WHERE log_index = ${at}`);
    await node.admin.query('INSERT INTO log_entry SELECT * FROM kept');
    await node.admin.query('DROP TABLE kept');
    const first = sizes.findIndex((size) => size > at);
    const roots = found.filter((line) => line.startsWith('ROOT'));
    expect(roots).toHaveLength(1);
    expect(roots[0]).toContain(`at size ${sizes[first]},`);
    expect(roots[0]).toContain(`at ${sizes.length - first} sizes up to ${sizes.at(-1)}`);
    expect(roots[0]).toContain(`look at entries ${sizes[first - 1] ?? 0} to ${sizes[first]! - 1}`);
    expect(found.some((line) => line.startsWith('HEAD: log_head has another frontier'))).toBe(true);
    expect(found.length).toBeLessThanOrEqual(6);
  });

  it('names a missing entry that the public log has, and checks what follows it', async () => {
    await withRows(
      ['DELETE FROM log_entry WHERE log_index = 300'],
      [/^ENTRY_MISSING: log_entry has no 300, the public log has \(tile\/0\/001\.p\/49\)$/u],
    );
    await withRows(
      [
        'DELETE FROM log_entry WHERE log_index IN (0, 20)',
        `UPDATE trail_link SET link = set_byte(link, 3, get_byte(link, 3) # 1) WHERE trail_key = ${key} AND n = 50`,
      ],
      [/^ENTRY_MISSING: log_entry has no 0,/u, /^ENTRY_MISSING: log_entry has no 20,/u, /^TRAIL_LINK: link 50 of/u],
    );
  });

  it('does not pretend to have checked what follows an entry that is nowhere', async () => {
    const tile = join(node.paths.log, 'tile/0/001.p/49');
    const bytes = readFileSync(tile);
    await node.admin.query('CREATE TABLE kept AS SELECT * FROM log_entry WHERE log_index = 300');
    await node.admin.query('DELETE FROM log_entry WHERE log_index = 300');
    rmSync(tile);
    const report = await check();
    writeFileSync(tile, bytes);
    await node.admin.query('INSERT INTO log_entry SELECT * FROM kept');
    await node.admin.query('DROP TABLE kept');
    expect(report.differences.map(({ code }) => code)).toEqual(['TILE_MISSING', 'ENTRY_MISSING']);
    expect(report.differences[1]?.text).toBe('log_entry has 301 where 300 is due, and log_head has size 305');
    expect(report.notChecked[0]).toMatch(/trails/u);
  });

  it('names an entry beyond the size of the log', () =>
    withRows(
      [`INSERT INTO log_entry SELECT 305, boot_number, 999, entry, private FROM log_entry WHERE log_index = 300`],
      [/^ENTRY_MISSING: log_entry has 305, and log_head has size 305$/u],
    ));

  it('names a changed row of a trail, of its frontier, a missing and a foreign one', async () => {
    await withRows(
      [`UPDATE trail_link SET link = set_byte(link, 3, get_byte(link, 3) # 1) WHERE trail_key = ${key} AND n = 50`],
      [/^TRAIL_LINK: link 50 of trail/u],
    );
    await withRows(
      [
        `UPDATE trail_link SET frontier = set_byte(frontier, 3, get_byte(frontier, 3) # 1) WHERE trail_key = ${key} AND n = 100`,
      ],
      [/^TRAIL_FRONTIER: .*link 100 of/u],
    );
    await withRows(
      [`DELETE FROM trail_link WHERE trail_key = ${key} AND n = 100`],
      [/^TRAIL_MISSING: entry \d+ and the trails/u],
    );
    await withRows(
      [`DELETE FROM trail_link WHERE trail_key = ${key} AND n = 3`],
      [/^TRAIL_LINK: link 4 .*does not follow link 2/u, /^TRAIL_MISSING/u],
    );
    await withRows(
      [
        `INSERT INTO trail_link SELECT decode(repeat('11', 32), 'hex'), n, log_index, link, frontier FROM trail_link WHERE trail_key = ${key} AND n = 1`,
      ],
      [/^TRAIL_LINK: link 1 of trail 1111/u, /^TRAIL_MISSING/u],
    );
  });

  it('names a changed disclosure and a changed URI, and lets one be that is erased in the database and in the file', async () => {
    const [row] = (
      await node.admin.query(`SELECT log_index, private FROM log_entry WHERE private IS NOT NULL AND counter = 1`)
    ).rows;
    const part = decodePrivatePart(row.private);
    const exchanged = (changed: object): string =>
      `UPDATE log_entry SET private = '\\x${Buffer.from(encodePrivatePart({ ...part, ...changed })).toString('hex')}' WHERE log_index = ${row.log_index}`;
    const other = Buffer.from(part.disclosures[0]!);
    other[other.length - 1]! ^= 1;
    const file = /^PRIVATE_FILE: private\/entries\/000 and the database differ: the file has another /u;
    const named = (what: string): RegExp => new RegExp(`${file.source}${what} of entry 4$`, 'u');
    await withRows(
      [exchanged({ disclosures: [other] })],
      [/^PRIVATE_PART: disclosure 0 of entry 4 does not open/u, named('disclosure 0')],
    );
    await withRows(
      [exchanged({ uris: ['https://id.gs1.org/00/095200000000000028'] })],
      [/^PRIVATE_PART: URI 0 of entry 4/u, named('URI 0')],
    );
    await withRows(
      [exchanged({ disclosures: [] })],
      [/^PRIVATE_PART: entry 4 names 1 objects and 1 claims/u, named('number of values')],
    );
    const erased = exchanged({ disclosures: [new Uint8Array()], uris: [''] });
    await withRows([erased], [named('URI 0 \\(erased in the database\\)')]);
    const path = join(node.paths.privateParts, 'entries/000');
    const bytes = readFileSync(path);
    await new FilePrivateParts(node.paths.privateParts).erase(4, { uris: [0], disclosures: [0] }, () => {});
    await withRows([], [named('URI 0 \\(erased in the file\\)')]);
    await withRows([erased], []);
    writeFileSync(path, bytes);
  });

  it('names a changed head, root, boot and registry row', async () => {
    const signed = readdirSync(node.paths.checkpoints).map((name) => Number.parseInt(name, 10));
    const size = Math.max(...signed.filter((each) => each < 300));
    await withRows(
      [`UPDATE log_root SET root = set_byte(root, 0, get_byte(root, 0) # 1) WHERE size = ${size}`],
      [
        new RegExp(`^ROOT: log_root has .* at size ${size}, .*; later sizes agree, so that it is these rows$`, 'u'),
        new RegExp(`^CHECKPOINT: the stored checkpoint ${size} says`, 'u'),
      ],
    );
    await withRows([`UPDATE log_head SET frontier = set_byte(frontier, 0, get_byte(frontier, 0) # 1)`], [/^HEAD/u]);
    await withRows(
      ['UPDATE boot SET last_counter = 299'],
      [/^BOOT: boot number \d+ has last counter 299, the log has 300/u],
    );
    await withRows(
      ['UPDATE boot SET last_statement_hash = set_byte(last_statement_hash, 0, get_byte(last_statement_hash, 0) # 1)'],
      [/^BOOT: .*another last statement/u],
    );
    await withRows(
      [`UPDATE device SET device_id = 'other'`],
      [/^REGISTRY: device says of .*other.*the log says: checked/u],
    );
    await withRows(['UPDATE device_signing_key SET from_log_index = 9'], [/^REGISTRY: device_signing_key/u]);
    await withRows(['UPDATE key_segment SET from_counter = 2'], [/^REGISTRY: key_segment says of/u]);
    await withRows(['DELETE FROM party'], [/^REGISTRY: party lacks/u]);
    await withRows(
      [`UPDATE operator_signing_key SET to_log_index = 5 WHERE role = 2`],
      [/^REGISTRY: operator_signing_key/u],
    );
    await withRows(['DELETE FROM equivocation'], [/^REGISTRY: equivocation lacks/u]);
    await withRows(
      [`UPDATE projection_search.object_uri SET uri = 'urn:other' WHERE uri = '${UNIT}'`],
      [/^OBJECT_URI: .*urn:other/u],
    );
  });

  it('names a row that says a counter a second time, or one of another boot', async () => {
    await node.admin.query('DROP INDEX log_entry_boot_counter');
    await withRows(
      ['UPDATE log_entry SET counter = 47 WHERE log_index = 51'],
      [/^COUNTER_DOUBLED: log_entry 51 has counter 47 of boot [0-9a-f]{32} a second time, its entry 48$/u],
    );
    await node.admin.query(
      'CREATE UNIQUE INDEX log_entry_boot_counter ON log_entry (boot_number, counter) WHERE boot_number IS NOT NULL',
    );
    await withRows(
      ['UPDATE log_entry SET counter = 900 WHERE log_index = 51'],
      [/^BOOT: entry 51 has counter 48, its row 900 of boot number \d+$/u],
    );
    await withRows(
      ['UPDATE log_entry SET boot_number = 77 WHERE log_index = 51'],
      [/^BOOT: entry 51 is of boot [0-9a-f]{32}, its row says number 77, which is another boot$/u],
    );
    await withRows(
      ['UPDATE log_entry SET boot_number = 1 WHERE log_index = 1'],
      [/^BOOT: entry 1 is an event, its row says boot number 1$/u],
    );
  });

  it('names sizes of log_head that cannot be, and a key of another log', async () => {
    await withRows(
      ['UPDATE log_head SET published_size = receipted_size + 1'],
      [/^HEAD: log_head has published 306 entries and receipted 305$/u],
    );
    await withRows(
      ['UPDATE log_head SET receipted_size = 306'],
      [/^HEAD: log_head has receipted 306 entries of 305$/u],
    );
    await withRows(
      ['UPDATE log_head SET receipted_size = 304'],
      [/^HEAD: log_head has published 305 entries and receipted 304$/u],
    );
    await withRows([`UPDATE log_head SET origin = 'other/log'`], [/^HEAD: log_head is of other\/log, its key .*/u]);
  });

  it('names a changed and a missing tile, bundle, checkpoint and file of private parts', async () => {
    const withFile = async (path: string, change: (file: string) => void, expected: RegExp): Promise<void> => {
      const bytes = readFileSync(path);
      change(path);
      const found = await differences();
      writeFileSync(path, bytes);
      expect(found).toHaveLength(1);
      expect(found[0]).toMatch(expected);
    };
    const changeByte = (file: string): void => {
      const bytes = readFileSync(file);
      bytes[5]! ^= 1;
      writeFileSync(file, bytes);
    };
    const cut = (file: string): void => writeFileSync(file, readFileSync(file).subarray(1));
    const log = (path: string): string => join(node.paths.log, path);
    const kept = (path: string): string => join(node.paths.privateParts, path);
    await withFile(kept('entries/000'), changeByte, /^PRIVATE_FILE: .*entries\/000 is no file of private parts/u);
    await withFile(kept('entries/001'), rmSync, /^PRIVATE_FILE: private\/entries\/001 is missing.* entry 256 on/u);
    await withFile(log('tile/0/000'), changeByte, /^TILE_CHANGED: tile\/0\/000 /u);
    await withFile(log('tile/1/000.p/1'), changeByte, /^TILE_CHANGED: tile\/1\/000\.p\/1 /u);
    await withFile(log('tile/entries/000'), rmSync, /^TILE_MISSING: tile\/entries\/000 /u);
    await withFile(log('tile/entries/001.p/49'), changeByte, /^TILE_CHANGED: tile\/entries\/001\.p\/49 .*entry 256 /u);
    await withFile(log('tile/0/000'), cut, /^TILE_CHANGED: tile\/0\/000 has 8191 bytes, its 256 hashes 8192$/u);
    await withFile(log('tile/1/000.p/1'), rmSync, /^TILE_MISSING: tile\/1\/000\.p\/1 /u);
    await withFile(log('tile/entries/000'), cut, /^TILE_CHANGED: tile\/entries\/000 is no bundle of 256 entries/u);
    await withFile(log('tile/0/001.p/49'), rmSync, /^TILE_MISSING: tile\/0\/001\.p\/49 /u);
    await withFile(log('checkpoint'), rmSync, /^CHECKPOINT_MISSING: .*size 305/u);
    await withFile(log('checkpoint'), changeByte, /^CHECKPOINT: the public checkpoint/u);
    const stored = join(node.paths.checkpoints, '0000000000000305.checkpoint');
    await withFile(stored, changeByte, /^CHECKPOINT: the stored checkpoint 305/u);
    const lowest = readdirSync(node.paths.checkpoints)
      .sort()
      .find((name) => name.endsWith('.checkpoint'))!;
    expect(lowest).not.toBe('0000000000000305.checkpoint');
    const named = new RegExp(`^CHECKPOINT: the stored checkpoint ${Number.parseInt(lowest, 10)} `, 'u');
    await withFile(join(node.paths.checkpoints, lowest), changeByte, named);
    const missing =
      /^CHECKPOINT_MISSING: log_head has receipted 305 entries, and the highest stored checkpoint is of \d+$/u;
    await withFile(stored, rmSync, missing);
    const old = readFileSync(join(node.paths.checkpoints, lowest));
    const stale = /^CHECKPOINT: the public checkpoint is of size \d+, and log_head has published 305$/u;
    await withFile(log('checkpoint'), (file) => writeFileSync(file, old), stale);
  });
});

describe('the check beside a node that goes on', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await TestNode.create();
    await node.stop(await node.start());
  });
  afterAll(() => node.drop());

  /** The public log, whose checkpoint is one entry ahead; `meanwhile` runs when it is read, behind the snapshot of the check. */
  function ahead(meanwhile: () => Promise<unknown>): LogStorage {
    const storage = new FileLogStorage(node.paths.log);
    const read = storage.read.bind(storage);
    storage.read = async (path) => {
      if (path !== 'checkpoint') return read(path);
      await meanwhile();
      const { origin, logKey, logVkey } = loadIdentity({ paths: node.paths, origin: undefined, begun: true });
      const text = formatCheckpointBody({ origin, size: 3, root: NEXT_ROOT });
      const signature = await logKey.sign(signedBytes(text));
      const note = formatNote(text, [noteSignature({ name: origin, keyId: logVkey.keyId, signature })]);
      return new TextEncoder().encode(note);
    };
    return storage;
  }
  const NEXT_ROOT = new Uint8Array(32).fill(3);
  const check = async (meanwhile: () => Promise<unknown>): Promise<string[]> => {
    const { differences } = await checkLedger({
      databaseUrl: node.database.url,
      storage: ahead(meanwhile),
      checkpoints: new FileCheckpointStore(node.paths.checkpoints),
      privateParts: new FilePrivateParts(node.paths.privateParts),
      verifier: new NativeVerifier(),
    });
    return differences.map(({ code, text }) => `${code}: ${text}`);
  };
  const commit = (root: Uint8Array) => (): Promise<unknown> =>
    node.admin.query('INSERT INTO log_root (size, root, epoch, logged_at) VALUES (3, $1, 1, now())', [
      Buffer.from(root),
    ]);
  afterEach(() => node.admin.query('DELETE FROM log_root WHERE size = 3'));

  it('lets a checkpoint be younger than its snapshot, where the database has that size by then', async () => {
    expect(await check(commit(NEXT_ROOT))).toEqual([]);
  });

  it('names one that the database never comes up to: it was put back', async () => {
    expect(await check(async () => {})).toEqual([
      'CHECKPOINT: the public checkpoint is of size 3, and the database has 2 entries',
    ]);
  });

  it('names one with another root', async () => {
    expect(await check(commit(new Uint8Array(32).fill(4)))).toEqual([
      expect.stringMatching(/^CHECKPOINT: the public checkpoint says /u),
    ]);
  });
});

class Believer extends SignatureVerifier {
  async verifyAll(checks: readonly SignatureCheck[]): Promise<boolean[]> {
    return checks.map(() => true);
  }
}

describe('the check of a log that itself tells of a contradiction', () => {
  const options = (node: TestNode) => ({
    databaseUrl: node.database.url,
    storage: new FileLogStorage(node.paths.log),
    checkpoints: new FileCheckpointStore(node.paths.checkpoints),
    privateParts: new FilePrivateParts(node.paths.privateParts),
    verifier: new NativeVerifier(),
  });
  let node: TestNode;
  beforeEach(async () => {
    node = await TestNode.create();
  });
  afterEach(() => node.drop());

  it('names a counter that is logged twice, with its boot', async () => {
    const device = new TestDevice('doubled');
    let anchor = await node.start();
    await node.enrol(device);
    const scans = device.scans(5);
    await node.send(...scans);
    await node.receiptsFor(...scans);
    await node.stop(anchor);
    // As if the database had been set back and its rules removed: the sequencer logs what it takes for new.
    await node.admin.query('DROP INDEX log_entry_boot_counter');
    await node.admin.query('UPDATE boot SET last_counter = 3, settled_counter = 3, last_statement_hash = $1', [
      Buffer.from(scans[3]!.previous),
    ]);
    anchor = await node.start();
    const again = device.scan({ counter: 4, previous: scans[3]!.previous, eventTimeMs: 1_700_000_000_000 });
    await node.send(again);
    const [at] = await node.receiptsFor(again);
    await node.stop(anchor);
    const { differences } = await checkLedger(options(node));
    const doubled = differences.filter(({ code }) => code === 'COUNTER_DOUBLED');
    expect(doubled).toEqual([
      {
        code: 'COUNTER_DOUBLED',
        text: expect.stringMatching(new RegExp(`^entry ${at} logs counter 4 of boot [0-9a-f]{32} a second time$`, 'u')),
      },
    ]);
    expect(differences.map(({ code }) => code)).not.toContain('AFTER');
  });

  it('names checkpoints that devices saw and the log does not have, and signatures when asked', async () => {
    const device = new TestDevice('witness');
    // As one of before, which took ingest at its word.
    const anchor = await node.start({ verifier: new Believer() });
    await node.enrol(device);
    const first = device.scan();
    await node.send(first);
    await node.receiptsFor(first);
    const { size, root } = await node.checkpoint();
    const otherRoot = Uint8Array.from(root, (byte) => byte ^ 1);
    const honest = device.scan({ seenCheckpoint: { size, root } });
    const shown = device.scan({ seenCheckpoint: { size, root: otherRoot } });
    const ahead = device.scan({ seenCheckpoint: { size: 1_000, root } });
    const good = device.scan();
    const forged = { ...good, signature: Uint8Array.from(good.signature, (byte, at) => (at === 5 ? byte ^ 1 : byte)) };
    await node.send(honest, shown, ahead, forged);
    const [, shownAt, aheadAt, forgedAt] = await node.receiptsFor(honest, shown, ahead, forged);
    await node.stop(anchor);
    const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').slice(0, 16);
    const key = Buffer.from(device.key).toString('hex');
    const misfits = [
      {
        code: 'SEEN_CHECKPOINT',
        logIndex: shownAt,
        text: `entry ${shownAt} says that its device ${key} had seen ${hex(otherRoot)} at size ${size}, log_root has ${hex(root)}`,
      },
      {
        code: 'SEEN_CHECKPOINT',
        logIndex: aheadAt,
        text: `entry ${aheadAt} says that its device ${key} had seen a checkpoint of 1000 entries, which the log had not then`,
      },
    ];
    const plain = await checkLedger(options(node));
    expect(plain).toMatchObject({ differences: [], differenceCount: 0, misfits, misfitCount: 2 });
    expect(plain.notChecked[0]).toMatch(/^signatures of entries/u);
    const full = await checkLedger({ ...options(node), withSignatures: true });
    const text = `entry ${forgedAt} is not signed by ${hex(device.signer.publicKey)}, whose signature it needs there`;
    expect(full).toMatchObject({ differences: [{ code: 'SIGNATURE', text }], misfits });
    expect(full.notChecked[0]).toMatch(/inside refusals/u);
  });

  it('ends with the reason of its signal, and leaves no session', async () => {
    const anchor = await node.start();
    await node.stop(anchor);
    const abort = new AbortController();
    const stopped = checkLedger({
      ...options(node),
      signal: abort.signal,
      onProgress: () => abort.abort(new Error('enough')),
    });
    await expect(stopped).rejects.toThrow('enough');
    await node.until(async () => (await sessions(node)) === 0);
  });
});

const sessions = async (node: TestNode): Promise<number> =>
  (await node.admin.query(`SELECT 1 FROM pg_stat_activity WHERE application_name = 'cairn-check'`)).rows.length;
