import {
  CompactRange,
  encodeEntryBundle,
  encodeTile,
  leafHash,
  TILE_WIDTH,
  tilesToWrite,
  type TileSource,
} from '../index.js';

/** A log as tiles that was published at each of these sizes: level 0 from the leaves, each higher one from the nodes that the range completed. */
export function publishedTiles(leaves: readonly Uint8Array[], sizes: readonly number[]): Map<string, Uint8Array> {
  return publish(leaves, sizes, null);
}

/** The same with entry bundles. */
export const publishedLog = (entries: readonly Uint8Array[], sizes: readonly number[]): Map<string, Uint8Array> =>
  publish(entries.map(leafHash), sizes, entries);

/** Takes away the partial tiles that a full one replaces, as a log may. */
export function withoutObsolete(files: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  return new Map(
    [...files].filter(([path]) => !path.includes('.p/') || !files.has(path.slice(0, path.indexOf('.p/')))),
  );
}

/** Files in memory as a source; remembers what was asked for. */
export class MemoryTiles implements TileSource {
  readonly asked: string[] = [];
  constructor(private readonly files: ReadonlyMap<string, Uint8Array>) {}

  read(path: string): Promise<Uint8Array | null> {
    this.asked.push(path);
    return Promise.resolve(this.files.get(path) ?? null);
  }
}

function publish(
  leaves: readonly Uint8Array[],
  sizes: readonly number[],
  entries: readonly Uint8Array[] | null,
): Map<string, Uint8Array> {
  const hashes: Uint8Array[][] = [[]];
  const range = CompactRange.empty();
  const files = new Map<string, Uint8Array>();
  for (const size of sizes) {
    const fromSize = range.size;
    hashes[0]!.push(...leaves.slice(fromSize, size));
    range.appendAll(leaves.slice(fromSize, size), (level, index, hash) => {
      if (level % 8 === 0) (hashes[level / 8] ??= [])[index] = hash;
    });
    for (const tile of tilesToWrite({ fromSize, toSize: size })) {
      const start = tile.index * TILE_WIDTH;
      if (tile.kind === 'hashes')
        files.set(tile.path, encodeTile(hashes[tile.level]!.slice(start, start + tile.width)));
      else if (entries) files.set(tile.path, encodeEntryBundle(entries.slice(start, start + tile.width)));
    }
  }
  return files;
}
