import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileCheckpointStore, FileLogStorage, FilePrivateParts } from '#libs/log/storage';
import { beginLogRotation, finishLogRotation, loadKey, NativeVerifier } from '#libs/host/keys';
import { checkLedger } from '#libs/log/audit';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { openCheckpoint, parseNote, parsePolicy, parseVkey, type Vkey } from '#libs/core/tlog';
import { TestDevice } from '../../../test/kit/ledger/device.js';
import { TestNode } from '../../../test/kit/anchor/test-node.js';

const verifier = new NativeVerifier();
const opens = (note: Uint8Array, vkey: Vkey | readonly Vkey[]): Promise<boolean> =>
  openCheckpoint({
    note,
    vkey,
    verify: async (check) => (await verifier.verifyAll([{ algorithm: SignatureAlgorithm.ED25519, ...check }]))[0]!,
  }).then(
    () => true,
    () => false,
  );

let node: TestNode;
let device: TestDevice;
beforeEach(async () => {
  node = await TestNode.create();
  device = new TestDevice('rotating');
});
afterEach(() => node.drop());

/** Lets the log grow by a scan. @returns the public checkpoint that has it. */
async function grow(): Promise<Uint8Array> {
  const scan = device.scan();
  await node.send(scan);
  const [index] = await node.receiptsFor(scan);
  await node.until(async () => (await node.reader.head())!.publishedSize > index!);
  return shown();
}
const shown = async (): Promise<Uint8Array> => (await new FileLogStorage(node.paths.log).read('checkpoint'))!;
const place = () => ({ paths: node.paths });
const headKeys = async () =>
  (await node.admin.query('SELECT log_vkey AS key, log_next_vkey AS next FROM log_head')).rows[0] as object;

it('a log key is exchanged with an overlap, and whatever was signed stays verifiable under the new policy', async () => {
  const first = await node.start();
  await node.enrol(device);
  const before = await grow();
  await node.stop(first);

  // A remark, a line of another log, and an order of the operator's own.
  const own = `# ours\n${readFileSync(node.paths.policy, 'utf8')}# as agreed on 1 March\n`;
  writeFileSync(node.paths.policy, own);
  const { current, next } = await beginLogRotation(place());
  expect(await beginLogRotation(place())).toEqual({ current, next });
  const policy = readFileSync(node.paths.policy, 'utf8');
  expect(policy).toBe(own.replace(`log ${current}\n`, `log ${current}\nlog ${next}\n`));
  await expect(finishLogRotation(place())).rejects.toMatchObject({ code: 'ROTATION_NOT_READY' });

  const second = await node.start();
  const idle = await shown(); // nothing was logged, and it has both signatures
  const during = await grow();
  expect(await headKeys()).toEqual({ key: current, next });
  await node.stop(second);
  const { retired } = await finishLogRotation(place());
  await expect(finishLogRotation(place())).rejects.toMatchObject({ code: 'ROTATION_NOT_READY' });

  const third = await node.start();
  expect(await headKeys()).toEqual({ key: next, next: null });
  const after = await grow();
  const [old, fresh] = [parseVkey(current), parseVkey(next)];
  const both = parsePolicy(readFileSync(node.paths.policy, 'utf8')).logs.map(({ vkey }) => vkey);
  expect(readFileSync(node.paths.policy, 'utf8')).toBe(policy);
  const rows: readonly [string, Uint8Array, boolean, boolean][] = [
    ['before', before, true, false],
    ['idle', idle, true, true],
    ['during', during, true, true],
    ['after', after, false, true],
  ];
  for (const [when, note, byOld, byNew] of rows) {
    const found = [when, await opens(note, old), await opens(note, fresh), await opens(note, both)];
    expect(found).toEqual([when, byOld, byNew, true]);
  }
  expect(parseNote(idle).text).toBe(parseNote(before).text);
  expect(parseNote(during).signatures.map(({ name }) => name)).toEqual([old.name, old.name]);
  expect(Buffer.from(loadKey(retired!).publicKey).equals(old.publicKey)).toBe(true);
  for (const { note } of await new FileCheckpointStore(node.paths.checkpoints).all())
    expect(await opens(note, both)).toBe(true);
  await node.stop(third);
  const privateParts = new FilePrivateParts(node.paths.privateParts);
  const storage = new FileLogStorage(node.paths.log);
  const check = { databaseUrl: node.database.url, storage, privateParts, verifier };
  const checkpoints = new FileCheckpointStore(node.paths.checkpoints);
  expect(await checkLedger({ ...check, checkpoints, policyVkeys: both })).toMatchObject({ differences: [] });
  // Without the old line nothing says whose the old checkpoints are.
  const { differences } = await checkLedger({ ...check, checkpoints });
  expect(new Set(differences.map(({ code }) => code))).toEqual(new Set(['CHECKPOINT']));
});

it('an idle log is exchanged too, and its stored checkpoint of the old key is opened on', async () => {
  await node.stop(await node.start());
  await beginLogRotation(place());
  await node.stop(await node.start());
  await finishLogRotation(place());
  const anchor = await node.start();
  await node.enrol(device);
  await grow();
  expect(anchor.anchor.state.kind).toBe('active');
});

it('a stand-by that knows only the old key may reign during the overlap, and refuses after it', async () => {
  const old = await node.start();
  await beginLogRotation(place());
  const knowsBoth = await node.start();
  await node.enrol(device);
  expect(parseNote(await grow()).signatures).toHaveLength(1);
  await node.stop(old);
  expect(parseNote(await grow()).signatures).toHaveLength(2);
  const knowsOld = await node.start({ withKeys: (identity) => ({ ...identity, nextLogKey: null }) });
  await node.stop(knowsBoth);
  expect(parseNote(await grow()).signatures).toHaveLength(1);
  await node.stop(knowsOld);
  await node.stop(await node.start());
  const oldKey = readFileSync(node.paths.logKey, 'utf8');
  await finishLogRotation(place());
  await node.stop(await node.start());
  // The old file put back by a backup.
  renameSync(node.paths.logKey, `${node.paths.logKey}.new`);
  writeFileSync(node.paths.logKey, oldKey, { mode: 0o600 });
  await expect(node.start()).rejects.toMatchObject({ code: 'IDENTITY_MISMATCH' });
});

it('a key that was never seen beside the one before is refused, whatever the policy says', async () => {
  await node.stop(await node.start());
  await beginLogRotation(place());
  // As if the operator had moved the files by hand instead of letting both keys sign.
  renameSync(node.paths.nextLogKey, node.paths.logKey);
  await expect(node.start()).rejects.toMatchObject({ code: 'IDENTITY_MISMATCH' });
});

it('an exchange that was given up leaves the old key in its place', async () => {
  await node.stop(await node.start());
  await beginLogRotation(place());
  await node.stop(await node.start());
  rmSync(node.paths.nextLogKey);
  const { next } = await beginLogRotation(place());
  await node.stop(await node.start());
  expect(await headKeys()).toMatchObject({ next });
  expect(parsePolicy(readFileSync(join(node.folder, 'policy.txt'), 'utf8')).logs).toHaveLength(3);
});
