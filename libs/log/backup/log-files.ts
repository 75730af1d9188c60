import type { LogStorage } from '#libs/log/storage';
import {
  decodeEntryBundle,
  decodeTile,
  encodeEntryBundle,
  encodeTile,
  entryBundlePath,
  TILE_WIDTH,
  tilePath,
  tileWidth,
} from '#libs/core/tlog';
import { BackupError } from './error.js';

/** Paths of the files of a log that never change any more: full tiles of each level and full bundles. */
export function* fullLogFiles(size: number): Generator<string> {
  const bundles = Math.floor(size / TILE_WIDTH);
  for (let index = 0; index < bundles; index++) yield entryBundlePath({ index });
  for (let level = 0, tiles = bundles; tiles > 0; level++, tiles = Math.floor(tiles / TILE_WIDTH))
    for (let index = 0; index < tiles; index++) yield tilePath({ level, index });
}

export interface EdgeFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * The partial files that a log of this size ends with. A log that grows gives longer ones in their place, whose beginning counts.
 * @throws {BackupError} LOG_DAMAGED
 */
export async function readEdge(storage: LogStorage, size: number): Promise<EdgeFile[]> {
  const files: EdgeFile[] = [];
  const last = Math.floor(size / TILE_WIDTH);
  const width = size % TILE_WIDTH;
  if (width > 0) {
    const cut = (bytes: Uint8Array): Uint8Array => encodeEntryBundle(atLeast(decodeEntryBundle(bytes), width));
    files.push(await readPart(storage, entryBundlePath({ index: last }), width, cut));
  }
  for (let level = 0; Math.floor(size / TILE_WIDTH ** level) > 0; level++) {
    const index = Math.floor(size / TILE_WIDTH ** (level + 1));
    const hashes = tileWidth({ level, index, size });
    if (hashes === 0) continue;
    const cut = (bytes: Uint8Array): Uint8Array => encodeTile(atLeast(decodeTile(bytes), hashes));
    files.push(await readPart(storage, tilePath({ level, index }), hashes, cut));
  }
  return files;
}

/** A partial file, or the beginning of one that came after it. Looks again where they are exchanged meanwhile. */
async function readPart(
  storage: LogStorage,
  fullPath: string,
  width: number,
  cut: (bytes: Uint8Array) => Uint8Array,
): Promise<EdgeFile> {
  const path = `${fullPath}.p/${width}`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const longer = (await storage.list(`${fullPath}.p`)).map(Number).filter((wide) => wide >= width);
    const candidates = [...longer.sort((one, other) => one - other).map((wide) => `${fullPath}.p/${wide}`), fullPath];
    for (const candidate of candidates) {
      const bytes = await storage.read(candidate);
      if (bytes) return { path, bytes: cut(bytes) };
    }
  }
  throw damaged(path);
}

// The full file is there before the partial ones go: one more look finds it.
const ATTEMPTS = 3;

function atLeast<Item>(items: readonly Item[], width: number): readonly Item[] {
  if (items.length < width) throw new BackupError('LOG_DAMAGED', 'a file at the end of the public log is too short.');
  return items.slice(0, width);
}

export const damaged = (path: string): BackupError =>
  new BackupError(
    'LOG_DAMAGED',
    `log/${path} is missing, and the newest signed checkpoint stands on it. npx cairn check tells what is wrong with the log.`,
  );
