import fc from 'fast-check';
import { type LogFile, LogStorage } from '#libs/log/storage';
import { rootFromSharedProof, sharedProof, sharedProofNodes } from '#libs/core/evidence';
import {
  CompactRange,
  encodeTile,
  type LogHead,
  nodesOfSpan,
  TILE_HEIGHT,
  TILE_WIDTH,
  tilesToWrite,
  type TreeNode,
} from '#libs/core/tlog';
import { PublishedLog } from '../log/published-log.js';
import { MemoryLog } from '../../../test/kit/api/published-log.js';

/** Files in memory; counts what is read. */
class MemoryStorage extends LogStorage {
  readonly files = new Map<string, Uint8Array>();
  readonly reads: string[] = [];

  override async read(path: string): Promise<Uint8Array | null> {
    this.reads.push(path);
    return this.files.get(path) ?? null;
  }
  override async writeAll(files: readonly LogFile[]): Promise<void> {
    for (const { path, bytes } of files) this.files.set(path, bytes);
  }
  override async replace(file: LogFile): Promise<void> {
    await this.writeAll([file]);
  }
  override async exists(path: string): Promise<boolean> {
    return this.files.has(path);
  }
  override async list(): Promise<string[]> {
    return [...this.files.keys()];
  }
  override async remove(path: string): Promise<void> {
    this.files.delete(path);
  }
  override async discardUnfinished(): Promise<void> {}
}

// One full tile of the second level would need 65,536 entries; this has two full tiles, a partial one and a level above.
const SIZE = 2 * TILE_WIDTH + 77;
const log = new MemoryLog('cairn.example/tiles');
log.fill(SIZE - log.size);
const HEAD = { size: SIZE, root: log.root() };

function headAt(size: number): LogHead {
  const peaks = nodesOfSpan({ start: 0, end: size }).map(({ level, index }) => log.hashAt(level, index));
  return { size, root: CompactRange.of(size, peaks).root() };
}

async function publishedUpTo(
  size: number,
): Promise<{ storage: MemoryStorage; published: PublishedLog; clock: { ms: number } }> {
  const storage = new MemoryStorage();
  await storage.writeAll(tilesOf(size));
  const clock = { ms: 1_000 };
  return { storage, published: new PublishedLog(storage, () => clock.ms), clock };
}

function tilesOf(size: number): LogFile[] {
  return tilesToWrite({ fromSize: 0, toSize: size }).flatMap((tile) => {
    if (tile.kind === 'entries') return [];
    const first = tile.index * TILE_WIDTH;
    const hashes = Array.from({ length: tile.width }, (_, at) => log.hashAt(tile.level * TILE_HEIGHT, first + at));
    return [{ path: tile.path, bytes: encodeTile(hashes) }];
  });
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('proofs made of published tiles', () => {
  it('give the root of the tree, whichever entries are proven', async () => {
    const { published } = await publishedUpTo(SIZE);
    const someIndexes = fc.uniqueArray(fc.nat(SIZE - 1), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(someIndexes, async (unordered) => {
        const indexes = unordered.sort((a, b) => a - b);
        const hashAt = await published.nodeHashes(sharedProofNodes({ size: SIZE, indexes }), HEAD);
        const leaves = indexes.map((index) => ({ index, hash: log.hashAt(0, index) }));
        const root = rootFromSharedProof({ size: SIZE, leaves, proof: sharedProof({ size: SIZE, indexes }, hashAt) });
        expect(hex(root)).toBe(hex(log.root()));
      }),
      { numRuns: 100 },
    );
  });

  it('have the hash of every node of the tree', async () => {
    const { published } = await publishedUpTo(SIZE);
    const nodes: TreeNode[] = [];
    for (let level = 0; 2 ** level <= SIZE; level++) {
      for (let index = 0; (index + 1) * 2 ** level <= SIZE; index++) nodes.push({ level, index });
    }
    const hashAt = await published.nodeHashes(nodes, HEAD);
    for (const { level, index } of nodes) expect(hex(hashAt(level, index))).toBe(hex(log.hashAt(level, index)));
  });

  it('ask for each tile once and keep it', async () => {
    const { published, storage } = await publishedUpTo(SIZE);
    const nodes = nodesOfSpan({ start: 0, end: SIZE });
    await Promise.all([published.nodeHashes(nodes, HEAD), published.nodeHashes(nodes, HEAD)]);
    await published.nodeHashes(nodes, HEAD);
    expect(storage.reads).toHaveLength(new Set(storage.reads).size);
  });

  it('take the full tile once the partial one has gone', async () => {
    const { published, storage } = await publishedUpTo(SIZE);
    const before = 300;
    await storage.writeAll(tilesOf(before));
    await storage.remove('tile/0/001.p/44');
    const hashAt = await published.nodeHashes([{ level: 0, index: 290 }], headAt(before));
    expect(hex(hashAt(0, 290))).toBe(hex(log.hashAt(0, 290)));
  });

  it('read full tiles once, however often the log grows', async () => {
    const { published, storage } = await publishedUpTo(SIZE);
    await storage.writeAll(tilesOf(SIZE - 1));
    await published.nodeHashes([{ level: 0, index: 3 }], headAt(SIZE - 1));
    await published.nodeHashes([{ level: 0, index: 4 }], HEAD);
    expect(storage.reads.filter((path) => path === 'tile/0/000')).toHaveLength(1);
  });

  it('fail when a tile is not that of the checkpoint, and no longer once it is', async () => {
    const { published, storage } = await publishedUpTo(SIZE);
    const good = storage.files.get('tile/0/001')!;
    const spoilt = good.slice();
    spoilt[17]! ^= 1;
    storage.files.set('tile/0/001', spoilt);
    const nodes = [{ level: 0, index: 300 }];
    await expect(published.nodeHashes(nodes, HEAD)).rejects.toMatchObject({ code: 'ROOT_MISMATCH' });
    storage.files.set('tile/0/001', good);
    const hashAt = await published.nodeHashes(nodes, HEAD);
    expect(hex(hashAt(0, 300))).toBe(hex(log.hashAt(0, 300)));
  });

  it('fail when the published log lacks a tile: the database is not asked', async () => {
    const { published, storage } = await publishedUpTo(SIZE);
    await storage.remove('tile/0/001');
    await expect(published.nodeHashes([{ level: 0, index: 300 }], HEAD)).rejects.toThrow('tile/0/001');
  });
});

describe('the published checkpoint', () => {
  it('is read again after a tenth of a second, not for each question', async () => {
    const { published, storage, clock } = await publishedUpTo(SIZE);
    await storage.replace({ path: 'checkpoint', bytes: new TextEncoder().encode(log.checkpoint()) });
    expect((await published.checkpoint()).size).toBe(SIZE);
    clock.ms += 99;
    await published.checkpoint();
    expect(storage.reads).toEqual(['checkpoint']);
    clock.ms += 1;
    await published.checkpoint();
    expect(storage.reads).toEqual(['checkpoint', 'checkpoint']);
  });

  it('that is missing is asked for again at once', async () => {
    const { published, storage } = await publishedUpTo(SIZE);
    await expect(published.checkpoint()).rejects.toMatchObject({ problem: 'nothing-published' });
    await storage.replace({ path: 'checkpoint', bytes: new TextEncoder().encode(log.checkpoint()) });
    expect((await published.checkpoint()).size).toBe(SIZE);
  });
});
