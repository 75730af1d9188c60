import { foldSubtrees } from './compact-range.js';
import { TlogError } from './error.js';
import { equalBytes } from './hash.js';
import { type HashAt, nodesOfSpan, type TreeNode } from './subtree.js';
import type { TileAtWidth, TileCache } from './tile-cache.js';
import { TILE_WIDTH, tilePath } from './tile-path.js';
import { readTileTree, type TileSource } from './tile-source.js';
import type { TileTree } from './tile-tree.js';
import { nodeLocation, tileWidth } from './tile.js';

// A tree of 2^53 leaves has 7 levels of tiles, the lowest with 2^45 of them.
const LEVELS_MAX = 8;

type TilePlace = Pick<TileAtWidth, 'level' | 'index'>;
type Trees = ReadonlyMap<number, TileTree>;
interface Taken {
  readonly tree: TileTree;
  /** Whether it comes from the cache. */
  readonly isKept: boolean;
}

/**
 * Tiles of the tree that a head names, from a source that nobody trusts. None is given that was not held against the root: the partial
 * tiles, of which each level has one at most and the highest has one always, give the root together; each full one gives the hash that
 * the tile above has in its place. A tile of the cache is judged likewise, and read again when it does not fit: so a cache never changes
 * what is found, only how soon.
 */
export class ProvenTiles {
  private edge: Promise<Trees> | undefined;
  private readonly reads = new Map<number, Promise<TileTree>>();

  constructor(
    private readonly source: TileSource,
    private readonly head: { readonly size: number; readonly root: Uint8Array },
    private readonly cache: TileCache,
  ) {}

  /**
   * Hashes of tree nodes.
   * @returns answers for `nodes` only
   * @throws {TlogError} ROOT_MISMATCH, TILE_MISSING, TILE_MALFORMED; INDEX_OUTSIDE_TREE, TILE_TOO_NARROW for what the tree has not
   */
  async nodes(nodes: readonly TreeNode[]): Promise<HashAt> {
    const trees = await this.trees(nodes.map(tileOf));
    return (level, index) => {
      const location = nodeLocation({ level, index });
      return trees.get(nameOf({ level: location.tileLevel, index: location.tileIndex }))!.hashOf(location);
    };
  }

  /** @throws {TlogError} as `nodes` */
  async tile(place: TilePlace): Promise<TileTree> {
    return (await this.trees([place])).get(nameOf(place))!;
  }

  /**
   * Holds a tile that was made otherwise, of entries, against the tree. A full one is not even read for that.
   * @throws {TlogError} ROOT_MISMATCH when it is not the tile that stands there, and as `nodes` for the others that this takes
   */
  async requireTile(place: TilePlace, made: TileTree): Promise<void> {
    const tile = this.atWidth(place);
    const stands =
      tile.width === TILE_WIDTH
        ? isBelow(made, tile, await this.tile(placeAbove(tile)))
        : made.equals(await this.tile(tile));
    if (!stands) throw new TlogError('ROOT_MISMATCH', `these are not the hashes of ${tilePath(tile)}`);
  }

  /** These tiles and all that they were proven with. Read at once, so that a source far away costs one way there and back. */
  private async trees(places: readonly TilePlace[]): Promise<Trees> {
    if (places.length === 0) return new Map();
    const full = this.fullTilesTo(places);
    const [edge, taken] = await Promise.all([this.provenEdge(), this.takeAll(full)]);
    const proven = new Map(edge);
    for (const [at, tile] of full.entries()) {
      const above = proven.get(nameOf(placeAbove(tile)))!;
      proven.set(nameOf(tile), await this.provenBelow(above, tile, taken[at]!));
    }
    return proven;
  }

  /** The full ones of these tiles with the full ones above them, the highest first. */
  private fullTilesTo(places: readonly TilePlace[]): TileAtWidth[] {
    const full = new Map<number, TileAtWidth>();
    for (const place of places) {
      let tile = this.atWidth(place);
      while (tile.width === TILE_WIDTH && !full.has(nameOf(tile))) {
        full.set(nameOf(tile), tile);
        tile = this.atWidth(placeAbove(tile));
      }
    }
    return [...full.values()].sort((one, other) => other.level - one.level);
  }

  private async provenBelow(above: TileTree, tile: TileAtWidth, taken: Taken): Promise<TileTree> {
    let { tree } = taken;
    if (taken.isKept && !isBelow(tree, tile, above)) tree = await this.read(tile);
    if (!isBelow(tree, tile, above)) {
      const [below, where] = [tilePath(tile), tilePath(this.atWidth(placeAbove(tile)))];
      throw new TlogError('ROOT_MISMATCH', `${below} does not give the hash that ${where} has for it`);
    }
    this.cache.keep(tile, tree);
    return tree;
  }

  /** The partial tiles. They stay here as long as the head does: every proof wants them. */
  private provenEdge(): Promise<Trees> {
    this.edge ??= this.readEdge().catch((error: unknown) => {
      this.edge = undefined; // what failed once may be right the next time
      throw error;
    });
    return this.edge;
  }

  private async readEdge(): Promise<Trees> {
    const { size } = this.head;
    const peaks = nodesOfSpan({ start: 0, end: size });
    const tiles = [...new Map(peaks.map((peak) => [nameOf(tileOf(peak)), this.atWidth(tileOf(peak))])).values()];
    const taken = await this.takeAll(tiles);
    let trees = taken.map(({ tree }) => tree);
    if (taken.some(({ isKept }) => isKept) && !this.giveRoot(tiles, trees)) {
      trees = await Promise.all(tiles.map((tile) => this.read(tile)));
    }
    if (!this.giveRoot(tiles, trees)) {
      throw new TlogError('ROOT_MISMATCH', `${tiles.map(tilePath).join(', ')} do not give the root of size ${size}`);
    }
    for (const [at, tile] of tiles.entries()) this.cache.keep(tile, trees[at]!);
    return new Map(tiles.map((tile, at) => [nameOf(tile), trees[at]!]));
  }

  private giveRoot(tiles: readonly TileAtWidth[], trees: readonly TileTree[]): boolean {
    const named = new Map(tiles.map((tile, at) => [nameOf(tile), trees[at]!]));
    const peaks = nodesOfSpan({ start: 0, end: this.head.size });
    const hashes = peaks.map((peak) => named.get(nameOf(tileOf(peak)))!.hashOf(nodeLocation(peak)));
    return equalBytes(foldSubtrees(hashes), this.head.root);
  }

  private takeAll(tiles: readonly TileAtWidth[]): Promise<Taken[]> {
    return Promise.all(
      tiles.map(async (tile) => {
        const kept = this.cache.find(tile);
        return { tree: kept ?? (await this.read(tile)), isKept: kept !== undefined };
      }),
    );
  }

  /** One read for all who ask for it at the same time. */
  private read(tile: TileAtWidth): Promise<TileTree> {
    const name = nameOf(tile);
    const running = this.reads.get(name);
    if (running) return running;
    const read = readTileTree(this.source, tile, this.head.size).finally(() => this.reads.delete(name));
    this.reads.set(name, read);
    return read;
  }

  private atWidth({ level, index }: TilePlace): TileAtWidth {
    const { size } = this.head;
    const width = tileWidth({ level, index, size });
    if (width > 0) return { level, index, width };
    throw new TlogError('INDEX_OUTSIDE_TREE', `a tree of ${size} has no tile ${index} of level ${level}`);
  }
}

/** Whether the 256 hashes give the one that the tile above has for them. */
function isBelow(tree: TileTree, { index }: TilePlace, above: TileTree): boolean {
  if (tree.width !== TILE_WIDTH) return false;
  const hash = tree.hashOf({ first: 0, count: TILE_WIDTH });
  return equalBytes(hash, above.hashOf({ first: index % TILE_WIDTH, count: 1 }));
}

function tileOf(node: TreeNode): TilePlace {
  const { tileLevel, tileIndex } = nodeLocation(node);
  return { level: tileLevel, index: tileIndex };
}

const placeAbove = ({ level, index }: TilePlace): TilePlace => ({
  level: level + 1,
  index: Math.floor(index / TILE_WIDTH),
});

/** A number for each tile that a log can have: proofs look up hundreds, and a text for each would be made anew each time. */
const nameOf = ({ level, index }: TilePlace): number => index * LEVELS_MAX + level;
