import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '#libs/log/ledger';
import { FileCheckpointStore, FilePrivateParts } from '#libs/log/storage';
import { lookupMigrations } from '#libs/stores/lookups';
import { decodePrivatePart, encodeStreamBatch, type SignedScan } from '#libs/core/wire';
import { rejectedOf, sha256, TestDevice } from '../../../test/kit/ledger/device.js';
import { NODE_MIGRATIONS } from '../migrations.js';
import { recover } from './support/recovering.js';
import { derivedRows, keepTables, restoreTables } from './support/table-state.js';
import { TestNode } from '../../../test/kit/anchor/test-node.js';
import { undoMigrations } from '../../../test/support/undo-migrations.js';

/** Roots of all checkpoints that were ever signed, as far as they are kept. */
async function signedRoots(node: TestNode): Promise<Map<number, string>> {
  const roots = new Map<number, string>();
  for (const { note } of await new FileCheckpointStore(node.paths.checkpoints).all()) {
    const { size, root } = await node.open(note);
    roots.set(size, Buffer.from(root).toString('hex'));
  }
  return roots;
}

/** Claims, a late scan, a contradiction, and a refusal by ingest: everything that leaves rows. */
async function liveALittle(node: TestNode, device: TestDevice, count: number): Promise<SignedScan[]> {
  const scans = Array.from({ length: count }, (_, place) =>
    device.scan(place % 3 === 0 ? { claims: { note: `note ${place}`, bizStep: 'shipping' } } : {}),
  );
  const [late] = scans.splice(3, 1);
  await node.send(...scans.slice(0, 8));
  await node.receiptsFor(...scans.slice(0, 2));
  await node.send(...scans.slice(8));
  await node.receiptsFor(...scans);
  await node.send(
    late!,
    device.scan({ counter: scans[0]!.counter, previous: scans[0]!.previous, eventTimeMs: 1_700_000_000_000 }),
  );
  await node.receiptsFor(late!);
  return [...scans, late!];
}

async function searchRows(node: TestNode): Promise<unknown[]> {
  const terms = await node.admin.query('SELECT * FROM projection_search.search_term ORDER BY term, kind, trail_key');
  const uris = await node.admin.query('SELECT * FROM projection_search.object_uri ORDER BY trail_key');
  return [...terms.rows, ...uris.rows];
}

const settled = (node: TestNode): Promise<void> =>
  node.until(async () => {
    const head = (await node.reader.head())!;
    return head.size === head.publishedSize && (await node.foldedSize()) === head.size;
  });

/** As a database from before look-ups had a schema of their own. */
async function lookupsAmongTablesOfTheLog(node: TestNode): Promise<void> {
  const dataSource = await lookupMigrations.dataSource(node.database.url);
  await dataSource.initialize();
  await undoMigrations(dataSource, 'Lookups');
  await dataSource.destroy();
  expect((await node.admin.query('SELECT FROM public.lookup')).rowCount).toBe(1);
}

describe('a database that was set back', () => {
  let node: TestNode;
  let device: TestDevice;
  let all: SignedScan[];
  let indexes: number[];
  let expected: Record<string, unknown[]>;
  let found: unknown[];
  beforeAll(async () => {
    node = await TestNode.create();
    let anchor = await node.start();
    device = new TestDevice('set-back');
    await node.enrol(device);
    const before = await liveALittle(node, device, 30);
    await settled(node);
    await node.stop(anchor);
    await keepTables(node.admin, 'backup');
    anchor = await node.start();
    const other = new TestDevice('enrolled-later');
    await node.enrol(other);
    all = [...before, ...(await liveALittle(node, device, 270)), ...(await liveALittle(node, other, 10))];
    // The last that is known of this device: nobody waits for its counter any more.
    await node.append(encodeStreamBatch({ scans: [], events: [], rejected: [rejectedOf(other.scan())] }));
    await node.until(async () => (await node.admin.query('SELECT FROM refusal')).rowCount === 1);
    indexes = await node.receiptsFor(...all);
    await settled(node);
    await node.admin.query(`INSERT INTO mqtt_credential VALUES ('set-back', $1), ('enrolled-later', $1)`, [
      sha256(Buffer.of(1)),
    ]);
    await node.stop(anchor);
    expected = await derivedRows(node.admin);
    found = await searchRows(node);
    await node.stopListening();
    await restoreTables(node.admin, 'backup');
    await node.admin.query(`INSERT INTO mqtt_credential VALUES ('set-back', '')`); // as `cairn device password --end` leaves it
    await node.admin.query(`INSERT INTO stores.lookup VALUES ('\\x01', now(), 'officer', 'what', 200, '\\x02')`);
    await lookupsAmongTablesOfTheLog(node);
  });
  afterAll(() => node.drop());

  it('is refused by the anchor, with both sizes', async () => {
    await expect(node.start()).rejects.toMatchObject({
      code: 'DATABASE_BEHIND',
      message: expect.stringMatching(/has \d+ entries, .* size \d+: .*cairn recover --replace/u),
    });
  });

  it('is not written over unless it is said', async () => {
    await expect(recover(node)).rejects.toMatchObject({
      code: 'DATABASE_NOT_EMPTY',
      message: expect.stringMatching(/has \d+ entries, and the highest signed checkpoint is of size \d+/u),
    });
  });

  it('is rebuilt to the very rows that were there, and the one before kept aside', async () => {
    const signedBefore = await signedRoots(node);
    const progress: string[] = [];
    const report = await recover(node, {
      replace: true,
      passwords: new Map([['set-back', { hash: sha256(Buffer.of(1)), keyIds: [device.signer.keyId] }]]),
      onProgress: ({ phase, done, total }) => progress.push(`${phase} ${done}/${total}`),
    });
    const { size } = report;
    expect(report).toMatchObject({
      lost: [],
      damagedFiles: [],
      publishedSize: size,
      carriedOver: { passwords: 1 },
      withoutPassword: ['enrolled-later'],
    });
    // An ended password stays ended, although the one before lies in the folder of the device.
    expect(await node.reader.registry.credential('set-back')).toHaveLength(0);
    expect(progress).toEqual(
      expect.arrayContaining([`verify ${size}/${size}`, `fill ${size}/${size}`, `entries ${size}/${size}`]),
    );
    expect(await derivedRows(node.admin)).toEqual(expected);
    // Of the log before: what it was folded from may be another history.
    expect([await searchRows(node), await node.foldedSize()]).toEqual([[], 0]);
    // An anchor of the database before, stopped and woken up, must not find its epoch again.
    expect((await node.admin.query('SELECT epoch::int FROM lease')).rows[0].epoch).toBeGreaterThan(1_000_000);
    expect(report.keptAs).toMatch(/^cairn_before_\d{8}_\d{6}$/u);
    const { rows } = await node.admin.query(`SELECT count(*)::int AS n FROM ${report.keptAs}.log_entry`);
    expect(rows[0].n).toBeLessThan(size);
    expect(await node.differences()).toEqual([]);
    expect(await signedRoots(node)).toEqual(signedBefore);
  });

  it('keeps the look-ups, which no log has', async () => {
    await migrate(node.database.url, NODE_MIGRATIONS);
    expect((await node.admin.query('SELECT who FROM stores.lookup')).rows).toEqual([{ who: 'officer' }]);
  });

  it('goes on: every receipt holds, the stream gives no scan twice, and no size is signed with two roots', async () => {
    const signedBefore = await signedRoots(node);
    node.receipts.length = 0;
    const anchor = await node.start();
    await node.send(...all); // as a stream that was read before gives its records again
    expect(await node.receiptsFor(...all)).toEqual(indexes);
    await settled(node);
    expect(await searchRows(node)).toEqual(found);
    const more = device.scans(5);
    await node.send(...more);
    await node.receiptsFor(...more);
    await settled(node);
    expect(await node.differences()).toEqual([]);
    for (const [size, root] of await signedRoots(node)) expect(signedBefore.get(size) ?? root).toBe(root);
    await node.stop(anchor);
  });

  it('is refused while an anchor works on it', async () => {
    const anchor = await node.start();
    await expect(recover(node, { replace: true })).rejects.toMatchObject({ code: 'NODE_RUNS' });
    await node.stop(anchor);
  });

  it('says that nothing is missing where nothing is', async () => {
    await expect(recover(node)).rejects.toMatchObject({
      code: 'DATABASE_NOT_EMPTY',
      message: expect.stringContaining('nothing is missing'),
    });
  });
});

describe('a database that is lost', () => {
  let lost: TestNode;
  let node: TestNode;
  let device: TestDevice;
  let scans: SignedScan[];
  let indexes: number[];
  let sizes: { readonly published: number; readonly signed: number };

  beforeAll(async () => {
    lost = await TestNode.create();
    // The last checkpoint is signed and its receipts are out, and nobody has seen it published.
    let cut = false;
    const faults = {
      before: (effect: string) => {
        if (cut && effect === 'publish') throw new Error('cut before the publication');
      },
      after: () => {},
    };
    const anchor = await lost.start({ faults });
    device = new TestDevice('lost');
    await lost.enrol(device);
    scans = await liveALittle(lost, device, 300);
    await settled(lost);
    cut = true;
    scans.push(device.scan({ claims: { note: 'the last one' } }));
    await lost.send(scans.at(-1)!);
    indexes = await lost.receiptsFor(...scans);
    await anchor.stop().catch(() => {}); // it cannot publish what is left
    sizes = { published: (await lost.checkpoint()).size, signed: (await lost.highestStored()).size };
    cpSync(lost.folder, `${lost.folder}-whole`, { recursive: true });
  });
  beforeEach(async () => {
    rmSync(lost.folder, { recursive: true, force: true });
    cpSync(`${lost.folder}-whole`, lost.folder, { recursive: true });
    node = await TestNode.create({}, lost.folder);
  });
  afterEach(() => node.drop());
  afterAll(async () => {
    mkdirSync(lost.folder, { recursive: true });
    await lost.drop();
    rmSync(`${lost.folder}-whole`, { recursive: true, force: true });
  });
  const kept = (path: string): string => join(node.paths.privateParts, path);
  const changeByte = (file: string, find: Uint8Array, offset: number): void => {
    const bytes = readFileSync(file);
    bytes[bytes.indexOf(find) + offset]! ^= 1;
    writeFileSync(file, bytes);
  };

  it('is rebuilt up to the highest signed size, not the published one; what was not published goes out', async () => {
    expect(sizes.published).toBeLessThan(sizes.signed);
    const passwords = new Map([
      ['lost', { hash: sha256(Buffer.of(7)), keyIds: [device.signer.keyId] }],
      ['of-nobody', { hash: sha256(Buffer.of(8)), keyIds: [device.signer.keyId] }],
    ]);
    const report = await recover(node, { passwords });
    expect(report).toMatchObject({
      size: sizes.signed,
      publishedSize: sizes.published,
      keptAs: null,
      lost: [],
      passwordsFromFolders: 1,
      withoutPassword: [],
    });
    await node.start();
    await node.receiptsFor(scans.at(-1)!);
    await settled(node);
    const more = device.scans(3);
    await node.send(...scans, ...more);
    expect(await node.receiptsFor(...scans)).toEqual(indexes);
    await node.receiptsFor(...more);
    expect(await node.differences()).toEqual([]);
  });

  it('is rebuilt where a start on an empty database has made tables', async () => {
    await expect(node.start()).rejects.toMatchObject({ code: 'DATABASE_BEHIND' });
    expect((await recover(node)).keptAs).toBeNull();
    await node.start();
    await settled(node);
  });

  it('carries erased values through', async () => {
    await new FilePrivateParts(node.paths.privateParts).erase(indexes[0]!, { uris: [0], disclosures: [1] }, () => {});
    expect((await recover(node)).lost).toEqual([]);
    const part = decodePrivatePart((await node.reader.privatePart(indexes[0]!))!);
    expect([part.uris[0], part.disclosures[0]!.length > 0, part.disclosures[1]!.length]).toEqual(['', true, 0]);
    expect(await node.differences()).toEqual([]);
  });

  it('loses of a private file with one changed byte the value that was hit, and tells it before it writes', async () => {
    const [value] = decodePrivatePart((await partOf(lost, indexes[0]!))!).disclosures;
    changeByte(kept('entries/000'), value!, 30);
    const told: string[] = [];
    let damagedThen: Buffer | undefined;
    const onLost = async (lines: readonly string[]): Promise<void> => {
      told.push(...lines);
      damagedThen = readFileSync(kept('entries/000'));
    };
    const report = await recover(node, { onLost });
    expect(told).toEqual([
      expect.stringMatching(/entries\/000 was changed or cut/u),
      `entry ${indexes[0]}: disclosure 0 does not open its commitment`,
    ]);
    expect(report).toMatchObject({ lostValues: 1, lost: told });
    expect(readFileSync(report.damagedFiles[0]!).equals(damagedThen!)).toBe(true);
    const part = decodePrivatePart((await node.reader.privatePart(indexes[0]!))!);
    expect(part.disclosures.map(({ length }) => length > 0)).toEqual([false, true]);
    expect(await node.differences()).toEqual([]);
    await node.start();
    await settled(node);
  });

  it('loses of a missing private file the values of its entries, and recovers the rest', async () => {
    rmSync(kept('entries/001'));
    const report = await recover(node);
    expect(report.lost[0]).toMatch(/entries\/001 is missing/u);
    expect(report.lost[1]).toBe('entry 256: its private part is not there: 1 URIs, 0 disclosures');
    expect(report.lost.length).toBeGreaterThan(40);
    expect(await node.differences()).toEqual([]);
    expect(decodePrivatePart((await node.reader.privatePart(255))!).uris[0]).toMatch(/^https/u);
  });

  it('registers a device whose name is lost, without it', async () => {
    rmSync(kept('entries/000'));
    await recover(node);
    const { rows } = await node.admin.query('SELECT device_id, device_key FROM device');
    expect(rows).toEqual([{ device_id: '', device_key: Buffer.from(device.key) }]);
    expect(await node.differences()).toEqual([]);
  });

  it('is not rebuilt where the stored checkpoints are missing, and with the word that they are lost by all files', async () => {
    rmSync(node.paths.checkpoints, { recursive: true });
    await expect(recover(node)).rejects.toMatchObject({
      code: 'CHECKPOINTS_MISSING',
      message: expect.stringContaining(`size ${sizes.published}`),
    });
    // The published size is smaller than what was signed; the files of the log have all of it.
    expect(await recover(node, { withoutCheckpoints: true })).toMatchObject({ size: sizes.signed });
    await node.start();
    await node.receiptsFor(scans.at(-1)!);
    expect(node.indexOf(scans.at(-1)!)).toBe(indexes.at(-1));
    await settled(node);
    expect(await node.differences()).toEqual([]);
  });

  it.each([
    ['an entry bundle is missing', () => rmSync(join(node.paths.log, 'tile/entries/000')), /entries\/000 is missing/u],
    [
      'a byte of an entry was changed',
      () => changeByte(join(node.paths.log, 'tile/entries/000'), scans[5]!.previous, 1),
      /another root .*entries\/000 .* part at entry \d+/u,
    ],
    [
      'an entry bundle is cut',
      () => {
        const file = join(node.paths.log, 'tile/entries/000');
        writeFileSync(file, readFileSync(file).subarray(0, 999));
      },
      /entries\/000 .*is cut/u,
    ],
  ])('is not rebuilt where %s, and the file is named', async (_, damage, named) => {
    damage();
    await expect(recover(node)).rejects.toMatchObject({ code: 'LOG_DAMAGED', message: expect.stringMatching(named) });
    expect((await node.admin.query(`SELECT to_regclass('log_entry') AS there`)).rows[0].there).toBeNull();
  });

  it('is not rebuilt by a checkpoint of another key', async () => {
    const [newest] = readdirSync(node.paths.checkpoints)
      .filter((name) => name.endsWith('.checkpoint'))
      .toSorted()
      .toReversed();
    writeFileSync(join(node.paths.checkpoints, newest!), 'torn');
    await expect(recover(node)).rejects.toMatchObject({ code: 'CHECKPOINT_UNREADABLE' });
  });

  it('is rebuilt where a tile is damaged: that is told, and follows from the entries', async () => {
    rmSync(join(node.paths.log, 'tile/0/000'));
    const { check } = await recover(node);
    expect(check.differences.map(({ code }) => code)).toEqual(['TILE_MISSING']);
  });
});

async function partOf(node: TestNode, logIndex: number): Promise<Uint8Array | null> {
  return node.reader.privatePart(logIndex);
}
