import {
  encodeEntryBundle,
  encodeTile,
  TILE_HEIGHT,
  TILE_WIDTH,
  tilesToWrite,
  type TileToWrite,
} from '#libs/core/tlog';
import { FileLogStorage } from '../../../libs/log/storage/index.js';

/** A log in memory, such as MemoryLog of test/kit/core. */
export interface LogInMemory {
  readonly size: number;
  entry(logIndex: number): { readonly entry: Uint8Array };
  hashAt(level: number, index: number): Uint8Array;
  checkpoint(): string;
}

/** Writes tiles, bundles and checkpoint of the whole log into a folder as `/log/` serves it. */
export async function writeLog(log: LogInMemory, folder: string): Promise<void> {
  const storage = new FileLogStorage(folder);
  const bytesOf = (tile: TileToWrite): Uint8Array => {
    const numbers = Array.from({ length: tile.width }, (_, at) => tile.index * TILE_WIDTH + at);
    return tile.kind === 'entries'
      ? encodeEntryBundle(numbers.map((logIndex) => log.entry(logIndex).entry))
      : encodeTile(numbers.map((index) => log.hashAt(tile.level * TILE_HEIGHT, index)));
  };
  const files = tilesToWrite({ fromSize: 0, toSize: log.size }).map((tile) => ({
    path: tile.path,
    bytes: bytesOf(tile),
  }));
  await storage.writeAll(files, () => undefined);
  await storage.replace({ path: 'checkpoint', bytes: new TextEncoder().encode(log.checkpoint()) }, () => undefined);
}
