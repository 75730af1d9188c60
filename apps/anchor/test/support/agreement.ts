import { readFileSync } from 'node:fs';
import { FileCheckpointStore, FileLogStorage, FilePrivateParts } from '#libs/log/storage';
import type { StoredEntry } from '#libs/log/ledger';
import { decodeLogEntry, statementHash } from '#libs/core/wire';
import { CompactRange, leafHash, LogReader, openByPolicy, parsePolicy, TILE_WIDTH } from '#libs/core/tlog';
import { verifyEd25519 } from '../../../../test/kit/tlog/ed25519.js';
import type { TestDevice } from '../../../../test/kit/ledger/device.js';
import type { SignedSize } from '../../../../test/faults/effects/signing-journal.js';
import type { TestNode } from '../../../../test/kit/anchor/test-node.js';

/**
 * Database, tiles, private parts, checkpoints and receipts tell the same story, and nothing that ever went out contradicts it.
 *
 * @param signed every checkpoint that somebody signed or was shown, also one that nobody stored.
 */
export async function expectAgreement(
  node: TestNode,
  device: TestDevice,
  signed: readonly SignedSize[] = [],
): Promise<void> {
  const head = (await node.reader.head())!;
  await node.until(async () => (await node.reader.head())!.publishedSize === head.size);
  await node.until(async () => (await node.foldedSize()) === head.size);
  const entries = await node.reader.entries({ from: 0, to: head.size });
  const [shown, stored] = [await openedByPolicy(node), await node.highestStored()];
  expect([shown.size, stored.size]).toEqual([head.size, head.size]);
  expectOneTree(entries, [head, shown, stored, ...(await allStored(node)), ...signed]);
  await expectPrivateFiles(node, entries);
  expectReceipted(node, entries);
  const counters = entries.flatMap(({ entry }) => {
    const read = decodeLogEntry(entry);
    return read.kind === 'scan' && Buffer.from(read.scan.device).equals(device.key) ? [read.scan.counter] : [];
  });
  expect(counters).toEqual(counters.map((_, at) => at + 1)); // each once, in order
  expect(await node.differences()).toEqual([]);
}

/**
 * What holds at every moment, also between two effects and after a kill: nothing was promised that is not kept already. Here an order
 * of effects shows that recovery would hide.
 */
export async function expectPromisesKept(node: TestNode): Promise<void> {
  // From what was promised last to what it stands on: each may grow meanwhile.
  const shown = await node.checkpoint();
  const receipted = await node.heardAll();
  const stored = await node.highestStored();
  const head = (await node.reader.head())!;
  expect(shown.size).toBeLessThanOrEqual(stored.size);
  expect(receipted).toBeLessThanOrEqual(stored.size);
  expect(stored.size).toBeLessThanOrEqual(head.size);
  const last = stored.size - 1;
  const reader = new LogReader(new FileLogStorage(node.paths.log), stored);
  expect((await reader.entry(last)).index).toBe(last); // tiles and bundle, with its proof
  const kept = await new FilePrivateParts(node.paths.privateParts).read(Math.floor(last / TILE_WIDTH));
  expect(kept!.length).toBeGreaterThan(last % TILE_WIDTH);
}

/** For the moment of a fault, in a process that goes on: what `expectPromisesKept` says, as a text. */
export const sceneOf = (node: TestNode): Promise<string> => expectPromisesKept(node).then(() => 'kept', String);

/** Signed by the log, and by as many witnesses as its policy wants. */
async function openedByPolicy({ paths }: TestNode): Promise<SignedSize> {
  const note = (await new FileLogStorage(paths.log).read('checkpoint'))!;
  const policy = parsePolicy(readFileSync(paths.policy, 'utf8'));
  return openByPolicy({ note, policy, verify: verifyEd25519 });
}

async function allStored(node: TestNode): Promise<SignedSize[]> {
  const stored = await new FileCheckpointStore(node.paths.checkpoints).all();
  return Promise.all(stored.map(({ note }) => node.open(note)));
}

/** No size has two roots, and every one is of the tree that there is now. */
function expectOneTree(entries: readonly StoredEntry[], signed: readonly SignedSize[]): void {
  const roots = new Map<number, Set<string>>();
  for (const { size, root } of signed) roots.set(size, (roots.get(size) ?? new Set()).add(hex(root)!));
  const tree = CompactRange.empty();
  const expected = new Map<number, Set<string>>();
  for (let size = 0; size <= entries.length; size++) {
    if (size > 0) tree.appendAll([leafHash(entries[size - 1]!.entry)]);
    if (roots.has(size)) expected.set(size, new Set([hex(tree.root())!]));
  }
  expect(new Map([...roots].sort(([one], [other]) => one - other))).toEqual(expected);
}

async function expectPrivateFiles({ paths }: TestNode, entries: readonly StoredEntry[]): Promise<void> {
  const files = new FilePrivateParts(paths.privateParts);
  for (let bundle = 0; bundle * TILE_WIDTH < entries.length; bundle++) {
    const kept = (await files.read(bundle))!;
    const expected = entries.slice(bundle * TILE_WIDTH, (bundle + 1) * TILE_WIDTH);
    expect(kept.map(({ leaf }) => hex(leaf))).toEqual(expected.map(({ entry }) => hex(leafHash(entry))));
    expect(kept.map(({ part }) => hex(part))).toEqual(expected.map(({ privatePart }) => hex(privatePart)));
  }
}

/** Every receipt that ever went out names an entry that is there, at its place. */
function expectReceipted({ receipts }: TestNode, entries: readonly StoredEntry[]): void {
  const missing = receipts.flatMap(({ items }) =>
    items.filter((item) => {
      const found = entries[item.logIndex];
      const read = found && decodeLogEntry(found.entry);
      return read?.kind !== 'scan' || hex(statementHash(read.scan)) !== hex(item.statementHash);
    }),
  );
  expect(missing).toEqual([]);
}

const hex = (bytes: Uint8Array | null): string | null => bytes && Buffer.from(bytes).toString('hex');
