import { setTimeout as wait } from 'node:timers/promises';
import { FileCheckpointStore } from '#libs/log/storage';
import { type NodeIdentity, SigningKey } from '#libs/host/keys';
import { parseCheckpointBody } from '#libs/core/tlog';
import { TestDevice } from '../../../test/kit/ledger/device.js';
import { TestNode } from '../../../test/kit/anchor/test-node.js';

/** A key in a device: asks it over a wire that may be slow, and may break before or after the device has signed. */
class DeviceKey extends SigningKey {
  readonly algorithm;
  readonly publicKey;
  readonly keyId;
  /** Everything that it has signed, whether the answer arrived or not. */
  readonly signed: Uint8Array[] = [];
  delayMs = 0;
  /** What becomes of the coming calls, one each; then all is well. */
  readonly coming: ('unplugged' | 'answer lost' | 'wrong answer')[] = [];
  failures = 0;

  constructor(private readonly inside: SigningKey) {
    super();
    ({ algorithm: this.algorithm, publicKey: this.publicKey, keyId: this.keyId } = inside);
  }

  override async sign(message: Uint8Array): Promise<Uint8Array> {
    const fate = this.coming.shift();
    if (fate) this.failures += 1;
    await wait(this.delayMs);
    if (fate === 'unplugged') throw new Error('the device is unplugged');
    this.signed.push(message);
    const signature = await this.inside.sign(message);
    if (fate === 'answer lost') throw new Error('the line is dead');
    return fate === 'wrong answer' ? signature.with(5, signature[5]! ^ 1) : signature;
  }
}

let node: TestNode;
let device: TestDevice;
let keys: Record<'logKey' | 'operatorKey' | 'receiptKey', DeviceKey>;

beforeEach(async () => {
  node = await TestNode.create();
  device = new TestDevice('signed-for');
});
afterEach(() => node.drop());

const withKeys = (identity: NodeIdentity): NodeIdentity => {
  const { logKey, operatorKey, receiptKey } = identity;
  keys = {
    logKey: new DeviceKey(logKey),
    operatorKey: new DeviceKey(operatorKey),
    receiptKey: new DeviceKey(receiptKey),
  };
  return { ...identity, ...keys };
};

/** Roots that were signed, by size. */
function rootsSigned(): Map<number, Set<string>> {
  const roots = new Map<number, Set<string>>();
  for (const message of keys.logKey.signed) {
    const { size, root } = parseCheckpointBody(new TextDecoder().decode(message));
    roots.set(size, (roots.get(size) ?? new Set()).add(Buffer.from(root).toString('hex')));
  }
  return roots;
}

async function expectOneTruth(): Promise<void> {
  expect([...rootsSigned()].filter(([, roots]) => roots.size !== 1)).toEqual([]);
  for (const { note, size } of await new FileCheckpointStore(node.paths.checkpoints).all()) {
    const opened = await node.open(note);
    expect([opened.size, [...rootsSigned().get(size)!]]).toEqual([size, [Buffer.from(opened.root).toString('hex')]]);
  }
}

it('keys that answer late begin a log, sign its checkpoints and receipts, and what the log itself finds', async () => {
  const slow = (identity: NodeIdentity): NodeIdentity => {
    const changed = withKeys(identity);
    for (const key of Object.values(keys)) key.delayMs = 60;
    return changed;
  };
  await node.start({ withKeys: slow });
  await node.enrol(device);
  const scans = device.scans(300);
  await node.send(...scans);
  const other = device.scan({ counter: 7, previous: scans[6]!.previous, eventTimeMs: 1_700_000_000_000 });
  await node.send(other);
  await node.receiptsFor(...scans);
  await node.until(() => node.rejects.length > 0);
  expect(keys.operatorKey.signed).toHaveLength(2); // the two entries that begin a log
  const { rows } = await node.admin.query('SELECT reason FROM equivocation');
  expect(rows).toEqual([{ reason: 'COUNTER_REUSED' }]);
  await expectOneTruth();
});

describe.each(['unplugged', 'answer lost', 'wrong answer'] as const)('a key that fails: %s', (fate) => {
  it.each(['logKey', 'receiptKey'] as const)(
    '%s: the anchor recovers, loses nothing, signs no size with two roots',
    async (name) => {
      const { anchor } = await node.start({ withKeys });
      await node.enrol(device);
      for (let round = 0; round < 3; round++) {
        keys[name].coming.push(...Array.from({ length: round + 1 }, () => fate));
        const failuresBefore = keys[name].failures;
        const scans = device.scans(5);
        await node.send(...scans);
        await node.receiptsFor(...scans);
        expect(keys[name].failures).toBe(failuresBefore + round + 1);
      }
      const { size } = (await node.reader.head())!;
      await node.until(async () => (await node.reader.head())!.publishedSize === size);
      expect((await node.checkpoint()).size).toBe(size);
      await node.until(() => anchor.state.kind === 'active');
      await expectOneTruth();
    },
  );
});

it('an operator key that fails at the beginning leaves nothing behind: the next start begins the log', async () => {
  const unplugged = (identity: NodeIdentity): NodeIdentity => {
    const changed = withKeys(identity);
    keys.operatorKey.coming.push('unplugged', 'unplugged');
    return changed;
  };
  await expect(node.start({ withKeys: unplugged })).rejects.toThrow('unplugged');
  expect((await node.reader.head())!.size).toBe(0);
  await node.start();
  await node.until(async () => (await node.checkpoint()).size === 2);
});
