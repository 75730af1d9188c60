import fc from 'fast-check';
import { encodeTile, leafHash, LogReader, TileCache, TlogError, type TileSource, verifyInclusion } from '../index.js';
import { TileTree } from '../tile-tree.js';
import { NaiveTree, someLeaves } from '../../../../test/kit/tlog/naive-tree.js';
import { MemoryTiles, publishedLog, withoutObsolete } from './published-tiles.js';

const SIZE = 1_000;
const FULL_TILE_BYTES = 16_863;
const entriesOf = (word: string): Uint8Array[] =>
  Array.from({ length: SIZE }, (_, at) => new TextEncoder().encode(`${word} ${at}`));
const entries = entriesOf('entry');
const tree = new NaiveTree(entries.map(leafHash));
const everySize = Array.from({ length: SIZE }, (_, at) => at + 1);
const files = withoutObsolete(publishedLog(entries, everySize));
// A log of the same length of which not one hash is the same.
const strangerEntries = entriesOf('stranger');
const stranger = withoutObsolete(publishedLog(strangerEntries, everySize));
const strangerTree = new NaiveTree(strangerEntries.map(leafHash));

const headAt = (size: number) => ({ size, root: tree.root(size) });
const codeOf = async (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => 'nothing was thrown',
    (error: unknown) => (error instanceof TlogError ? error.code : String(error)),
  );

/** Answers from one set of files or another; remembers what was asked for. */
class TwoFaced implements TileSource {
  isLying = false;
  asked: string[] = [];
  read(path: string): Promise<Uint8Array | null> {
    this.asked.push(path);
    return Promise.resolve((this.isLying ? stranger : files).get(path) ?? null);
  }
}

async function expectProven(reader: LogReader, index: number): Promise<void> {
  const { size, root } = reader.head;
  const { leaf, path } = await reader.inclusion(index);
  expect(leaf).toEqual(tree.leaves[index]);
  expect(path).toEqual(tree.inclusionPath(index, size));
  verifyInclusion({ index, size, leaf, path, root });
}

describe('a tile with the hashes above its own', () => {
  const leaves = someLeaves(256);
  const naive = new NaiveTree(leaves);
  it.each([1, 2, 3, 77, 128, 255, 256])('has every node of %i hashes, whichever is asked for first', (width) => {
    const nodes = [0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((row) =>
      Array.from({ length: Math.floor(width / 2 ** row) }, (_, index) => ({ row, index })),
    );
    const inSomeOrder = fc.shuffledSubarray(nodes, { minLength: Math.min(nodes.length, 40) });
    fc.assert(
      fc.property(inSomeOrder, (asked) => {
        const tile = new TileTree(encodeTile(leaves.slice(0, width)));
        for (const { row, index } of asked) {
          const count = 2 ** row;
          expect(tile.hashOf({ first: index * count, count })).toEqual(naive.hashAt(row, index));
        }
      }),
      { numRuns: 20 },
    );
  });
  it('does not change with the bytes it was made of, nor with a hash that it gave', () => {
    const bytes = encodeTile(leaves);
    const tile = new TileTree(bytes);
    bytes.fill(0);
    tile.hashOf({ first: 0, count: 1 }).fill(0);
    tile.hashOf({ first: 0, count: 2 }).fill(0);
    tile.leaves()[0]!.fill(0);
    expect(tile.hashOf({ first: 0, count: 1 })).toEqual(leaves[0]);
    expect(tile.hashOf({ first: 0, count: 2 })).toEqual(naive.hashAt(1, 0));
  });
});

describe('a cache of tiles', () => {
  const tileOf = (width: number): TileTree => new TileTree(encodeTile(someLeaves(width)));
  const full = tileOf(256);
  const place = (index: number, width = 256) => ({ level: 0, index, width });

  it('never holds more than it was given, and gives up what was used least', () => {
    expect(full.bytes).toBe(FULL_TILE_BYTES);
    const cache = new TileCache(3 * FULL_TILE_BYTES);
    for (const index of [0, 1, 2]) cache.keep(place(index), full);
    cache.find(place(0));
    cache.keep(place(3), full);
    expect([0, 1, 2, 3].filter((index) => cache.find(place(index)))).toEqual([0, 2, 3]);
    expect(cache.bytes).toBe(3 * FULL_TILE_BYTES);
    for (let index = 0; index < 100; index++) cache.keep(place(index, 1 + (index % 256)), tileOf(1 + (index % 256)));
    expect(cache.bytes).toBeLessThanOrEqual(3 * FULL_TILE_BYTES);
  });
  it('counts a tile that takes its own place once', () => {
    const cache = new TileCache();
    for (const width of [5, 5, 200, 256, 256]) cache.keep(place(0, width), tileOf(width));
    expect(cache.bytes).toBe(FULL_TILE_BYTES);
  });
  it('holds nothing that is larger than all it may hold', () => {
    const cache = new TileCache(FULL_TILE_BYTES - 1);
    cache.keep(place(0), full);
    expect([cache.find(place(0)), cache.bytes]).toEqual([undefined, 0]);
  });
  it('has a partial tile only for who asks for the same width, and keeps the wider one', () => {
    const cache = new TileCache();
    cache.keep(place(0, 5), tileOf(5));
    expect(cache.find(place(0, 5))?.width).toBe(5);
    expect(cache.find(place(0, 6))).toBeUndefined();
    cache.keep(place(0), full);
    expect(cache.find(place(0, 5))).toBeUndefined();
    cache.keep(place(0, 5), tileOf(5));
    expect(cache.find(place(0))).toBe(full);
  });
});

describe('readers that share a cache', () => {
  it('read each tile once, also for those who ask at the same time', async () => {
    const source = new MemoryTiles(files);
    const reader = new LogReader(source, headAt(SIZE));
    await Promise.all([3, 4, 300, 999].map((index) => expectProven(reader, index)));
    for (let index = 0; index < SIZE; index += 9) await expectProven(reader, index);
    await reader.consistencyFrom(headAt(700));
    expect(source.asked.toSorted()).toEqual([
      'tile/0/000',
      'tile/0/001',
      'tile/0/002',
      'tile/0/003.p/232',
      'tile/1/000.p/3',
    ]);
  });
  it('read full tiles never again as the log grows, and a partial one when it is wider', async () => {
    const source = new MemoryTiles(publishedLog(entries, [200, 255, 256, 300, 301]));
    const cache = new TileCache();
    const readAt = async (size: number): Promise<string[]> => {
      const before = source.asked.length;
      const reader = new LogReader(source, headAt(size), cache);
      for (let index = 0; index < size; index += 7) await expectProven(reader, index);
      return source.asked.slice(before).toSorted();
    };
    expect(await readAt(200)).toEqual(['tile/0/000.p/200']);
    expect(await readAt(200)).toEqual([]);
    expect(await readAt(255)).toEqual(['tile/0/000.p/255']);
    expect(await readAt(256)).toEqual(['tile/0/000', 'tile/1/000.p/1']);
    expect(await readAt(300)).toEqual(['tile/0/001.p/44']);
    expect(await readAt(301)).toEqual(['tile/0/001.p/45']);
    // An older head has other partial tiles, and takes nothing from the newer one.
    expect(await readAt(200)).toEqual(['tile/0/000.p/200']);
    expect(await readAt(301)).toEqual([]);
  });
  it('stay within its bytes, and give the same proofs however few those are', async () => {
    const cache = new TileCache(2 * FULL_TILE_BYTES);
    const reader = new LogReader(new MemoryTiles(files), headAt(SIZE), cache);
    for (let index = 0; index < SIZE; index += 31) {
      await expectProven(reader, index);
      expect(cache.bytes).toBeLessThanOrEqual(2 * FULL_TILE_BYTES);
    }
    await expectProven(new LogReader(new MemoryTiles(files), headAt(SIZE), new TileCache(0)), 500);
  });
});

describe('a source that lies', () => {
  it('the first time is refused, and believed nothing of it when it is honest again', async () => {
    const source = new TwoFaced();
    const cache = new TileCache();
    const reader = new LogReader(source, headAt(SIZE), cache);
    source.isLying = true;
    expect(await codeOf(reader.inclusion(300))).toBe('ROOT_MISMATCH');
    expect(await codeOf(reader.tile({ level: 0, index: 1 }))).toBe('ROOT_MISMATCH');
    expect(cache.bytes).toBe(0); // so that a liar takes the place of nothing that was proven
    source.isLying = false;
    for (let index = 0; index < SIZE; index += 31) await expectProven(reader, index);
    expect(await reader.tile({ level: 0, index: 1 })).toEqual(tree.leaves.slice(256, 512));
  });
  it('about one tile the first time is refused for that tile alone', async () => {
    const source = new TwoFaced();
    const reader = new LogReader(source, headAt(SIZE));
    await expectProven(reader, 3);
    source.isLying = true;
    await expect(reader.inclusion(300)).rejects.toThrow(
      'tile/0/001 does not give the hash that tile/1/000.p/3 has for it',
    );
    await expectProven(reader, 4);
    source.isLying = false;
    await expectProven(reader, 300);
  });
  it('the second time is not asked about what was proven, and refused for the rest', async () => {
    const source = new TwoFaced();
    const cache = new TileCache();
    await expectProven(new LogReader(source, headAt(SIZE), cache), 300);
    source.isLying = true;
    const reader = new LogReader(source, headAt(SIZE), cache);
    await expectProven(reader, 301);
    expect(await codeOf(reader.inclusion(3))).toBe('ROOT_MISMATCH');
    expect(await codeOf(reader.bundle(1))).toBe('ROOT_MISMATCH');
    expect(await codeOf(new LogReader(source, headAt(SIZE), new TileCache(0)).inclusion(301))).toBe('ROOT_MISMATCH');
  });
  it('for a head of its own puts nothing into the cache that another head believes', async () => {
    const source = new TwoFaced();
    const cache = new TileCache();
    source.isLying = true;
    const strange = new LogReader(source, { size: SIZE, root: strangerTree.root(SIZE) }, cache);
    for (const index of [3, 300, 600, 999]) {
      expect((await strange.inclusion(index)).leaf).toEqual(strangerTree.leaves[index]);
    }
    expect(await codeOf(new LogReader(source, headAt(SIZE), cache).inclusion(3))).toBe('ROOT_MISMATCH');
    source.isLying = false;
    for (const size of [SIZE, 999, 600, 513]) {
      const reader = new LogReader(source, headAt(size), cache);
      for (const index of [3, 300, 512]) await expectProven(reader, index);
    }
  });
  it('whenever it likes never brings in a hash that is not the tree’s', async () => {
    const rounds = fc.array(
      fc.record({
        isLying: fc.boolean(),
        isStranger: fc.boolean(),
        size: fc.integer({ min: 1, max: SIZE }),
        at: fc.nat(),
      }),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(rounds, fc.integer({ min: 0, max: 6 * FULL_TILE_BYTES }), async (asked, bytesMax) => {
        const source = new TwoFaced();
        const cache = new TileCache(bytesMax);
        for (const { isLying, isStranger, size, at } of asked) {
          source.isLying = isLying;
          const its = isStranger ? strangerTree : tree;
          const reader = new LogReader(source, { size, root: its.root(size) }, cache);
          const index = at % size;
          const found = await reader.inclusion(index).catch((error: unknown) => error);
          // What it gives is right whatever the source says; it must give something when that is no lie.
          if (found instanceof TlogError)
            expect([found.code, isLying === isStranger]).toEqual(['ROOT_MISMATCH', false]);
          else expect(found).toEqual({ index, leaf: its.leaves[index], path: its.inclusionPath(index, size) });
        }
      }),
      { numRuns: 150 },
    );
  });
});
