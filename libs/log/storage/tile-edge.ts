import {
  CompactRange,
  encodeEntryBundle,
  encodeTile,
  entryBundlePath,
  TILE_WIDTH,
  tilePath,
  treeRoot,
} from '#libs/core/tlog';
import type { LogFile } from './log-storage.js';

/** Files that a longer log needs, and folders of partial tiles that full ones replace. */
export interface EdgeGrowth {
  readonly files: readonly LogFile[];
  readonly obsolete: readonly string[];
}

interface Level {
  /** Index of the tile at the right edge. */
  index: number;
  /** Its hashes so far, fewer than 256. */
  hashes: Uint8Array[];
}

/** The right edge of the published log: the last, partial tile of each level and the last, partial bundle. */
export class TileEdge {
  private readonly levels: Level[] = [];
  private bundle: Uint8Array[] = [];
  private entryCount = 0;

  /** Entries that the tiles cover. */
  get size(): number {
    return this.entryCount;
  }

  /**
   * An edge as it was published.
   *
   * @param levels hashes of the partial tile of each level, lowest first; empty ones where a level has none.
   * @param bundle entries of the partial bundle.
   */
  static of(size: number, levels: readonly (readonly Uint8Array[])[], bundle: readonly Uint8Array[]): TileEdge {
    const edge = new TileEdge();
    edge.entryCount = size;
    edge.bundle = [...bundle];
    for (const [level, hashes] of levels.entries()) {
      edge.levels.push({ index: Math.floor(size / TILE_WIDTH ** (level + 1)), hashes: [...hashes] });
    }
    return edge;
  }

  /** Compact range of the log, as the hashes of the tiles give it: largest subtree first. */
  frontier(): Uint8Array[] {
    return this.levels.toReversed().flatMap(({ hashes }) => {
      const range = CompactRange.empty();
      range.appendAll(hashes);
      return range.hashes;
    });
  }

  /** Takes more entries with their leaf hashes, and answers all files that the log of the new size has and the old had not. */
  grow(entries: readonly Uint8Array[], leaves: readonly Uint8Array[]): EdgeGrowth {
    const files: LogFile[] = [];
    const obsolete: string[] = [];
    const grown = new Set<number>();
    for (const [at, leaf] of leaves.entries()) {
      this.bundle.push(entries[at]!);
      if (this.bundle.length === TILE_WIDTH) {
        const path = entryBundlePath({ index: Math.floor(this.entryCount / TILE_WIDTH) });
        files.push({ path, bytes: encodeEntryBundle(this.bundle) });
        obsolete.push(`${path}.p`);
        this.bundle = [];
      }
      this.entryCount++;
      this.add(0, leaf, { files, obsolete, grown });
    }
    if (leaves.length > 0) files.push(...this.partialFiles().filter(({ level }) => level === null || grown.has(level)));
    return { files, obsolete };
  }

  /** The partial files that the log of this size has; `level` is null for the bundle. */
  partialFiles(): (LogFile & { readonly level: number | null })[] {
    const tiles = this.levels.flatMap(({ index, hashes }, level) =>
      hashes.length === 0
        ? []
        : [{ level, path: tilePath({ level, index, width: hashes.length }), bytes: encodeTile(hashes) }],
    );
    if (this.bundle.length === 0) return tiles;
    const index = Math.floor(this.entryCount / TILE_WIDTH);
    const path = entryBundlePath({ index, width: this.bundle.length });
    return [...tiles, { level: null, path, bytes: encodeEntryBundle(this.bundle) }];
  }

  private add(
    level: number,
    hash: Uint8Array,
    growth: { readonly files: LogFile[]; readonly obsolete: string[]; readonly grown: Set<number> },
  ): void {
    const edge = (this.levels[level] ??= { index: 0, hashes: [] });
    edge.hashes.push(hash);
    growth.grown.add(level);
    if (edge.hashes.length < TILE_WIDTH) return;
    const path = tilePath({ level, index: edge.index });
    growth.files.push({ path, bytes: encodeTile(edge.hashes) });
    growth.obsolete.push(`${path}.p`);
    this.add(level + 1, treeRoot(edge.hashes), growth);
    edge.index++;
    edge.hashes = [];
  }
}
