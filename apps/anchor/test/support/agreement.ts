import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FilePrivateParts } from '#libs/blobs';
import { decodeLogEntry } from '#libs/provenance';
import { leafHash, treeRoot } from '#libs/tlog';
import type { TestDevice } from '../../../../libs/ledger/test/support/device.js';
import type { TestNode } from './test-node.js';

/** Database, tiles, checkpoints and receipts tell the same story. */
export async function expectAgreement(node: TestNode, device: TestDevice): Promise<void> {
  const head = (await node.reader.head())!;
  await node.until(async () => (await node.reader.head())!.publishedSize === head.size);
  const entries = await node.reader.entries({ from: 0, to: head.size });
  const root = treeRoot(entries.map(({ entry }) => leafHash(entry)));
  expect(Buffer.from(root).equals(head.root)).toBe(true);
  const files = new FilePrivateParts(node.paths.privateParts);
  for (let bundle = 0; bundle * 256 < entries.length; bundle++) {
    const kept = (await files.read(bundle))!;
    const expected = entries.slice(bundle * 256, bundle * 256 + 256);
    expect(kept.map(({ leaf }) => hex(leaf))).toEqual(expected.map(({ entry }) => hex(leafHash(entry))));
    expect(kept.map(({ part }) => hex(part))).toEqual(expected.map(({ privatePart }) => hex(privatePart)));
  }
  const [shown, stored] = [await node.checkpoint(), await node.highestStored()];
  expect([shown.size, stored.size]).toEqual([head.size, head.size]);
  expect(Buffer.from(shown.root).equals(root)).toBe(true);
  const counters = entries.flatMap(({ entry }) => {
    const read = decodeLogEntry(entry);
    return read.kind === 'scan' && Buffer.from(read.scan.device).equals(device.key) ? [read.scan.counter] : [];
  });
  expect(counters).toEqual(counters.map((_, at) => at + 1)); // each once, in order
  // Every signed checkpoint is one of the tree that there is now.
  for (const name of readdirSync(node.paths.checkpoints).filter((file) => file.endsWith('.checkpoint'))) {
    const { size, root } = await node.open(readFileSync(join(node.paths.checkpoints, name)));
    expect(Buffer.from(treeRoot(entries.slice(0, size).map(({ entry }) => leafHash(entry)))).equals(root)).toBe(true);
  }
}

const hex = (bytes: Uint8Array | null): string | null => bytes && Buffer.from(bytes).toString('hex');
