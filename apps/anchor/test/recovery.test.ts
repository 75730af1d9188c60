import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Effect, Faults } from '#libs/log/ledger';
import { FileLogStorage, FilePrivateParts, privateFilePath } from '#libs/log/storage';
import { TestDevice } from '../../../test/kit/ledger/device.js';
import { EffectFault } from '../../../test/faults/effects/effect-fault.js';
import { signedSizes, withJournal } from '../../../test/faults/effects/signing-journal.js';
import { expectAgreement, sceneOf } from './support/agreement.js';
import { effectCases } from './support/fault-cases.js';
import { tableOf } from '../../../test/support/fault-table.js';
import { TestNode } from '../../../test/kit/anchor/test-node.js';
import { TestWitness } from '../../../test/kit/witness/test-witness.js';

describe('an error', () => {
  const faults = new EffectFault(async ({ effect, moment }) => {
    scene.push(await sceneOf(node));
    throw new Error(`a fault ${moment} ${effect}`);
  });
  const scene: string[] = [];
  const struck: string[] = [];
  let witness: TestWitness;
  let node: TestNode;
  let device: TestDevice;
  let journal: string;
  beforeAll(async () => {
    witness = await TestWitness.start('north');
    node = await TestNode.createWitnessed([witness], 1);
    journal = join(node.folder, 'signed');
    await node.start({ faults, withKeys: withJournal(journal) });
    device = new TestDevice('faulty');
    await node.enrol(device);
    await node.send(...device.scans(250)); // the next ones fill a tile
    await node.until(async () => (await node.reader.head())!.size > 250);
  });
  afterAll(async () => {
    await node.drop();
    await witness.stop();
  });

  it.each(effectCases)('%s "%s" loses nothing, doubles nothing and contradicts nothing', async (moment, effect) => {
    const scans = device.scans(8);
    await node.atRest();
    faults.arm({ effect, moment });
    const before = faults.hits;
    await node.send(...scans);
    const indexes = await node.receiptsFor(...scans);
    await node.until(() => faults.hits > before && scene.length > 0);
    expect(scene.splice(0)).toEqual(['kept']); // also at the very moment of the fault
    expect(new Set(indexes).size).toBe(scans.length);
    await expectAgreement(node, device, [...signedSizes(journal), ...witness.seen]);
    struck.push(`${moment} ${effect}`);
  });

  it('each case of docs/ARCHITECTURE.md has struck', () =>
    expect(struck.toSorted()).toEqual(tableOf().effects('error')));
});

it('private parts are in files before anything of the same entries is signed, and before any receipt', async () => {
  const node = await TestNode.create();
  const files = new FilePrivateParts(node.paths.privateParts);
  const kept: Partial<Record<Effect, number>> = {};
  await node.start({
    faults: {
      before: async (effect) => void (kept[effect] = (await files.read(0).catch(() => null))?.length ?? 0),
      after: () => {},
    },
  });
  const device = new TestDevice('ordered');
  await node.enrol(device);
  await node.until(async () => (await node.checkpoint()).size === 4);
  const scan = device.scan();
  await node.send(scan);
  await node.receiptsFor(scan);
  expect(kept).toMatchObject({ 'private-parts': 4, sign: 5, receipts: 5 });
  await node.drop();
});

it('at no moment of a publication anything is promised that is not kept', async () => {
  const node = await TestNode.create(); // without witnesses, what is signed is shown in the same publication
  const scenes = new Map<string, string>();
  let isWatched = false;
  const watch = async (moment: string, effect: Effect): Promise<void> => {
    if (isWatched) scenes.set(`${moment} ${effect}`, await sceneOf(node));
  };
  await node.start({
    faults: { before: (effect) => watch('before', effect), after: (effect) => watch('after', effect) },
  });
  const device = new TestDevice('watched');
  await node.enrol(device);
  await node.atRest();
  isWatched = true;
  const scan = device.scan();
  await node.send(scan);
  await node.receiptsFor(scan);
  await node.until(() => scenes.has('after published-size'));
  const places = effectCases
    .map(([moment, effect]) => `${moment} ${effect}`)
    .filter((place) => !place.endsWith('cosign'));
  expect(scenes).toEqual(new Map(places.map((place) => [place, 'kept'])));
  await node.drop();
});

describe('after a crash', () => {
  it('what was committed and not published is published with its receipts, however much it is', async () => {
    const node = await TestNode.create();
    const first = await node.start();
    const device = new TestDevice('crashed');
    await node.enrol(device);
    await node.until(async () => (await node.checkpoint()).size === 4);
    await node.stop(first);
    // As if the process had ended after each commit: logged, and nobody was told.
    const failing: Faults = {
      before: (effect) => {
        if (effect === 'tiles') throw new Error('no publication');
      },
      after: () => {},
    };
    const second = await node
      .start()
      .then(async (anchor) => (await node.stop(anchor), node.start({ faults: failing })).catch(() => null));
    expect(second).toBeNull(); // its recovery fails: it never starts
    const third = await node.start();
    const scans = device.scans(600);
    await node.send(...scans.slice(0, 256));
    await node.send(...scans.slice(256));
    await node.receiptsFor(...scans);
    await node.stop(third);
    node.receipts.length = 0;
    await node.admin.query('UPDATE log_head SET published_size = 4, receipted_size = 4');
    await node.start();
    await node.receiptsFor(...scans);
    await expectAgreement(node, device);
    await node.drop();
  });

  it.each([
    ['all files of the public log are gone', (log: string) => rmSync(log, { recursive: true })],
    ['a tile was exchanged', (log: string) => rmSync(join(log, 'tile/1'), { recursive: true, force: true })],
  ])('they are written again when %s', async (_, damage) => {
    const node = await TestNode.create();
    const anchor = await node.start();
    const device = new TestDevice('tiles');
    await node.enrol(device);
    const scans = device.scans(300);
    await node.send(...scans);
    await node.receiptsFor(...scans);
    await node.stop(anchor);
    damage(node.paths.log);
    await node.start();
    const more = device.scan();
    await node.send(more);
    await node.receiptsFor(more);
    await expectAgreement(node, device);
    const storage = new FileLogStorage(node.paths.log);
    expect((await storage.read('tile/0/000'))!.length).toBe(8_192);
    expect((await storage.read('tile/1/000.p/1'))!.length).toBe(32);
    await node.drop();
  });

  it.each([
    ['is a log from before there were any', (folder: string) => rmSync(folder, { recursive: true })],
    ['lost one in the middle', (folder: string) => rmSync(join(folder, privateFilePath(0)))],
    ['lost the one that grows', (folder: string) => rmSync(join(folder, privateFilePath(1)))],
    ['has damage in the one that grows', (folder: string) => writeFileSync(join(folder, privateFilePath(1)), 'torn')],
  ])('files of private parts are written from the database when it %s', async (_, damage) => {
    const node = await TestNode.create();
    const anchor = await node.start();
    const device = new TestDevice('private');
    await node.enrol(device);
    const scans = device.scans(300);
    await node.send(...scans);
    await node.receiptsFor(...scans);
    await node.stop(anchor);
    damage(node.paths.privateParts);
    await node.start();
    const more = device.scan();
    await node.send(more);
    await node.receiptsFor(more);
    await expectAgreement(node, device);
    await node.drop();
  });

  it('the sessions of the database ended, the anchor reads everything back and goes on', async () => {
    const node = await TestNode.create();
    await node.start();
    const device = new TestDevice('sessions');
    await node.enrol(device);
    const scans = device.scans(40);
    for (const scan of scans.slice(0, 20)) await node.send(scan);
    await node.admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'cairn-anchor-%'`,
    );
    for (const scan of scans.slice(20)) await node.send(scan);
    await node.receiptsFor(...scans);
    await expectAgreement(node, device);
    await node.drop();
  });
});
