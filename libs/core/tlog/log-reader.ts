import { foldSubtrees } from './compact-range.js';
import { consistencyPath, consistencyPathNodes, type TwoSizes, verifyConsistency } from './consistency.js';
import { TlogError } from './error.js';
import { EMPTY_ROOT, leafHash } from './hash.js';
import { inclusionPath, inclusionPathNodes, verifyInclusion } from './inclusion.js';
import { ProvenTiles } from './proven-tiles.js';
import { type HashAt, nodesOfSpan, type TreeNode } from './subtree.js';
import { TileCache } from './tile-cache.js';
import { TILE_WIDTH } from './tile-path.js';
import { readBundle, type TileSource } from './tile-source.js';
import { TileTree } from './tile-tree.js';
import { encodeTile, tileWidth } from './tile.js';
import { requireWholeNumber } from './whole-number.js';

/** Size and root of a verified checkpoint: what everything is held against. */
export interface LogHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/** An entry that stands in the log, with what proves it. */
export interface ProvenEntry {
  readonly index: number;
  readonly entry: Uint8Array;
  /** RFC 6962 leaf hash. */
  readonly leaf: Uint8Array;
  /** Inclusion path in the tree of the head, leaf to root. */
  readonly path: readonly Uint8Array[];
}

/**
 * Reads a log from a source that nobody trusts. Whatever a method gives was first proven to belong to the tree of `head`; a file that
 * does not fit is an error, never an answer.
 *
 * All methods throw {TlogError} TILE_MISSING, TILE_MALFORMED, BUNDLE_MALFORMED when a file is not there or has not its form, and
 * ROOT_MISMATCH when what the files say is not what the head says.
 */
export class LogReader {
  private readonly tiles: ProvenTiles;

  /**
   * @param head of a checkpoint that was verified; only then does what is read mean anything.
   * @param cache shared by the readers of one source, as the log grows; it is trusted for no more than the source
   */
  constructor(
    private readonly source: TileSource,
    readonly head: LogHead,
    cache = new TileCache(),
  ) {
    requireWholeNumber(head.size, 'tree size');
    this.tiles = new ProvenTiles(source, head, cache);
  }

  /**
   * Hashes of tree nodes, for proofs that others put together.
   * @returns answers for `nodes` only
   * @throws {TlogError} INDEX_OUTSIDE_TREE, TILE_TOO_NARROW for a node that the tree has not
   */
  nodes(nodes: readonly TreeNode[]): Promise<HashAt> {
    return this.tiles.nodes(nodes);
  }

  /** A leaf hash and its inclusion path. @throws {TlogError} INDEX_OUTSIDE_TREE */
  async inclusion(index: number): Promise<Omit<ProvenEntry, 'entry'>> {
    const place = { index, size: this.head.size };
    const hashAt = await this.nodes([{ level: 0, index }, ...inclusionPathNodes(place)]);
    const leaf = hashAt(0, index);
    const path = inclusionPath(place, hashAt);
    verifyInclusion({ ...place, leaf, path, root: this.head.root });
    return { index, leaf, path };
  }

  /** An entry with its proof; its leaf is made of the entry itself. @throws {TlogError} INDEX_OUTSIDE_TREE */
  async entry(index: number): Promise<ProvenEntry> {
    const { leaf, path } = await this.inclusion(index);
    const entries = await readBundle(this.source, Math.floor(index / TILE_WIDTH), this.head.size);
    const entry = entries[index % TILE_WIDTH]!;
    verifyInclusion({ index, size: this.head.size, leaf: leafHash(entry), path, root: this.head.root });
    return { index, entry: entry.slice(), leaf, path };
  }

  /**
   * All entries of a bundle, 256 or the rest.
   * @param bundleIndex entries 256 * bundleIndex and following
   * @throws {TlogError} INDEX_OUTSIDE_TREE
   */
  async bundle(bundleIndex: number): Promise<readonly Uint8Array[]> {
    const place = { level: 0, index: bundleIndex };
    requireTile(place, this.head.size);
    const entries = await readBundle(this.source, bundleIndex, this.head.size);
    await this.tiles.requireTile(place, new TileTree(encodeTile(entries.map(leafHash))));
    return entries;
  }

  /** The hashes of a tile as they stand in the tree of the head. @throws {TlogError} INDEX_OUTSIDE_TREE */
  async tile(tile: { readonly level: number; readonly index: number }): Promise<readonly Uint8Array[]> {
    requireTile(tile, this.head.size);
    return (await this.tiles.tile(tile)).leaves();
  }

  /**
   * The head that the log had at another size: the root of its first `size` entries.
   * @throws {TlogError} SIZE_SHRANK when the log is not that large
   */
  async headAt(size: number): Promise<LogHead> {
    requireWholeNumber(size, 'tree size');
    if (size > this.head.size) throw new TlogError('SIZE_SHRANK', `the log has ${this.head.size} entries, not ${size}`);
    if (size === 0) return { size, root: EMPTY_ROOT.slice() };
    const nodes = nodesOfSpan({ start: 0, end: size });
    const hashAt = await this.nodes(nodes);
    const older = { size, root: foldSubtrees(nodes.map(({ level, index }) => hashAt(level, index))) };
    await this.consistencyFrom(older); // of equal sizes: that the roots are equal
    return older;
  }

  /**
   * The consistency path from an older head of this log to this one, or to another that is not newer.
   * @throws {TlogError} ROOT_MISMATCH when they are not of one history, SIZE_SHRANK, CONSISTENCY_FROM_EMPTY
   */
  async consistencyFrom(older: LogHead, newer: LogHead = this.head): Promise<Uint8Array[]> {
    const sizes: TwoSizes = { oldSize: older.size, size: newer.size };
    // By the tiles of this head: the partial ones of a size in between may never have been published.
    const path = consistencyPath(sizes, await this.nodes(consistencyPathNodes(sizes)));
    verifyConsistency({ ...sizes, oldRoot: older.root, root: newer.root, path });
    return path;
  }
}

function requireTile(tile: { readonly level: number; readonly index: number }, size: number): void {
  requireWholeNumber(tile.level, 'tile level');
  requireWholeNumber(tile.index, 'tile index');
  if (tileWidth({ ...tile, size }) === 0) {
    throw new TlogError('INDEX_OUTSIDE_TREE', `a tree of ${size} has no tile ${tile.index} of level ${tile.level}`);
  }
}
