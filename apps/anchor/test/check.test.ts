import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileCheckpointStore, FileLogStorage, FilePrivateParts } from '#libs/blobs';
import { checkLedger, type CheckReport } from '#libs/ledger';
import { encodePrivatePart, decodePrivatePart, objectKey } from '#libs/provenance';
import { NativeVerifier } from '#libs/signatures-native';
import { TestDevice } from '../../../libs/ledger/test/support/device.js';
import { TestNode } from './support/test-node.js';

const UNIT = 'https://id.gs1.org/00/095200000000000018';

describe('the check of a node', () => {
  let node: TestNode;
  let device: TestDevice;
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
    await node.until(async () => (await node.reader.searchedSize()) === (await node.reader.head())!.publishedSize);
    await node.stop(anchor);
  });
  afterAll(() => node.drop());

  const check = (progress: string[] = []): Promise<CheckReport> =>
    checkLedger({
      databaseUrl: node.database.url,
      storage: new FileLogStorage(node.paths.log),
      checkpoints: new FileCheckpointStore(node.paths.checkpoints),
      privateParts: new FilePrivateParts(node.paths.privateParts),
      verifier: new NativeVerifier(),
      onProgress: ({ phase, done, total }) => progress.push(`${phase} ${done}/${total}`),
    });
  const differences = async (): Promise<string[]> =>
    (await check()).differences.map(({ code, text }) => `${code}: ${text}`);

  it('finds nothing where nothing is wrong, and says how much it has seen', async () => {
    const progress: string[] = [];
    const report = await check(progress);
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
  });

  /** Changes rows, checks, and puts back what was there. */
  async function withRows(statements: readonly string[], expected: readonly RegExp[]): Promise<void> {
    const tables = new Set(
      statements.map((statement) => /(?:UPDATE|DELETE FROM|INSERT INTO) (\w+)/u.exec(statement)![1]!),
    );
    for (const table of tables) await node.admin.query(`CREATE TABLE kept_${table} AS TABLE ${table}`);
    try {
      for (const statement of statements) await node.admin.query(statement);
      const found = await differences();
      expect(found).toHaveLength(expected.length);
      for (const [index, pattern] of expected.entries()) expect(found[index]).toMatch(pattern);
    } finally {
      for (const table of tables) {
        await node.admin.query(`TRUNCATE ${table}`);
        await node.admin.query(`INSERT INTO ${table} SELECT * FROM kept_${table}`);
        await node.admin.query(`DROP TABLE kept_${table}`);
      }
    }
  }
  const flip = (column: string): string => `set_byte(${column}, 40, get_byte(${column}, 40) # 1)`;
  const key = `'\\x${Buffer.from(objectKey(UNIT)).toString('hex')}'`;

  it('names a changed entry by all that it contradicts: keys, tile, bundle, roots, head and trail', () =>
    withRows(
      [`UPDATE log_entry SET entry = ${flip('entry')} WHERE log_index = 300`],
      [
        /^KEY: entry 300 logs counter \d+ .*KEY_UNKNOWN$/u,
        /^TILE_CHANGED: tile\/0\/001\.p\/49 .*first at entry 300$/u,
        /^TILE_CHANGED: tile\/entries\/001\.p\/49/u,
        /^ROOT: .*size 305, .*look at entries \d+ to 304$/u,
        /^PRIVATE_FILE: private\/entries\/001 and the database differ: the file holds another leaf hash of entry 300$/u,
        /^HEAD/u,
        /^TRAIL_LINK: link 1 of trail/u,
      ],
    ));

  it('tells in one line that all roots from a changed entry on are others', async () => {
    const { rows } = await node.admin.query('SELECT size FROM log_root WHERE size > 0 ORDER BY size');
    const sizes: number[] = rows.map(({ size }) => size);
    expect(sizes.length).toBeGreaterThan(2);
    await node.admin.query('CREATE TABLE kept AS SELECT * FROM log_entry WHERE log_index = 10');
    await node.admin.query(`UPDATE log_entry SET entry = ${flip('entry')} WHERE log_index = 10`);
    const found = await differences();
    await node.admin.query('DELETE FROM log_entry WHERE log_index = 10');
    await node.admin.query('INSERT INTO log_entry SELECT * FROM kept');
    await node.admin.query('DROP TABLE kept');
    const first = sizes.findIndex((size) => size > 10);
    const agreed = sizes[first - 1] ?? 0;
    const roots = found.filter((line) => line.startsWith('ROOT'));
    expect(roots).toHaveLength(1);
    expect(roots[0]).toContain(`at size ${sizes[first]},`);
    expect(roots[0]).toContain(`at ${sizes.length - first} sizes up to ${sizes.at(-1)}`);
    expect(roots[0]).toContain(`look at entries ${agreed} to ${sizes[first]! - 1}`);
  });

  it('names a missing entry, and does not pretend to have checked what follows it', async () => {
    await node.admin.query('CREATE TABLE kept AS SELECT * FROM log_entry WHERE log_index = 300');
    await node.admin.query('DELETE FROM log_entry WHERE log_index = 300');
    const report = await check();
    await node.admin.query('INSERT INTO log_entry SELECT * FROM kept');
    await node.admin.query('DROP TABLE kept');
    expect(report.differences[0]?.text).toBe('log_entry has 301 where 300 is due, and log_head has size 305');
    expect(report.notChecked[0]).toMatch(/trails/u);
  });

  it('names a changed row of a trail, of its frontier, a missing and a foreign one', async () => {
    await withRows(
      [`UPDATE trail_link SET link = set_byte(link, 3, 7) WHERE trail_key = ${key} AND n = 50`],
      [/^TRAIL_LINK: link 50 of trail/u],
    );
    await withRows(
      [`UPDATE trail_link SET frontier = set_byte(frontier, 3, 7) WHERE trail_key = ${key} AND n = 100`],
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
      [exchanged({ uris: ['https://id.gs1.org/00/095200000000000025'] })],
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
    await withRows([`UPDATE log_head SET frontier = set_byte(frontier, 0, 7)`], [/^HEAD/u]);
    await withRows(
      ['UPDATE boot SET last_counter = 299'],
      [/^BOOT: boot number \d+ has last counter 299, the log has 300/u],
    );
    await withRows(
      ['UPDATE boot SET last_statement_hash = set_byte(last_statement_hash, 0, 7)'],
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
    await withRows([`UPDATE object_uri SET uri = 'urn:other' WHERE uri = '${UNIT}'`], [/^OBJECT_URI: .*urn:other/u]);
  });

  it('names a doubled counter and one that is logged out of its place', async () => {
    const index = 'log_entry_boot_counter ON log_entry (boot_number, counter) WHERE boot_number IS NOT NULL';
    await node.admin.query('DROP INDEX log_entry_boot_counter');
    const { rows } = await node.admin.query(
      'SELECT log_index, entry, counter FROM log_entry WHERE log_index IN (50, 51)',
    );
    const set = 'UPDATE log_entry SET entry = $2, counter = $3 WHERE log_index = $1';
    await node.admin.query(set, [51, rows[0].entry, rows[0].counter]);
    const found = await differences();
    await node.admin.query(set, [51, rows[1].entry, rows[1].counter]);
    await node.admin.query(`CREATE UNIQUE INDEX ${index}`);
    expect(found).toContain('AFTER: entry 51 says that it comes after counter 46 of its boot, the log has 47');
    const doubled = found.filter((line) => line.startsWith('COUNTER_DOUBLED'));
    expect(doubled).toEqual([expect.stringMatching(/entry 51 logs counter 47 of boot [0-9a-f]{32} a second time$/u)]);
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
    const log = (path: string): string => join(node.paths.log, path);
    const kept = (path: string): string => join(node.paths.privateParts, path);
    await withFile(kept('entries/000'), changeByte, /^PRIVATE_FILE: .*entries\/000 is no file of private parts/u);
    await withFile(kept('entries/001'), rmSync, /^PRIVATE_FILE: private\/entries\/001 is missing.* entry 256 on/u);
    await withFile(log('tile/0/000'), changeByte, /^TILE_CHANGED: tile\/0\/000 /u);
    await withFile(log('tile/1/000.p/1'), changeByte, /^TILE_CHANGED: tile\/1\/000\.p\/1 /u);
    await withFile(log('tile/entries/000'), rmSync, /^TILE_MISSING: tile\/entries\/000 /u);
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
  });
});
