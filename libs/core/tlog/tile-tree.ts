import { TlogError } from './error.js';
import { equalBytes, HASH_BYTES, hashPair } from './hash.js';
import { type NodeLocation, tileWidthOf } from './tile.js';

/**
 * A tile and the inner nodes of the tree over its hashes. A node is hashed when it is first asked for and then kept, so that a proof
 * hashes each at most once and the next one only picks.
 */
export class TileTree {
  /** Hashes of the tile, 1 to 256. */
  readonly width: number;
  /** Row after row: the tile's hashes, then the heads of 2, of 4 ... neighbouring ones, as far as they are known. */
  private readonly hashes: Uint8Array;
  private readonly known: Uint8Array;
  /** Place of the first hash of each row. */
  private readonly rowAt: readonly number[];

  /** @param tile its bytes; they are copied, so that nobody changes afterwards what was checked. @throws {TlogError} TILE_MALFORMED */
  constructor(tile: Uint8Array) {
    this.width = tileWidthOf(tile);
    const rowAt: number[] = [];
    let count = 0;
    for (let row = this.width; row > 0; row = Math.floor(row / 2)) {
      rowAt.push(count);
      count += row;
    }
    this.rowAt = rowAt;
    this.hashes = new Uint8Array(count * HASH_BYTES);
    this.hashes.set(tile);
    this.known = new Uint8Array(count).fill(1, 0, this.width);
  }

  /** What it holds in memory, in bytes: 16,863 for a full tile. */
  get bytes(): number {
    return this.hashes.length + this.known.length;
  }

  /**
   * The tree head of `count` hashes from `first` on, as `nodeLocation` names it; of all 256 too. A copy.
   * @throws {TlogError} TILE_TOO_NARROW when the tile does not reach that far yet: never hashed upward from fewer
   */
  hashOf({ first, count }: Pick<NodeLocation, 'first' | 'count'>): Uint8Array {
    if (first + count > this.width) {
      throw new TlogError(
        'TILE_TOO_NARROW',
        `the tile has ${this.width} hashes, wanted ${first} to ${first + count - 1}`,
      );
    }
    const at = this.hashed(Math.log2(count), first / count);
    return this.hashes.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES);
  }

  /** Copies of the tile's hashes. */
  leaves(): Uint8Array[] {
    return Array.from({ length: this.width }, (_, at) => this.hashes.slice(at * HASH_BYTES, (at + 1) * HASH_BYTES));
  }

  /** Whether both are made of the same hashes. */
  equals(other: TileTree): boolean {
    return this.width === other.width && equalBytes(this.tile(), other.tile());
  }

  private tile(): Uint8Array {
    return this.hashes.subarray(0, this.width * HASH_BYTES);
  }

  /** Place of a node that is hashed by then. */
  private hashed(row: number, index: number): number {
    const at = this.rowAt[row]! + index;
    if (this.known[at] === 0) {
      const pairAt = this.hashed(row - 1, 2 * index);
      this.hashed(row - 1, 2 * index + 1);
      hashPair(this.hashes, { pairAt, at });
      this.known[at] = 1;
    }
    return at;
  }
}

/**
 * The hash of a tree node from the tile that `nodeLocation` names, full or partial. Whoever wants several makes a `TileTree`.
 * @throws {TlogError} TILE_TOO_NARROW as `TileTree.hashOf`, TILE_MALFORMED
 */
export const hashFromTile = (tile: Uint8Array, node: Pick<NodeLocation, 'first' | 'count'>): Uint8Array =>
  new TileTree(tile).hashOf(node);
