import fc from 'fast-check';
import {
  consistencyPath,
  decodeEntryBundle,
  decodeTile,
  encodeEntryBundle,
  encodeTile,
  ENTRY_BYTES_MAX,
  entryBundlePath,
  formatTilePath,
  frontOfFull,
  hashFromTile,
  inclusionPath,
  nodeLocation,
  parseTilePath,
  TILE_WIDTH,
  tilePath,
  tilesToWrite,
  tileWidth,
  verifyConsistency,
  verifyInclusion,
} from '../index.js';
import { codeOf, NaiveTree, someLeaves } from '../../../../test/kit/tlog/naive-tree.js';
import { publishedTiles } from './published-tiles.js';

describe('a tile path', () => {
  it.each([
    [{ level: 0, index: 0 }, 'tile/0/000'],
    [{ level: 0, index: 273, width: 112 }, 'tile/0/273.p/112'],
    [{ level: 1, index: 999 }, 'tile/1/999'],
    [{ level: 2, index: 1000, width: 1 }, 'tile/2/x001/000.p/1'],
    [{ level: 3, index: 1_234_067 }, 'tile/3/x001/x234/067'],
    [{ level: 63, index: 0, width: 255 }, 'tile/63/000.p/255'],
    [{ level: 0, index: Number.MAX_SAFE_INTEGER }, 'tile/0/x009/x007/x199/x254/x740/991'],
    [{ level: 0, index: 1, width: 256 }, 'tile/0/001'],
  ])('of %o is %s', (address, path) => {
    expect(tilePath(address)).toBe(path);
    expect(parseTilePath(path)).toEqual({ kind: 'hashes', width: 256, ...address });
  });
  it('of an entry bundle has `entries` for its level', () => {
    expect(entryBundlePath({ index: 1_234_067, width: 9 })).toBe('tile/entries/x001/x234/067.p/9');
    expect(parseTilePath('tile/entries/000')).toEqual({ kind: 'entries', index: 0, width: 256 });
  });
  it('is read back as it was written', () => {
    const width = fc.integer({ min: 1, max: 256 });
    const aTile = fc.oneof(
      fc.record({
        kind: fc.constant('hashes' as const),
        level: fc.integer({ min: 0, max: 63 }),
        index: fc.maxSafeNat(),
        width,
      }),
      fc.record({ kind: fc.constant('entries' as const), index: fc.maxSafeNat(), width }),
    );
    fc.assert(fc.property(aTile, (tile) => expect(parseTilePath(formatTilePath(tile))).toEqual(tile)));
  });
  it.each([
    '',
    'tile/0',
    'tile/0/0',
    'tile/0/00',
    'tile/0/0000',
    'tile/00/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/0/x000/001',
    'tile/0/x001',
    'tile/0/001/002',
    'tile/0/x01/002',
    'tile/0/000.p/0',
    'tile/0/000.p/00',
    'tile/0/000.p/01',
    'tile/0/000.p/256',
    'tile/0/000.p/257',
    'tile/0/000.p/',
    'tile/0/000.p',
    'tile/0/000/',
    '/tile/0/000',
    'tile/0/000\n',
    'tile/entry/000',
    'tile/8/0/000',
    'tile/0/../000',
    'tile/0/\u0660\u0660\u0660',
  ])('%p is refused', (path) => expect(codeOf(() => parseTilePath(path))).toBe('TILE_PATH_MALFORMED'));
  it('refuses an index above 2^53 - 1, a level above 63, and an empty tile', () => {
    expect(codeOf(() => parseTilePath('tile/0/x009/x007/x199/x254/x740/992'))).toBe('NUMBER_TOO_LARGE');
    expect(codeOf(() => parseTilePath(`tile/0/${'x999/'.repeat(200)}999`))).toBe('NUMBER_TOO_LARGE');
    expect(codeOf(() => tilePath({ level: 64, index: 0 }))).toBe('TILE_PATH_MALFORMED');
    expect(codeOf(() => tilePath({ level: 0, index: 0, width: 0 }))).toBe('TILE_PATH_MALFORMED');
    expect(codeOf(() => tilePath({ level: 0, index: 2 ** 53 }))).toBe('NUMBER_TOO_LARGE');
  });
});

describe('the tiles of a log', () => {
  const tree = new NaiveTree(someLeaves(70_000));
  it('of size 70,000 are 273 full and p/112 at level 0, one full and p/17 at level 1, p/1 at level 2', () => {
    const paths = tilesToWrite({ fromSize: 0, toSize: 70_000 }).map(({ path }) => path);
    const level = (prefix: string) => paths.filter((path) => path.startsWith(`${prefix}/`));
    expect(level('tile/0')).toHaveLength(274);
    expect(level('tile/0').at(-1)).toBe('tile/0/273.p/112');
    expect(level('tile/1')).toEqual(['tile/1/000', 'tile/1/001.p/17']);
    expect(level('tile/2')).toEqual(['tile/2/000.p/1']);
    expect(level('tile/entries')).toHaveLength(274);
    expect(paths).toHaveLength(274 + 2 + 1 + 274);
  });
  it('are never empty, and only those that grew are written', () => {
    expect(tilesToWrite({ fromSize: 0, toSize: 0 })).toEqual([]);
    expect(tilesToWrite({ fromSize: 256, toSize: 256 })).toEqual([]);
    const paths = (fromSize: number, toSize: number) => tilesToWrite({ fromSize, toSize }).map(({ path }) => path);
    expect(paths(255, 256)).toEqual(['tile/entries/000', 'tile/0/000', 'tile/1/000.p/1']);
    expect(paths(256, 257)).toEqual(['tile/entries/001.p/1', 'tile/0/001.p/1']);
    expect(paths(255, 257)).toEqual([
      'tile/entries/000',
      'tile/entries/001.p/1',
      'tile/0/000',
      'tile/0/001.p/1',
      'tile/1/000.p/1',
    ]);
    expect(paths(65_535, 65_536)).toEqual(['tile/entries/255', 'tile/0/255', 'tile/1/000', 'tile/2/000.p/1']);
    expect(codeOf(() => tilesToWrite({ fromSize: 2, toSize: 1 }))).toBe('SIZE_SHRANK');
    expect(codeOf(() => tilesToWrite({ fromSize: 0, toSize: 2 ** 53 }))).toBe('NUMBER_TOO_LARGE');
  });
  it('are as wide as the tree is large, at the largest sizes too', () => {
    expect(tileWidth({ level: 0, index: 273, size: 70_000 })).toBe(112);
    expect(tileWidth({ level: 1, index: 1, size: 70_000 })).toBe(17);
    expect(tileWidth({ level: 2, index: 0, size: 70_000 })).toBe(1);
    expect(tileWidth({ level: 3, index: 0, size: 70_000 })).toBe(0);
    expect(tileWidth({ level: 0, index: 0, size: 70_000 })).toBe(256);
    expect(tilesToWrite({ fromSize: Number.MAX_SAFE_INTEGER - 1, toSize: Number.MAX_SAFE_INTEGER })).toEqual([
      { kind: 'entries', index: 2 ** 45 - 1, width: 255, path: 'tile/entries/x035/x184/x372/x088/831.p/255' },
      { kind: 'hashes', level: 0, index: 2 ** 45 - 1, width: 255, path: 'tile/0/x035/x184/x372/x088/831.p/255' },
    ]);
  });
  it.each([1, 255, 256, 257, 511, 513, 65_535, 65_536, 65_537, 70_000])('prove every leaf at size %i', (size) => {
    const leaves = tree.leaves.slice(0, size);
    const root = tree.root(size);
    const files = publishedTiles(leaves, [Math.floor(size / 3), Math.floor(size / 2), size]);
    const hashAt = (level: number, index: number) => {
      const { tileLevel, tileIndex, ...within } = nodeLocation({ level, index });
      const path = tilePath({
        level: tileLevel,
        index: tileIndex,
        width: tileWidth({ level: tileLevel, index: tileIndex, size }),
      });
      return hashFromTile(files.get(path)!, within);
    };
    for (const index of [0, 1, 255, 256, 65_535, 65_536, Math.floor(size / 2), size - 1]) {
      if (index >= size) continue;
      verifyInclusion({ index, size, leaf: leaves[index]!, path: inclusionPath({ index, size }, hashAt), root });
    }
    for (const oldSize of [1, 255, 256, 257, 65_535, 65_536, Math.ceil(size / 2), size]) {
      if (oldSize > size) continue;
      const oldRoot = tree.root(oldSize);
      verifyConsistency({ oldSize, size, oldRoot, root, path: consistencyPath({ oldSize, size }, hashAt) });
    }
  });
});

describe('a tile', () => {
  const leaves = someLeaves(TILE_WIDTH);
  const tile = encodeTile(leaves);
  it('is its hashes one after the other, 8,192 bytes when full', () => {
    expect(tile).toHaveLength(8_192);
    expect(decodeTile(tile)).toEqual(leaves);
  });
  it('gives every node below it, by what RFC 6962 says of its leaves', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7 }), fc.nat(), (level, seed) => {
        const width = 2 ** level;
        const index = seed % (TILE_WIDTH / width);
        const location = nodeLocation({ level, index });
        expect(location).toEqual({ tileLevel: 0, tileIndex: 0, first: index * width, count: width });
        expect(hashFromTile(tile, location)).toEqual(new NaiveTree(leaves).hashAt(level, index));
      }),
    );
  });
  it('holds the node of level 8 only as a hash of the tile above', () => {
    expect(nodeLocation({ level: 8, index: 256 })).toEqual({ tileLevel: 1, tileIndex: 1, first: 0, count: 1 });
    expect(nodeLocation({ level: 9, index: 127 })).toEqual({ tileLevel: 1, tileIndex: 0, first: 254, count: 2 });
  });
  it('that is partial is never hashed upward beyond what it has', () => {
    const partial = encodeTile(leaves.slice(0, 5));
    expect(hashFromTile(partial, { first: 4, count: 1 })).toEqual(leaves[4]);
    expect(codeOf(() => hashFromTile(partial, { first: 4, count: 2 }))).toBe('TILE_TOO_NARROW');
    expect(codeOf(() => hashFromTile(partial, { first: 5, count: 1 }))).toBe('TILE_TOO_NARROW');
  });
  it('gives hashes that do not change with its bytes', () => {
    const copy = tile.slice();
    const hash = hashFromTile(copy, { first: 0, count: 1 });
    copy.fill(0);
    expect(hash).toEqual(leaves[0]);
  });
  it('of no, cut or too many hashes is refused', () => {
    for (const length of [0, 31, 33, 8_191, 8_193, 8_224]) {
      expect(codeOf(() => decodeTile(new Uint8Array(length)))).toBe('TILE_MALFORMED');
    }
    expect(codeOf(() => encodeTile([]))).toBe('TILE_MALFORMED');
    expect(codeOf(() => encodeTile([...leaves, leaves[0]!]))).toBe('TILE_MALFORMED');
    expect(codeOf(() => encodeTile([new Uint8Array(31)]))).toBe('TILE_MALFORMED');
  });
});

describe('the front of a full tile or bundle', () => {
  const leaves = someLeaves(TILE_WIDTH);
  it('is the partial one that was there before', () => {
    for (const width of [1, 100, 255]) {
      const tile = frontOfFull({ kind: 'hashes', level: 1, index: 0, width }, encodeTile(leaves));
      expect(tile).toEqual(encodeTile(leaves.slice(0, width)));
      const bundle = frontOfFull({ kind: 'entries', index: 0, width }, encodeEntryBundle(leaves));
      expect(bundle).toEqual(encodeEntryBundle(leaves.slice(0, width)));
    }
  });
  it('is not taken of one that is not full', () => {
    const short = leaves.slice(1);
    const [tile, bundle] = [encodeTile(short), encodeEntryBundle(short)];
    expect(codeOf(() => frontOfFull({ kind: 'hashes', level: 0, index: 0, width: 3 }, tile))).toBe('TILE_MALFORMED');
    expect(codeOf(() => frontOfFull({ kind: 'entries', index: 0, width: 3 }, bundle))).toBe('BUNDLE_MALFORMED');
  });
});

describe('an entry bundle', () => {
  const entry = (length: number) => new Uint8Array(length).fill(length & 0xff);
  it('is uint16be length and entry, repeated', () => {
    expect([...encodeEntryBundle([Uint8Array.of(7, 8), new Uint8Array(), Uint8Array.of(9)])]).toEqual([
      0, 2, 7, 8, 0, 0, 0, 1, 9,
    ]);
  });
  it('is read back as it was written, and not when cut', () => {
    const entries = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(entries, fc.nat(), (entries, cut) => {
        const bytes = encodeEntryBundle(entries);
        expect(decodeEntryBundle(bytes)).toEqual(entries);
        expect(codeOf(() => decodeEntryBundle(bytes.subarray(0, cut % bytes.length), entries.length))).toBe(
          'BUNDLE_MALFORMED',
        );
        expect(codeOf(() => decodeEntryBundle(Uint8Array.of(...bytes, 0), entries.length))).toBe('BUNDLE_MALFORMED');
      }),
    );
  });
  it('reads bytes that lie within a larger buffer', () => {
    const bytes = encodeEntryBundle([Uint8Array.of(1, 2, 3)]);
    const within = Uint8Array.of(9, 9, ...bytes, 9).subarray(2, 2 + bytes.length);
    expect(decodeEntryBundle(within, 1)).toEqual([Uint8Array.of(1, 2, 3)]);
  });
  it('holds entries of up to 65,535 bytes', () => {
    expect(decodeEntryBundle(encodeEntryBundle([entry(ENTRY_BYTES_MAX)]))).toEqual([entry(ENTRY_BYTES_MAX)]);
    expect(codeOf(() => encodeEntryBundle([entry(ENTRY_BYTES_MAX + 1)]))).toBe('ENTRY_TOO_LARGE');
  });
  it('holds 1 to 256 entries, and as many as its path says', () => {
    const full = encodeEntryBundle(Array(256).fill(entry(1)));
    expect(decodeEntryBundle(full, 256)).toHaveLength(256);
    expect(codeOf(() => decodeEntryBundle(full, 255))).toBe('BUNDLE_MALFORMED');
    expect(codeOf(() => decodeEntryBundle(Uint8Array.of(...full, 0, 0)))).toBe('BUNDLE_MALFORMED');
    expect(codeOf(() => decodeEntryBundle(new Uint8Array()))).toBe('BUNDLE_MALFORMED');
    expect(codeOf(() => encodeEntryBundle([]))).toBe('BUNDLE_MALFORMED');
    expect(codeOf(() => encodeEntryBundle(Array(257).fill(entry(1))))).toBe('BUNDLE_MALFORMED');
  });
});
