import type { ReceiptDue } from '#libs/log/sequencer';
import {
  encodeDeviceMessage,
  encodeReceiptBatch,
  type OutgoingMessage,
  type ReceiptItem,
  receiptItemsMax,
  receiptLeaf,
  receiptSigningBytes,
} from '#libs/core/wire';
import type { SigningKey } from '#libs/host/keys';
import { rootAndPaths } from './merkle-paths.js';

/** More items would not fit 2 KiB with a long path; fewer would make more messages than needed. */
const ITEMS_MAX = 16;
const HASH_BYTES = 32;

interface Leaf {
  readonly deviceKey: Uint8Array;
  readonly deviceId: string;
  readonly items: readonly ReceiptItem[];
}

export interface ReceiptsInput {
  readonly due: readonly ReceiptDue[];
  readonly signer: SigningKey;
  readonly origin: string;
  /** Log time. */
  readonly timeMs: number;
}

/**
 * Receipts for scans that are in the log: one signature for all, over the root of a tree with one leaf for up to 16 scans of a device.
 * @see docs/formats/receipt.md
 */
export async function makeReceipts({ due, signer, origin, timeMs }: ReceiptsInput): Promise<OutgoingMessage[]> {
  if (due.length === 0) return [];
  const batchOf = (root: Uint8Array, leafCount: number): Uint8Array =>
    encodeReceiptBatch({ logOrigin: origin, receiptKeyId: signer.keyId, timeMs, root, leafCount });
  // Of the most leaves that there can be: one for each scan.
  const batchBytes = batchOf(new Uint8Array(HASH_BYTES).fill(1), due.length).length;
  const pathLength = Math.ceil(Math.log2(due.length));
  const itemsMax = Math.max(1, Math.min(ITEMS_MAX, receiptItemsMax({ batchBytes, pathLength })));

  const leaves = leavesOf(due, itemsMax);
  const { root, paths } = rootAndPaths(leaves.map(({ deviceKey, items }) => receiptLeaf(deviceKey, items)));
  const batch = batchOf(root, leaves.length);
  const signature = await signer.sign(receiptSigningBytes(batch));
  return leaves.map(({ deviceKey, deviceId, items }, leafIndex) => ({
    device: deviceKey,
    deviceId,
    payload: encodeDeviceMessage({
      kind: 'receipt',
      receipt: { batch, signature, device: deviceKey, items, leafIndex, path: paths[leafIndex]! },
    }),
  }));
}

/** In the order in which the devices first come; the scans of a device in log order. */
function leavesOf(due: readonly ReceiptDue[], itemsMax: number): Leaf[] {
  const byDevice = new Map<string, { deviceKey: Uint8Array; items: ReceiptItem[] }>();
  for (const { deviceKey, deviceId, boot, counter, statementHash, logIndex } of due) {
    const item = { boot, counter, statementHash, logIndex };
    const device = byDevice.get(deviceId);
    if (device) device.items.push(item);
    else byDevice.set(deviceId, { deviceKey, items: [item] });
  }
  const leaves: Leaf[] = [];
  for (const [deviceId, { deviceKey, items }] of byDevice) {
    for (let at = 0; at < items.length; at += itemsMax)
      leaves.push({ deviceKey, deviceId, items: items.slice(at, at + itemsMax) });
  }
  return leaves;
}
