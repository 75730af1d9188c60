import type { TileTree } from './tile-tree.js';

/**
 * A full tile with the hashes above its own takes 16 kB: this keeps 1,990 of them, which are the proofs of 500,000 entries. More would
 * serve few, for proofs are asked of new entries first.
 */
export const TILES_KEPT_BYTES_MAX = 32 * 2 ** 20;

/** A tile at a size of the log: `width` says which of its partial ones it is. */
export interface TileAtWidth {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

/**
 * Tiles of one log that were proven once, the least used ones given up first. It vouches for nothing: each head holds what it finds here
 * against its own root, as it does with what it reads.
 */
export class TileCache {
  // In the order of their last use: a Map keeps the order in which names came in.
  private readonly kept = new Map<string, TileTree>();
  private keptBytes = 0;

  constructor(private readonly bytesMax: number = TILES_KEPT_BYTES_MAX) {}

  /** What it holds in memory, in bytes; at most what it was given. */
  get bytes(): number {
    return this.keptBytes;
  }

  /** The tile at this very width; at another one the tree over it is another. */
  find(tile: TileAtWidth): TileTree | undefined {
    const name = nameOf(tile);
    const found = this.kept.get(name);
    if (found?.width !== tile.width) return undefined;
    this.kept.delete(name);
    this.kept.set(name, found);
    return found;
  }

  /** A tile has one place. As it grows, the wider one takes it; never a narrower one, which only an older head asks for. */
  keep(tile: TileAtWidth, tree: TileTree): void {
    const name = nameOf(tile);
    const kept = this.kept.get(name);
    if (kept && kept.width > tree.width) return;
    if (tree.bytes > this.bytesMax) return;
    this.kept.delete(name);
    this.kept.set(name, tree);
    this.keptBytes += tree.bytes - (kept?.bytes ?? 0);
    for (const [oldestName, oldest] of this.kept) {
      if (this.keptBytes <= this.bytesMax) break;
      this.kept.delete(oldestName);
      this.keptBytes -= oldest.bytes;
    }
  }
}

const nameOf = ({ level, index }: Pick<TileAtWidth, 'level' | 'index'>): string => `${level}/${index}`;
