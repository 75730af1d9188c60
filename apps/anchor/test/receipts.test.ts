import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type { ReceiptDue } from '#libs/log/sequencer';
import {
  decodeDeviceMessage,
  decodeOutgoingBatch,
  decodeReceiptBatch,
  deviceKey,
  LIMITS,
  type Receipt,
  receiptLeaf,
  receiptSigningBytes,
} from '#libs/core/wire';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { generateKey, LocalSigningKey, NativeVerifier, signerOf } from '#libs/host/keys';
import { openRecord } from '#libs/transport/stream';
import { inclusionPath, nodeHash, nodesOfSpan, rootFromInclusionPath, treeRoot } from '#libs/core/tlog';
import { rootAndPaths } from '../publishing/merkle-paths.js';
import { packMessages } from '../publishing/outbox.js';
import { makeReceipts } from '../publishing/receipts.js';

const signer = new LocalSigningKey(signerOf(generateKey(SignatureAlgorithm.ED25519)));
const origin = 'anchor.test/log';

const dueOf = (devices: number, each: number): ReceiptDue[] =>
  Array.from({ length: devices * each }, (_, index) => {
    const deviceId = `device-${index % devices}`;
    return {
      deviceId,
      deviceKey: deviceKey(deviceId),
      boot: randomBytes(16),
      counter: 2 ** 40 + index,
      statementHash: randomBytes(32),
      logIndex: 2 ** 41 + index,
    };
  });

const receiptOf = (payload: Uint8Array): Receipt => {
  const message = decodeDeviceMessage(payload);
  if (message.kind !== 'receipt') throw new Error('expected a receipt');
  return message.receipt;
};

describe('receipts', () => {
  it.each([
    [1, 1],
    [1, 40],
    [7, 3],
    [200, 3],
    [3_000, 1],
    [1, 4_000],
  ])(
    'of %i devices with %i scans each: one signature, every scan once, each path leads to the signed root',
    async (devices, each) => {
      const due = dueOf(devices, each);
      const messages = await makeReceipts({ due, signer, origin, timeMs: 5 });
      const found = new Map<string, number>();
      const signatures = new Set<string>();
      for (const { payload, device, deviceId } of messages) {
        expect(payload.length).toBeLessThanOrEqual(LIMITS.receiptBytesMax);
        const receipt = receiptOf(payload);
        expect(Buffer.from(receipt.device).equals(device)).toBe(true);
        expect(Buffer.from(receipt.device).equals(deviceKey(deviceId))).toBe(true);
        const { root, leafCount, logOrigin } = decodeReceiptBatch(receipt.batch);
        expect(logOrigin).toBe(origin);
        const leaf = receiptLeaf(receipt.device, receipt.items);
        const place = { index: receipt.leafIndex, size: leafCount };
        expect(Buffer.from(rootFromInclusionPath({ ...place, leaf, path: receipt.path })).equals(root)).toBe(true);
        for (const { logIndex } of receipt.items)
          found.set(`${deviceId}:${logIndex}`, (found.get(`${deviceId}:${logIndex}`) ?? 0) + 1);
        signatures.add(Buffer.from(receipt.signature).toString('hex'));
      }
      expect(found.size).toBe(due.length);
      expect([...found.values()].every((times) => times === 1)).toBe(true);
      expect(signatures.size).toBe(1);
      const { batch, signature } = receiptOf(messages[0]!.payload);
      const check = { ...signer, message: receiptSigningBytes(batch), signature };
      expect(await new NativeVerifier().verifyAll([check])).toEqual([true]);
    },
  );

  it('are sealed into records of bounded size, those of one device into one partition and in order', async () => {
    const messages = await makeReceipts({ due: dueOf(300, 20), signer, origin, timeMs: 5 });
    const streamKey = randomBytes(32);
    const records = packMessages(messages, { partitions: 3, streamKey });
    const opened = records.flatMap(({ partition, value }) => {
      expect(value.length).toBeLessThan(400_000);
      return decodeOutgoingBatch(openRecord(streamKey, value)).messages.map((message) => ({ partition, message }));
    });
    expect(opened).toHaveLength(messages.length);
    for (const { partition, message } of opened) expect(message.device[0]! % 3).toBe(partition);
    const orderOf = (deviceId: string) =>
      opened
        .filter(({ message }) => message.deviceId === deviceId)
        .map(({ message }) => receiptOf(message.payload).leafIndex);
    expect(orderOf('device-7')).toEqual(orderOf('device-7').toSorted((one, other) => one - other));
  });
});

it('a tree with all its paths is that of libs/core/tlog', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), (count) => {
      const leaves = Array.from({ length: count }, () => new Uint8Array(randomBytes(32)));
      const { root, paths } = rootAndPaths(leaves);
      expect(Buffer.from(root).equals(treeRoot(leaves))).toBe(true);
      const hashAt = (level: number, index: number): Uint8Array =>
        level === 0 ? leaves[index]! : nodeHash(hashAt(level - 1, 2 * index), hashAt(level - 1, 2 * index + 1));
      for (let index = 0; index < count; index++) {
        expect(Buffer.concat(paths[index]!).equals(Buffer.concat(inclusionPath({ index, size: count }, hashAt)))).toBe(
          true,
        );
      }
      expect(nodesOfSpan({ start: 0, end: count }).length).toBeGreaterThan(0);
    }),
    { numRuns: 40 },
  );
});
