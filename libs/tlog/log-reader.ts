import { consistencyPathFrom, consistencyPathNodes, type TwoSizes, verifyConsistency } from './consistency.js';
import { TlogError } from './error.js';
import { EMPTY_ROOT, leafHash } from './hash.js';
import { inclusionPathFrom, inclusionPathNodes, siblingSpans, verifyInclusion } from './inclusion.js';
import { hashesOfSpans, nodesOfSpan, type TreeNode } from './subtree.js';
import { foldSubtrees, treeRoot } from './compact-range.js';
import { TILE_HEIGHT, TILE_WIDTH } from './tile-path.js';
import { nodesFromTiles, readBundle, readTile, type TileSource } from './tile-source.js';
import { decodeTile, tileWidth } from './tile.js';
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
  /** @param head of a checkpoint that was verified; only then does what is read mean anything. */
  constructor(
    private readonly source: TileSource,
    readonly head: LogHead,
  ) {
    requireWholeNumber(head.size, 'tree size');
  }

  /** A leaf hash and its inclusion path. @throws {TlogError} INDEX_OUTSIDE_TREE */
  async inclusion(index: number): Promise<Omit<ProvenEntry, 'entry'>> {
    const place = { index, size: this.head.size };
    const nodes = inclusionPathNodes(place);
    const [leaf, ...hashes] = await nodesFromTiles(this.source, [{ level: 0, index }, ...nodes], this.head.size);
    const path = inclusionPathFrom(place, hashes);
    verifyInclusion({ ...place, leaf: leaf!, path, root: this.head.root });
    return { index, leaf: leaf!, path };
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
    requireTile({ level: 0, index: bundleIndex }, this.head.size);
    const entries = await readBundle(this.source, bundleIndex, this.head.size);
    await this.verifyRun({ level: 0, index: bundleIndex, hashes: entries.map(leafHash) });
    return entries;
  }

  /** The hashes of a tile as they stand in the tree of the head. @throws {TlogError} INDEX_OUTSIDE_TREE */
  async tile(tile: { readonly level: number; readonly index: number }): Promise<readonly Uint8Array[]> {
    requireTile(tile, this.head.size);
    const hashes = decodeTile(await readTile(this.source, tile, this.head.size));
    await this.verifyRun({ ...tile, hashes });
    return hashes;
  }

  /**
   * The head that the log had at another size: the root of its first `size` entries.
   * @throws {TlogError} SIZE_SHRANK when the log is not that large
   */
  async headAt(size: number): Promise<LogHead> {
    requireWholeNumber(size, 'tree size');
    if (size > this.head.size) throw new TlogError('SIZE_SHRANK', `the log has ${this.head.size} entries, not ${size}`);
    if (size === 0) return { size, root: EMPTY_ROOT.slice() };
    const nodes = await nodesFromTiles(this.source, nodesOfSpan({ start: 0, end: size }), this.head.size);
    const older = { size, root: foldSubtrees(nodes).slice() };
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
    const nodes = await nodesFromTiles(this.source, consistencyPathNodes(sizes), this.head.size);
    const path = consistencyPathFrom(sizes, nodes);
    verifyConsistency({ ...sizes, oldRoot: older.root, root: newer.root, path });
    return path;
  }

  /**
   * Proves all hashes of a tile at once: the path that leads from its first hash to the root is made of all others of the tile, and of
   * hashes that other tiles hold. The tree over whole runs of 256^level entries is itself a tree of RFC 6962, for it is split at
   * powers of two.
   */
  private async verifyRun(run: {
    readonly level: number;
    readonly index: number;
    readonly hashes: readonly Uint8Array[];
  }): Promise<void> {
    const { level, hashes } = run;
    const { size, root } = this.head;
    const first = run.index * TILE_WIDTH;
    const leavesPerHash = TILE_WIDTH ** level;
    const spans = siblingSpans({ index: first * leavesPerHash, size }).slice(level * TILE_HEIGHT);
    const nodes = spans.flatMap(nodesOfSpan);
    const own = (node: TreeNode): Uint8Array | null => {
      const count = 2 ** (node.level - level * TILE_HEIGHT);
      const at = node.index * count - first;
      return at < 0 || count < 1 || at + count > hashes.length ? null : treeRoot(hashes.slice(at, at + count));
    };
    const found = nodes.map(own);
    const others = await nodesFromTiles(
      this.source,
      nodes.filter((_, at) => found[at] === null),
      size,
    );
    const path = hashesOfSpans(
      spans,
      found.map((hash) => hash ?? others.shift()!),
    );
    verifyInclusion({ index: first, size: Math.ceil(size / leavesPerHash), leaf: hashes[0]!, path, root });
  }
}

function requireTile(tile: { readonly level: number; readonly index: number }, size: number): void {
  requireWholeNumber(tile.level, 'tile level');
  requireWholeNumber(tile.index, 'tile index');
  if (tileWidth({ ...tile, size }) === 0) {
    throw new TlogError('INDEX_OUTSIDE_TREE', `a tree of ${size} has no tile ${tile.index} of level ${tile.level}`);
  }
}
