import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FaultyFiles } from '../../../test/kit/storage/faulty-files.js';
import { TestDevice } from '../../../test/kit/ledger/device.js';
import { signedSizes, withJournal } from '../../../test/faults/effects/signing-journal.js';
import { expectAgreement, expectPromisesKept } from './support/agreement.js';
import { fileCases, FIRST_FOLDERS } from './support/fault-cases.js';
import { tableOf } from '../../../test/support/fault-table.js';
import { kindOf } from './support/file-kinds.js';
import { Restarts } from '../../../test/kit/anchor/restarts.js';
import { TestNode } from '../../../test/kit/anchor/test-node.js';
import { TestWitness } from '../../../test/kit/witness/test-witness.js';

describe('an error of a file', () => {
  const files = new FaultyFiles((path) => kindOf(node.paths, path));
  const restarts = new Restarts();
  const failuresInARow: number[] = [];
  const struck: string[] = [];
  let witness: TestWitness;
  let node: TestNode;
  let device: TestDevice;
  let journal: string;
  let healthPort: number;
  beforeAll(async () => {
    witness = await TestWitness.start('north');
    node = await TestNode.createWitnessed([witness], 1);
    journal = join(node.folder, 'signed');
    ({ healthPort } = await node.start({ files, withKeys: withJournal(journal), logger: restarts.logger }));
    device = new TestDevice('torn');
    await node.enrol(device);
  });
  afterAll(async () => {
    await node.drop();
    await witness.stop();
  });

  const agreement = (): Promise<void> => expectAgreement(node, device, [...signedSizes(journal), ...witness.seen]);

  it.each(fileCases)('%s: %s %s "%s" is overcome', async (kind, code, moment, operation) => {
    await node.atRest();
    files.arm({ kind, operation, moment, code });
    const before = files.hits;
    // Some are due only when a tile is full, some only when the store has many checkpoints.
    const needsFullTile = operation === 'make-folder' || (operation === 'remove' && kind !== 'stored checkpoint');
    do {
      const scans = device.scans(needsFullTile ? 64 : 4);
      await node.send(...scans);
      await node.receiptsFor(...scans);
      await node.atRest();
    } while (files.hits === before);
    await agreement();
    expect(unfinished(node)).toEqual([]);
    failuresInARow.push(...restarts.take());
    struck.push(`${kind}: ${moment} ${operation}`);
  });

  it('each case of docs/ARCHITECTURE.md has struck', () =>
    expect(struck.toSorted()).toEqual(tableOf().files('as the log grows')));

  // One that brought nothing itself, such as tidying up, counts for the next one.
  it('those before the last one were overcome, and the anchor did not wait longer for them', () => {
    expect(failuresInARow.length).toBeGreaterThan(50);
    expect(Math.max(...failuresInARow)).toBeLessThanOrEqual(2);
  });

  it('a disk that stays full shows in health, stops receipts and checkpoints, and nothing is lost when there is space', async () => {
    await node.atRest();
    const [shown, receipts] = [await node.checkpoint(), node.receipts.length];
    files.isFull = true;
    const scans = device.scans(20);
    for (const scan of scans) await node.send(scan);
    const ready = (): Promise<Response> => fetch(`http://127.0.0.1:${healthPort}/health/ready`);
    const failures = signedSizes(journal).length;
    await node.until(async () => /ENOSPC/u.test(await (await ready()).text()));
    expect((await ready()).status).toBe(503);
    await expectPromisesKept(node);
    expect(await node.checkpoint()).toEqual(shown);
    expect(node.receipts.length).toBe(receipts);
    expect(signedSizes(journal).length).toBe(failures); // nothing is signed that cannot be kept
    expect(unfinished(node)).toEqual([]);
    await node.until(() => restarts.heard >= 3);
    files.isFull = false;
    await node.receiptsFor(...scans);
    await agreement();
    await node.until(async () => (await ready()).status === 200);
    const [first = 0, ...more] = restarts.take();
    expect(more.slice(0, 2)).toEqual([first + 1, first + 2]); // it waited longer each time
  });
});

describe('an error of the first folders', () => {
  const struck: string[] = [];

  const cases = FIRST_FOLDERS.flatMap((kind) =>
    (['before', 'after'] as const).map((moment) => [kind, moment] as const),
  );
  it.each(cases)('%s: %s "make-folder" ends the start, and the next one goes on', async (kind, moment) => {
    const node = await TestNode.create();
    const files = new FaultyFiles((path) => kindOf(node.paths, path));
    files.arm({ kind, operation: 'make-folder', moment, code: 'EROFS' });
    const journal = join(node.folder, 'signed');
    await expect(node.start({ files, withKeys: withJournal(journal) })).rejects.toThrow('EROFS');
    await node.start({ files, withKeys: withJournal(journal) });
    const device = new TestDevice('first');
    await node.enrol(device);
    const scan = device.scan();
    await node.send(scan);
    await node.receiptsFor(scan);
    await expectAgreement(node, device, signedSizes(journal));
    await node.drop();
    struck.push(`${kind}: ${moment} make-folder`);
  });

  it('each case of docs/ARCHITECTURE.md has struck', () =>
    expect(struck.toSorted()).toEqual(tableOf().files('at the first start')));
});

const unfinished = ({ paths }: TestNode): string[] =>
  [paths.log, paths.checkpoints, paths.privateParts].flatMap((folder) => readdirSync(join(folder, '.unfinished')));
