import { jest } from '@jest/globals';
import { FakeNode, LOG_ORIGIN } from '../../test/kit/device/fake-node.js';
import { loadDevice } from '../fleet.js';
import { judgeOf } from '../generating/answers.js';
import type { LoadSummary } from '../generating/load-account.js';
import { type LoadOrder, runLoad } from '../generating/run-load.js';

const SEED = 'test';
const DEVICES = 2;
const SCANS_PER_DEVICE = 10;
const TOTAL = DEVICES * SCANS_PER_DEVICE;
// A load that never ends is what some of these are about.
jest.setTimeout(30_000);

let node: FakeNode;
beforeEach(async () => {
  node = await FakeNode.start();
  for (let number = 0; number < DEVICES; number++) {
    const { id, key, signer, boot } = loadDevice(SEED, number);
    node.enrol({ id, device: key, boot, algorithm: signer.algorithm, publicKey: signer.publicKey }, 'password');
  }
});
afterEach(() => node.close());

const run = (order: Partial<LoadOrder>, onStart = (): void => {}): Promise<LoadSummary> => {
  const { algorithm, publicKey } = node.receiptSigner;
  const trust = {
    logOrigin: LOG_ORIGIN,
    receiptKey: { algorithm, publicKey: Buffer.from(publicKey).toString('hex') },
  };
  return runLoad(
    {
      url: node.url,
      seed: SEED,
      passwords: Array.from({ length: DEVICES }, () => 'password'),
      trust,
      scansPerDevice: SCANS_PER_DEVICE,
      objectsPerScan: 1,
      windowScans: 3,
      ...order,
    },
    { judge: judgeOf(trust), onReady: async () => void setImmediate(onStart) },
  );
};

const third = ({ counter }: { counter: number }): boolean => counter === 3;
const ways = [
  ['at full load', {}],
  ['on a schedule', { scansPerSecond: 1_000 }],
] as const;

describe.each(ways)('a load %s', (_, order) => {
  it('ends when every scan has its receipt', async () => {
    expect(await run(order)).toMatchObject({ offered: TOTAL, receipted: TOTAL, rejected: 0, unanswered: 0 });
  });

  it('counts refused scans by reason and waits for none of them', async () => {
    node.rejectWith = (scan) => (third(scan) ? 'SIGNATURE_INVALID' : scan.counter === 5 ? 'OVERLOADED' : undefined);
    expect(await run({ ...order, windowScans: 1 })).toMatchObject({
      offered: TOTAL,
      receipted: TOTAL - 2 * DEVICES,
      rejected: 2 * DEVICES,
      rejects: { SIGNATURE_INVALID: DEVICES, OVERLOADED: DEVICES },
      unanswered: 0,
    });
  });

  it('ends without the answers that never come, whose age counts as latency', async () => {
    // The last of each device, so that the window of none is blocked before it.
    node.rejectWith = ({ counter }) => (counter === SCANS_PER_DEVICE ? 'OVERLOADED' : undefined);
    node.tamper = (message) => (message.kind === 'reject' ? undefined : message);
    const patienceMs = 300;
    const result = await run({ ...order, patienceMs });
    expect(result).toMatchObject({ offered: TOTAL, receipted: TOTAL - DEVICES, rejected: 0, unanswered: DEVICES });
    expect(result.latencyMs.p99).toBeGreaterThanOrEqual(patienceMs);
  });
});

it('fails by an answer that does not verify', async () => {
  node.tamper = (message) =>
    message.kind === 'receipt'
      ? { ...message, receipt: { ...message.receipt, signature: new Uint8Array(64) } }
      : message;
  await expect(run({})).rejects.toThrow('an answer does not verify: SIGNATURE_INVALID');
});

it('fails by a connection that the broker closes', async () => {
  node.takesFrom = () => false;
  await expect(run({}, () => node.cut())).rejects.toThrow('the broker closed the connection of bench-test-');
});
