import type { LogStorage } from '#libs/log/storage';
import { decodeEntryBundle, decodeTile, entryBundlePath, TILE_WIDTH, tilePath } from '#libs/core/tlog';
import { asBuffer, leafOf } from '#libs/log/ledger';
import { RecoverError } from './error.js';

/** The entries of one bundle. */
export interface EntryBundle {
  readonly index: number;
  readonly firstIndex: number;
  readonly entries: readonly Buffer[];
  readonly leaves: readonly Buffer[];
}

/** Reads the entries of a log from its public files, a bundle at a time. */
export class PublicLog {
  constructor(private readonly storage: LogStorage) {}

  /** The first `size` entries. @throws {RecoverError} LOG_DAMAGED at the first bundle that is missing, cut or malformed. */
  async *bundles(size: number): AsyncGenerator<EntryBundle> {
    for (let index = 0; index * TILE_WIDTH < size; index++) {
      const firstIndex = index * TILE_WIDTH;
      const width = Math.min(TILE_WIDTH, size - firstIndex);
      const entries = await this.read(index, width);
      yield { index, firstIndex, entries, leaves: entries.map(leafOf) };
    }
  }

  /** How many entries the files hold, whatever was signed. @param from where to begin to look. */
  async extent(from: number): Promise<number> {
    let index = Math.floor(from / TILE_WIDTH);
    while (await this.storage.exists(entryBundlePath({ index }))) index++;
    const widest = (await this.widthsOf(index)).at(-1) ?? 0;
    return Math.max(from, index * TILE_WIDTH + widest);
  }

  /** The entry at which a bundle and the tile of its leaf hashes part, null where they do not. */
  async firstDifferent({ index, firstIndex, leaves }: EntryBundle): Promise<number | null> {
    const width = leaves.length;
    const tile =
      (await this.storage.read(tilePath({ level: 0, index }))) ??
      (await this.storage.read(tilePath({ level: 0, index, width })));
    if (!tile) return null;
    try {
      const hashes = decodeTile(tile);
      const place = leaves.findIndex((leaf, at) => !leaf.equals(hashes[at] ?? Buffer.alloc(0)));
      return place < 0 ? null : firstIndex + place;
    } catch {
      return null; // the tile is damaged too: it says nothing of the bundle
    }
  }

  private async read(index: number, width: number): Promise<Buffer[]> {
    const paths = [
      entryBundlePath({ index }),
      ...(await this.widthsOf(index))
        .filter((wide) => wide >= width)
        .map((wide) => entryBundlePath({ index, width: wide })),
    ];
    let why = 'is missing';
    for (const path of paths) {
      const bytes = await this.storage.read(path);
      if (!bytes) continue;
      try {
        const entries = decodeEntryBundle(bytes);
        if (entries.length >= width) return entries.slice(0, width).map(asBuffer);
        why = `has ${entries.length} entries of ${width}`;
      } catch (error) {
        why = (error as Error).message;
      }
    }
    throw new RecoverError(
      'LOG_DAMAGED',
      `log/${entryBundlePath({ index })} ${why}, and the entries from ${index * TILE_WIDTH} on are signed for. Put it back from a backup or from anybody who has a copy of the public log.`,
    );
  }

  /** Of the partial bundles, ascending. */
  private async widthsOf(index: number): Promise<number[]> {
    const names = await this.storage.list(`${entryBundlePath({ index })}.p`);
    return names.map(Number).sort((one, other) => one - other);
  }
}
