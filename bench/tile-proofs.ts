import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes, randomInt } from 'node:crypto';
import { FileLogStorage, TileEdge } from '#libs/log/storage';
import {
  CompactRange,
  leafHash,
  type LogHead,
  LogReader,
  TILE_WIDTH,
  TileCache,
  type TileSource,
  verifyConsistency,
  verifyInclusion,
} from '#libs/core/tlog';
import type { Figure } from './report.js';

const SIZE = 100_000;
const ENTRY_BYTES = 400;
const PROOFS_OF_A_BLOCK = 200;
// The root of each is kept while the log is written; nobody could prove consistency from a size without one.
const OLDER_HEADS = 1_000;

interface Log {
  readonly storage: FileLogStorage;
  readonly leaves: readonly Uint8Array[];
  readonly head: LogHead;
  readonly older: readonly LogHead[];
}

/** Gives one proof of a kind, which one is random, as `LogReader` gives it: proven. */
type Prove = (reader: LogReader) => Promise<unknown>;

/**
 * Proofs a second from the tiles of a log of 10^5 entries, one after the other, against reading the same files and doing nothing with
 * them. Cold: each by a reader that knows nothing yet, as of one command. Warm: by one that has seen all tiles, as of a server.
 */
export async function measureTileProofs(seconds: number): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-bench-tiles-'));
  try {
    const log = await writeLog(new FileLogStorage(folder));
    await check(log);
    return [
      ...(await rates('inclusion', (reader) => reader.inclusion(randomInt(SIZE)), log, seconds / 5)),
      ...(await rates('consistency', (reader) => reader.consistencyFrom(anyOf(log.older)), log, seconds / 5)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writeLog(storage: FileLogStorage): Promise<Log> {
  const entries = Array.from({ length: SIZE }, () => randomBytes(ENTRY_BYTES));
  const leaves = entries.map(leafHash);
  await storage.writeAll(TileEdge.of(0, [], []).grow(entries, leaves).files, () => {});
  const sizes = new Set(Array.from({ length: OLDER_HEADS }, () => randomInt(1, SIZE)));
  const older: LogHead[] = [];
  const range = CompactRange.empty();
  for (const leaf of leaves) {
    range.append(leaf);
    if (sizes.has(range.size)) older.push({ size: range.size, root: range.root() });
  }
  return { storage, leaves, head: { size: SIZE, root: range.root() }, older };
}

/** Bare reads, cold proofs and warm ones in turns, block by block: what the machine does meanwhile meets all three. */
async function rates(name: string, prove: Prove, log: Log, seconds: number): Promise<Figure[]> {
  const { storage, head } = log;
  const warm = await warmReader(log);
  const spentMs = { reads: 0, cold: 0, warm: 0 };
  let done = 0;
  while (spentMs.reads + spentMs.cold + spentMs.warm < seconds * 1_000) {
    const files = await filesOfBlock(log, prove);
    spentMs.reads += await timeOf(async () => {
      for (const paths of files) await Promise.all(paths.map((path) => storage.read(path)));
    });
    spentMs.cold += await timeOf(async () => {
      for (let n = 0; n < PROOFS_OF_A_BLOCK; n++) await prove(new LogReader(storage, head));
    });
    spentMs.warm += await timeOf(async () => {
      for (let n = 0; n < PROOFS_OF_A_BLOCK; n++) await prove(warm);
    });
    done += PROOFS_OF_A_BLOCK;
  }
  const perSecond = (ms: number): number => (done / ms) * 1_000;
  return [
    { what: `reads of the files of one ${name} proof`, value: perSecond(spentMs.reads), unit: '1/s' },
    { what: `${name} proofs from the tiles of 10^5 entries, cold`, value: perSecond(spentMs.cold), unit: '1/s' },
    { what: `ratio cold ${name} proofs / reads of their files`, value: spentMs.reads / spentMs.cold, unit: '' },
    { what: `${name} proofs from the tiles of 10^5 entries, warm`, value: perSecond(spentMs.warm), unit: '1/s' },
    { what: `ratio warm ${name} proofs / reads of their files`, value: spentMs.reads / spentMs.warm, unit: '' },
  ];
}

/** Which files each proof of a block reads; afterwards all of them are in memory, for reads and proofs alike. */
async function filesOfBlock({ storage, head }: Log, prove: Prove): Promise<string[][]> {
  const all: string[][] = [];
  for (let n = 0; n < PROOFS_OF_A_BLOCK; n++) {
    const paths: string[] = [];
    const recording: TileSource = {
      read: (path) => {
        paths.push(path);
        return storage.read(path);
      },
    };
    await prove(new LogReader(recording, head));
    all.push(paths);
  }
  return all;
}

async function warmReader({ storage, head }: Log): Promise<LogReader> {
  const reader = new LogReader(storage, head, new TileCache());
  for (let index = 0; index < SIZE; index += TILE_WIDTH) await reader.inclusion(index);
  return reader;
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Before anything is timed: what is fast has to be right, by nothing that the reader says of itself. */
async function check(log: Log): Promise<void> {
  const { storage, leaves, head, older } = log;
  const warm = await warmReader(log);
  for (let n = 0; n < PROOFS_OF_A_BLOCK; n++) {
    const reader = n % 2 === 0 ? warm : new LogReader(storage, head);
    const index = randomInt(SIZE);
    verifyInclusion({ ...head, index, leaf: leaves[index]!, path: (await reader.inclusion(index)).path });
    const { size: oldSize, root: oldRoot } = anyOf(older);
    const path = await reader.consistencyFrom({ size: oldSize, root: oldRoot });
    verifyConsistency({ ...head, oldSize, oldRoot, path });
  }
}

const anyOf = (heads: readonly LogHead[]): LogHead => heads[randomInt(heads.length)]!;
