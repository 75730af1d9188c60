import { decodeEntryBundle, encodeEntryBundle } from './entry-bundle.js';
import { TlogError } from './error.js';
import { HASH_BYTES } from './hash.js';
import type { TreeNode } from './subtree.js';
import { formatTilePath, type ParsedTilePath, TILE_HEIGHT, TILE_WIDTH } from './tile-path.js';
import { requireWholeNumber } from './whole-number.js';

/** Where a tree node's hash is found: the tree head of hashes `first` to before `first + count` of one tile. */
export interface NodeLocation {
  readonly tileLevel: number;
  readonly tileIndex: number;
  readonly first: number;
  /** 1, 2, 4 ... 128. */
  readonly count: number;
}

/** Where the hash of a perfect subtree lies. @throws {TlogError} NUMBER_TOO_LARGE, NUMBER_INVALID */
export function nodeLocation({ level, index }: TreeNode): NodeLocation {
  requireWholeNumber(level, 'node level');
  requireWholeNumber(index, 'node index');
  const count = 2 ** (level % TILE_HEIGHT);
  const nodesInTile = TILE_WIDTH / count;
  return {
    tileLevel: Math.floor(level / TILE_HEIGHT),
    tileIndex: Math.floor(index / nodesInTile),
    first: (index % nodesInTile) * count,
    count,
  };
}

/** Hashes that a tile of the tree of `size` entries has: 256, fewer in the last one of its level, 0 when there is no such tile. */
export function tileWidth({
  level,
  index,
  size,
}: {
  readonly level: number;
  readonly index: number;
  readonly size: number;
}): number {
  const hashes = Math.floor(requireWholeNumber(size, 'tree size') / TILE_WIDTH ** level);
  return Math.max(0, Math.min(TILE_WIDTH, hashes - TILE_WIDTH * index));
}

/** The tile's bytes: its hashes one after the other. @throws {TlogError} TILE_MALFORMED unless there are 1 to 256 of 32 bytes */
export function encodeTile(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length < 1 || hashes.length > TILE_WIDTH) throw malformed(`${hashes.length} hashes`);
  const bytes = new Uint8Array(hashes.length * HASH_BYTES);
  for (const [at, hash] of hashes.entries()) {
    if (hash.length !== HASH_BYTES) throw malformed(`a hash of ${hash.length} bytes`);
    bytes.set(hash, at * HASH_BYTES);
  }
  return bytes;
}

/** The tile's hashes (views into `bytes`). @throws {TlogError} TILE_MALFORMED */
export const decodeTile = (bytes: Uint8Array): Uint8Array[] =>
  Array.from({ length: tileWidthOf(bytes) }, (_, at) => bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));

/** How many hashes a tile's bytes are. @throws {TlogError} TILE_MALFORMED */
export function tileWidthOf(bytes: Uint8Array): number {
  const width = bytes.length / HASH_BYTES;
  if (!Number.isInteger(width) || width < 1 || width > TILE_WIDTH) throw malformed(`${bytes.length} bytes`);
  return width;
}

/**
 * The partial tile or bundle that was there before the full one: its front.
 *
 * @param full bytes of the full tile or bundle
 * @throws {TlogError} TILE_MALFORMED, BUNDLE_MALFORMED when it is not full
 */
export function frontOfFull({ kind, width }: ParsedTilePath, full: Uint8Array): Uint8Array {
  if (kind === 'entries') return encodeEntryBundle(decodeEntryBundle(full, TILE_WIDTH).slice(0, width));
  if (full.length !== TILE_WIDTH * HASH_BYTES) throw malformed(`${full.length} bytes where it must be full`);
  return full.slice(0, width * HASH_BYTES);
}

/** A tile or entry bundle that is to be written, with its path. */
export type TileToWrite = ParsedTilePath & { readonly path: string };

/**
 * Every tile and bundle of the tree of `toSize` that the tree of `fromSize` has not, or has narrower: entries first, then level by level.
 * None is empty. Earlier partial ones stay as they are.
 * @throws {TlogError} SIZE_SHRANK when fromSize > toSize
 */
export function tilesToWrite({
  fromSize,
  toSize,
}: {
  readonly fromSize: number;
  readonly toSize: number;
}): TileToWrite[] {
  requireWholeNumber(fromSize, 'tree size');
  requireWholeNumber(toSize, 'tree size');
  if (fromSize > toSize) throw new TlogError('SIZE_SHRANK', `size ${toSize} cannot follow size ${fromSize}`);
  const tiles: TileToWrite[] = [];
  const add = (tile: ParsedTilePath) => tiles.push({ ...tile, path: formatTilePath(tile) });
  for (const { index, width } of grownTiles(fromSize, toSize)) add({ kind: 'entries', index, width });
  let from = fromSize;
  let to = toSize;
  for (let level = 0; to > 0; level++) {
    for (const { index, width } of grownTiles(from, to)) add({ kind: 'hashes', level, index, width });
    from = Math.floor(from / TILE_WIDTH);
    to = Math.floor(to / TILE_WIDTH);
  }
  return tiles;
}

function* grownTiles(from: number, to: number): Generator<{ index: number; width: number }> {
  if (from === to) return;
  for (let index = Math.floor(from / TILE_WIDTH); index * TILE_WIDTH < to; index++) {
    yield { index, width: Math.min(TILE_WIDTH, to - index * TILE_WIDTH) };
  }
}

const malformed = (what: string) =>
  new TlogError('TILE_MALFORMED', `a tile has 1 to ${TILE_WIDTH} hashes of 32 bytes, got ${what}`);
