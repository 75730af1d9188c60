import { consistencyPathFrom, consistencyPathNodes, type TwoSizes } from './consistency.js';
import { decodeEntryBundle } from './entry-bundle.js';
import { TlogError } from './error.js';
import { HASH_BYTES } from './hash.js';
import { inclusionPathFrom, inclusionPathNodes, type LeafPlace } from './inclusion.js';
import type { TreeNode } from './subtree.js';
import { nodeLocation, tileWidth, tileWidthOf } from './tile.js';
import { entryBundlePath, TILE_WIDTH, type TileAddress, tilePath } from './tile-path.js';
import { TileTree } from './tile-tree.js';

/**
 * Where the files of a log are read: a folder, a web server. Whoever answers is trusted for nothing.
 * `LogStorage` of libs/log/storage is one.
 */
export interface TileSource {
  /**
   * @param path below the log's prefix, for example `tile/0/273.p/112`
   * @returns the whole file, null when there is none. Rejects when that cannot be said, which is not the same.
   */
  read(path: string): Promise<Uint8Array | null>;
}

/**
 * The inclusion path of a leaf, leaf to root, from tiles alone. It is not verified here: see `LogReader` for that.
 * @throws {TlogError} INDEX_OUTSIDE_TREE, TILE_MISSING, TILE_MALFORMED, NUMBER_TOO_LARGE
 */
export async function inclusionProof(source: TileSource, place: LeafPlace): Promise<Uint8Array[]> {
  return inclusionPathFrom(place, await nodesFromTiles(source, inclusionPathNodes(place), place.size));
}

/**
 * The consistency path from `oldSize` to `size`, from tiles alone: what `add-checkpoint` sends to a witness. Not verified here.
 * @throws {TlogError} SIZE_SHRANK, CONSISTENCY_FROM_EMPTY when oldSize is 0, TILE_MISSING, TILE_MALFORMED, NUMBER_TOO_LARGE
 */
export async function consistencyProof(source: TileSource, sizes: TwoSizes): Promise<Uint8Array[]> {
  return consistencyPathFrom(sizes, await nodesFromTiles(source, consistencyPathNodes(sizes), sizes.size));
}

/**
 * Hashes of tree nodes in the tree of `size` entries, in their order; each tile is read once, and what is hashed of it is hashed once.
 * @throws {TlogError} TILE_MISSING, TILE_MALFORMED
 */
async function nodesFromTiles(source: TileSource, nodes: readonly TreeNode[], size: number): Promise<Uint8Array[]> {
  const locations = nodes.map(nodeLocation);
  const reads = new Map<string, Promise<TileTree>>();
  for (const { tileLevel: level, tileIndex: index } of locations) {
    const key = `${level}/${index}`;
    if (!reads.has(key)) reads.set(key, readTileTree(source, { level, index }, size));
  }
  const trees = new Map(await Promise.all([...reads].map(async ([key, tree]) => [key, await tree] as const)));
  return locations.map((location) => trees.get(`${location.tileLevel}/${location.tileIndex}`)!.hashOf(location));
}

/**
 * A tile of the tree of `size` entries: exactly the hashes that it has at this size.
 * @throws {TlogError} TILE_MISSING when neither it nor the full tile is there, TILE_MALFORMED when a file has another number of hashes
 *   than its path says
 */
export async function readTileTree(
  source: TileSource,
  { level, index }: Pick<TileAddress, 'level' | 'index'>,
  size: number,
): Promise<TileTree> {
  const wanted = tileWidth({ level, index, size });
  const { bytes, width } = await readWidth(source, (width) => tilePath({ level, index, width }), wanted);
  const found = tileWidthOf(bytes);
  if (found !== width) throw new TlogError('TILE_MALFORMED', `a tile of ${width} hashes has ${found}`);
  return new TileTree(bytes.subarray(0, wanted * HASH_BYTES));
}

/**
 * The entries of a bundle in the tree of `size` entries. Nothing says yet that they are the log's.
 * @throws {TlogError} TILE_MISSING, BUNDLE_MALFORMED
 */
export async function readBundle(source: TileSource, index: number, size: number): Promise<Uint8Array[]> {
  const wanted = tileWidth({ level: 0, index, size });
  const { bytes, width } = await readWidth(source, (width) => entryBundlePath({ index, width }), wanted);
  return decodeEntryBundle(bytes, width).slice(0, wanted);
}

/** The partial file of a size goes away once the full one exists, so that a reader falls back to that one (tlog-tiles, Partial Tiles). */
async function readWidth(
  source: TileSource,
  pathOf: (width: number) => string,
  wanted: number,
): Promise<{ readonly bytes: Uint8Array; readonly width: number }> {
  const widths = wanted === TILE_WIDTH ? [TILE_WIDTH] : [wanted, TILE_WIDTH];
  for (const width of widths) {
    const bytes = await source.read(pathOf(width));
    if (bytes) return { bytes, width };
  }
  throw new TlogError('TILE_MISSING', `the log lacks ${widths.map(pathOf).join(' and ')}`);
}
