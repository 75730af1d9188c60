import fc from 'fast-check';
import {
  consistencyPath,
  consistencyProof,
  EMPTY_ROOT,
  inclusionPath,
  inclusionProof,
  leafHash,
  LogReader,
  TlogError,
  verifyConsistency,
  verifyInclusion,
} from '../index.js';
import { NaiveTree } from '../../../../test/kit/tlog/naive-tree.js';
import { MemoryTiles, publishedLog, withoutObsolete } from './published-tiles.js';

const text = (at: number): Uint8Array => new TextEncoder().encode(`entry ${at}`);
const entries = Array.from({ length: 70_000 }, (_, at) => text(at));
const tree = new NaiveTree(entries.map(leafHash));
const leafAt = (index: number): Uint8Array => tree.leaves[index]!;
const SMALL_MAX = 600;
const LARGE_SIZES = [65_535, 65_536, 65_537, 70_000];

/** Every size was published, then the obsolete partial tiles went away: what is left serves all sizes. */
const small = withoutObsolete(publishedLog(entries.slice(0, SMALL_MAX), sizesTo(SMALL_MAX)));
const large = publishedLog(entries, [1, 255, 256, 257, 40_000, ...LARGE_SIZES]);

const codeOf = async (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => 'nothing was thrown',
    (error: unknown) => (error instanceof TlogError ? error.code : String(error)),
  );
const reader = (files: ReadonlyMap<string, Uint8Array>, size: number): LogReader =>
  new LogReader(new MemoryTiles(files), { size, root: tree.root(size) });

/** A few places of a tree: its ends, tile borders, and one that changes with the size. */
const placesIn = (size: number): number[] =>
  [...new Set([0, 255, 256, 65_535, 65_536, ...fewPlacesIn(size)])].filter((at) => at < size);
/** Fewer, so that all sizes can have their turn. */
const fewPlacesIn = (size: number): number[] => [size - 1, (Math.imul(size, 0x9e3779b1) >>> 0) % size];

describe('a proof from tiles, as from memory,', () => {
  it('of inclusion is that of RFC 6962 at every size to 600', async () => {
    const source = new MemoryTiles(small);
    for (let size = 1; size <= SMALL_MAX; size++) {
      for (const index of fewPlacesIn(size)) {
        const path = await inclusionProof(source, { index, size });
        expectPath(path, tree.inclusionPath(index, size));
        expectPath(inclusionPath({ index, size }, tree.hashAt), path);
        checkInclusion({ index, size, path });
      }
    }
  });
  it('of consistency is that of RFC 6962 at every size to 600', async () => {
    const source = new MemoryTiles(small);
    for (let size = 1; size <= SMALL_MAX; size++) {
      for (const at of fewPlacesIn(size)) {
        const path = await consistencyProof(source, { oldSize: at + 1, size });
        expectPath(path, tree.consistencyPath(at + 1, size));
        expectPath(consistencyPath({ oldSize: at + 1, size }, tree.hashAt), path);
        checkConsistency({ oldSize: at + 1, size, path });
      }
    }
  });
  it.each(LARGE_SIZES)('is that of RFC 6962 at size %i', async (size) => {
    const source = new MemoryTiles(large);
    for (const index of placesIn(size)) {
      const path = await inclusionProof(source, { index, size });
      expectPath(path, tree.inclusionPath(index, size));
      expectPath(inclusionPath({ index, size }, tree.hashAt), path);
      checkInclusion({ index, size, path });
    }
    for (const oldSize of [1, 2, 255, 256, 257, 600, 40_000, 65_535, 65_536, 65_537, size - 1, size]) {
      if (oldSize > size) continue;
      const path = await consistencyProof(source, { oldSize, size });
      expectPath(path, tree.consistencyPath(oldSize, size));
      expectPath(consistencyPath({ oldSize, size }, tree.hashAt), path);
      checkConsistency({ oldSize, size, path });
    }
  });
  it('reads each tile once, the one of its size first', async () => {
    const source = new MemoryTiles(large);
    await inclusionProof(source, { index: 69_999, size: 70_000 });
    expect(source.asked.toSorted()).toEqual(['tile/0/273.p/112', 'tile/1/001.p/17', 'tile/2/000.p/1']);
  });
  it('falls back to the full tile when the partial one of its size is gone', async () => {
    const source = new MemoryTiles(small);
    await inclusionProof(source, { index: 3, size: 200 });
    expect(source.asked).toEqual(['tile/0/000.p/200', 'tile/0/000']);
  });
  it('never takes a partial tile of another width', async () => {
    const other = new MemoryTiles(new Map([['tile/0/000.p/201', small.get('tile/0/000')!.slice(0, 201 * 32)]]));
    expect(await codeOf(inclusionProof(other, { index: 3, size: 200 }))).toBe('TILE_MISSING');
  });
  it.each([0, 32 * 199, 32 * 200 - 1, 32 * 201])('refuses a tile of width 200 with %i bytes', async (length) => {
    const source = new MemoryTiles(new Map([['tile/0/000.p/200', new Uint8Array(length)]]));
    expect(await codeOf(inclusionProof(source, { index: 3, size: 200 }))).toBe('TILE_MALFORMED');
  });
  it('refuses what no tree has', async () => {
    const source = new MemoryTiles(small);
    expect(await codeOf(inclusionProof(source, { index: 5, size: 5 }))).toBe('INDEX_OUTSIDE_TREE');
    expect(await codeOf(inclusionProof(source, { index: 0, size: 2 ** 53 }))).toBe('NUMBER_TOO_LARGE');
    expect(await codeOf(consistencyProof(source, { oldSize: 1, size: 2 ** 53 }))).toBe('NUMBER_TOO_LARGE');
    expect(await codeOf(consistencyProof(source, { oldSize: 6, size: 5 }))).toBe('SIZE_SHRANK');
    expect(await codeOf(consistencyProof(source, { oldSize: 0, size: 5 }))).toBe('CONSISTENCY_FROM_EMPTY');
  });
  it('is an error of the source when the source cannot say', async () => {
    const away = { read: () => Promise.reject(new Error('the server is away')) };
    await expect(inclusionProof(away, { index: 3, size: 200 })).rejects.toThrow('the server is away');
  });
});

describe('a reader of an untrusted log', () => {
  it.each([1, 2, 255, 256, 257, 511, 512, 513, 600])('gives every bundle, tile and entry of size %i', async (size) => {
    const log = reader(small, size);
    const read: Uint8Array[] = [];
    for (let index = 0; index * 256 < size; index++) {
      read.push(...(await log.bundle(index)));
      expect(await log.tile({ level: 0, index })).toEqual(
        tree.leaves.slice(index * 256, Math.min(size, index * 256 + 256)),
      );
    }
    expect(read).toEqual(entries.slice(0, size));
    const width = Math.floor(size / 256);
    if (width > 0) expect(await log.tile({ level: 1, index: 0 })).toHaveLength(width);
    for (const index of placesIn(size)) {
      const { entry, leaf, path } = await log.entry(index);
      expect(entry).toEqual(text(index));
      verifyInclusion({ index, size, leaf, path, root: tree.root(size) });
    }
  });
  it.each(LARGE_SIZES)('gives bundles and tiles of each level at size %i', async (size) => {
    const log = reader(large, size);
    for (const index of [0, 1, 254, 255, Math.ceil(size / 256) - 1]) {
      expect(await log.bundle(index)).toEqual(entries.slice(index * 256, Math.min(size, index * 256 + 256)));
      expect(await log.tile({ level: 0, index })).toEqual(
        tree.leaves.slice(index * 256, Math.min(size, index * 256 + 256)),
      );
    }
    for (const [level, index] of [[1, 0], ...(size > 65_792 ? [[1, 1]] : []), ...(size >= 65_536 ? [[2, 0]] : [])]) {
      const hashes = await log.tile({ level: level!, index: index! });
      expect(hashes).toEqual(hashes.map((_, at) => tree.hashAt(8 * level!, 256 * index! + at)));
    }
  });
  it('gives no entry, bundle or tile of which any byte was changed', async () => {
    for (const size of [1, 7, 256, 300]) {
      const honest = reader(small, size);
      const lastBundle = Math.ceil(size / 256) - 1;
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (place, change) => {
          const source = new MemoryTiles(changedEverywhere(small, place, change));
          const log = new LogReader(source, honest.head);
          expect(await codeOf(log.entry(place % size))).not.toBe('nothing was thrown');
          expect(await codeOf(log.bundle(lastBundle))).not.toBe('nothing was thrown');
          expect(await codeOf(log.tile({ level: 0, index: lastBundle }))).not.toBe('nothing was thrown');
          expect(await codeOf(log.inclusion(place % size))).not.toBe('nothing was thrown');
        }),
        { numRuns: 20 },
      );
    }
  });
  it('names a bundle that is another log’s, a tile that is forged, and a head that is none of this log', async () => {
    const size = 600;
    const bundle = new Map(small).set('tile/entries/001', small.get('tile/entries/000')!);
    expect(await codeOf(reader(bundle, size).bundle(1))).toBe('ROOT_MISMATCH');
    expect(await codeOf(reader(bundle, size).entry(256))).toBe('ROOT_MISMATCH');
    expect(await codeOf(reader(bundle, size).bundle(0))).toBe('nothing was thrown');
    const upper = small.get('tile/1/000.p/2')!.slice();
    upper[40]! ^= 1;
    const tile = new Map(small).set('tile/1/000.p/2', upper);
    expect(await codeOf(reader(tile, size).tile({ level: 1, index: 0 }))).toBe('ROOT_MISMATCH');
    const forked = new LogReader(new MemoryTiles(small), { size, root: tree.root(size - 1) });
    expect(await codeOf(forked.bundle(0))).toBe('ROOT_MISMATCH');
  });
  it('proves consistency with each older head of the log and refuses another history', async () => {
    const log = reader(large, 70_000);
    for (const size of [1, 255, 256, 257, 65_535, 65_536, 65_537, 70_000]) {
      const path = await log.consistencyFrom({ size, root: tree.root(size) });
      expect(path).toEqual(tree.consistencyPath(size, 70_000));
      expect(await codeOf(log.consistencyFrom({ size, root: tree.root(size - 1) }))).toBe('ROOT_MISMATCH');
    }
    expect(await codeOf(log.consistencyFrom({ size: 70_001, root: EMPTY_ROOT }))).toBe('SIZE_SHRANK');
    expect(await codeOf(log.consistencyFrom({ size: 0, root: EMPTY_ROOT }))).toBe('CONSISTENCY_FROM_EMPTY');
  });
  it('knows the head that the log had at any size, and finds a forged tile in it', async () => {
    for (const size of [0, 1, 2, 255, 256, 257, 600, 65_535, 65_536, 65_537, 70_000]) {
      expect(await reader(large, 70_000).headAt(size)).toEqual({ size, root: tree.root(size) });
    }
    expect(await codeOf(reader(large, 70_000).headAt(70_001))).toBe('SIZE_SHRANK');
    const forged = new Map(large).set('tile/0/001', large.get('tile/0/000')!);
    expect(await codeOf(reader(forged, 70_000).headAt(300))).toBe('ROOT_MISMATCH');
  });
  it('proves consistency between two sizes of which it has no partial tiles', async () => {
    const log = reader(large, 70_000);
    const path = await log.consistencyFrom(await log.headAt(300), await log.headAt(66_000));
    expect(path).toEqual(tree.consistencyPath(300, 66_000));
    const forged = { size: 66_000, root: tree.root(65_999) };
    expect(await codeOf(log.consistencyFrom(await log.headAt(300), forged))).toBe('ROOT_MISMATCH');
  });
  it('says what is missing', async () => {
    const files = new Map(small);
    files.delete('tile/entries/001');
    await expect(reader(files, 512).entry(300)).rejects.toThrow('the log lacks tile/entries/001');
    await expect(reader(files, 511).entry(300)).rejects.toThrow('tile/entries/001.p/255 and tile/entries/001');
  });
  it('has nothing outside the tree, and no head above 2^53 - 1', async () => {
    const log = reader(small, 300);
    expect(await codeOf(log.entry(300))).toBe('INDEX_OUTSIDE_TREE');
    expect(await codeOf(log.bundle(2))).toBe('INDEX_OUTSIDE_TREE');
    expect(await codeOf(log.tile({ level: 1, index: 1 }))).toBe('INDEX_OUTSIDE_TREE');
    expect(await codeOf(log.tile({ level: 2, index: 0 }))).toBe('INDEX_OUTSIDE_TREE');
    expect(() => new LogReader(new MemoryTiles(small), { size: 2 ** 53, root: EMPTY_ROOT })).toThrow('2^53');
  });
});

/** As `toEqual`, which takes most of the time over thousands of paths. */
function expectPath(path: readonly Uint8Array[], wanted: readonly Uint8Array[]): void {
  expect(Buffer.concat(path).equals(Buffer.concat(wanted))).toBe(true);
  expect(path.length).toBe(wanted.length);
}

function checkInclusion({ index, size, path }: { index: number; size: number; path: Uint8Array[] }): void {
  const proof = { index, size, leaf: leafAt(index), root: tree.root(size) };
  verifyInclusion({ ...proof, path });
  for (const tampered of tamperedPaths(path, index + size)) {
    expect(() => verifyInclusion({ ...proof, path: tampered })).toThrow(TlogError);
  }
}

function checkConsistency({ oldSize, size, path }: { oldSize: number; size: number; path: Uint8Array[] }): void {
  const proof = { oldSize, size, oldRoot: tree.root(oldSize), root: tree.root(size) };
  verifyConsistency({ ...proof, path });
  for (const tampered of tamperedPaths(path, oldSize + size)) {
    expect(() => verifyConsistency({ ...proof, path: tampered })).toThrow(TlogError);
  }
}

/** One bit of one hash, one hash less, one more; which one changes with the seed. */
function tamperedPaths(path: readonly Uint8Array[], seed: number): Uint8Array[][] {
  const longer = [...path, EMPTY_ROOT];
  if (path.length === 0) return [longer];
  const at = seed % path.length;
  const flipped = path[at]!.slice();
  flipped[seed % 32]! ^= 1 << (seed % 8);
  return [longer, path.toSpliced(at, 1), path.with(at, flipped)];
}

/** One byte of each file, so that whatever is read is not what was published. */
function changedEverywhere(files: ReadonlyMap<string, Uint8Array>, place: number, change: number) {
  return new Map(
    [...files].map(([path, bytes]) => {
      const changed = bytes.slice();
      // Within the first hash, or the first entry and its length: every reader uses that.
      changed[place % (path.includes('entries') ? 9 : 32)]! ^= change;
      return [path, changed] as const;
    }),
  );
}

function sizesTo(max: number): number[] {
  return Array.from({ length: max }, (_, at) => at + 1);
}
