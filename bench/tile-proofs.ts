import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes, randomInt } from 'node:crypto';
import { FileLogStorage, TileEdge } from '#libs/blobs';
import {
  CompactRange,
  consistencyProof,
  inclusionProof,
  leafHash,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
  type TileSource,
} from '#libs/tlog';
import type { Figure } from './report.js';

const SIZE = 100_000;
const ENTRY_BYTES = 400;
const PROOFS_OF_A_BLOCK = 200;
// Each asks for the root of an older tree, which is hashed from its leaves.
const CONSISTENCY_CHECKED = 5;

interface Log {
  readonly storage: FileLogStorage;
  readonly leaves: readonly Uint8Array[];
  readonly root: Uint8Array;
}

type Prove = (source: TileSource, number: number) => Promise<readonly Uint8Array[]>;

/** Proofs a second from the tiles of a log of 10^5 entries, one after the other, against reading the same files and doing nothing with them. */
export async function measureTileProofs(seconds: number): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-bench-tiles-'));
  try {
    const log = await writeLog(new FileLogStorage(folder));
    const inclusion: Prove = (source, index) => inclusionProof(source, { index, size: SIZE });
    const consistency: Prove = (source, oldSize) => consistencyProof(source, { oldSize, size: SIZE });
    await checkInclusion(log, inclusion);
    await checkConsistency(log, consistency);
    return [
      ...(await rates('inclusion', inclusion, log, seconds / 5)),
      ...(await rates('consistency', consistency, log, seconds / 5)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writeLog(storage: FileLogStorage): Promise<Log> {
  const entries = Array.from({ length: SIZE }, () => randomBytes(ENTRY_BYTES));
  const leaves = entries.map(leafHash);
  const edge = TileEdge.of(0, [], []);
  await storage.writeAll(edge.grow(entries, leaves).files, () => {});
  return { storage, leaves, root: CompactRange.of(SIZE, edge.frontier()).root() };
}

/** Proofs and bare reads in turns, block by block: what the machine does meanwhile meets both. */
async function rates(name: string, prove: Prove, { storage }: Log, seconds: number): Promise<Figure[]> {
  const spentMs = { proofs: 0, reads: 0 };
  let done = 0;
  while (spentMs.proofs + spentMs.reads < seconds * 1_000) {
    const numbers = Array.from({ length: PROOFS_OF_A_BLOCK }, () => randomInt(1, SIZE));
    const files = await filesOf(storage, prove, numbers);
    spentMs.reads += await timeOf(async () => {
      for (const paths of files) await Promise.all(paths.map((path) => storage.read(path)));
    });
    spentMs.proofs += await timeOf(async () => {
      for (const number of numbers) await prove(storage, number);
    });
    done += PROOFS_OF_A_BLOCK;
  }
  const perSecond = (ms: number): number => (done / ms) * 1_000;
  return [
    { what: `reads of the files of one ${name} proof`, value: perSecond(spentMs.reads), unit: '1/s' },
    { what: `${name} proofs from the tiles of 10^5 entries`, value: perSecond(spentMs.proofs), unit: '1/s' },
    { what: `ratio ${name} proofs / reads of their files`, value: spentMs.reads / spentMs.proofs, unit: '' },
  ];
}

/** Which files each proof reads; afterwards all of them are in memory, for reads and proofs alike. */
async function filesOf(storage: FileLogStorage, prove: Prove, numbers: readonly number[]): Promise<string[][]> {
  const all: string[][] = [];
  for (const number of numbers) {
    const paths: string[] = [];
    const recording: TileSource = {
      read: (path) => {
        paths.push(path);
        return storage.read(path);
      },
    };
    await prove(recording, number);
    all.push(paths);
  }
  return all;
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Before anything is timed: what is fast has to be right. */
async function checkInclusion({ storage, leaves, root }: Log, prove: Prove): Promise<void> {
  for (let n = 0; n < PROOFS_OF_A_BLOCK; n++) {
    const index = randomInt(SIZE);
    verifyInclusion({ index, size: SIZE, leaf: leaves[index]!, path: await prove(storage, index), root });
  }
}

async function checkConsistency({ storage, leaves, root }: Log, prove: Prove): Promise<void> {
  for (let n = 0; n < CONSISTENCY_CHECKED; n++) {
    const oldSize = randomInt(1, SIZE);
    const oldRoot = treeRoot(leaves.slice(0, oldSize));
    verifyConsistency({ oldSize, size: SIZE, oldRoot, root, path: await prove(storage, oldSize) });
  }
}
