import type { LogStorage } from '#libs/log/storage';
import { entryBundlePath, HASH_BYTES, TILE_WIDTH, tilePath } from '#libs/core/tlog';

/** A file as clients ask for it; `bytes` are null when it is not there. */
export interface PublicFile {
  readonly path: string;
  readonly bytes: Buffer | null;
}

/** Reads tiles and bundles of the public log. A partial one may have given way to the full one, whose beginning then counts. */
export class PublicFiles {
  private read = 0;

  /** @param receiptedSize entries whose files must be there. */
  constructor(
    private readonly storage: LogStorage,
    readonly receiptedSize: number,
  ) {}

  /** Files that were asked for. */
  get count(): number {
    return this.read;
  }

  /** Hashes that the tile of a level must have, 0 to 256. */
  widthOf(level: number, index: number): number {
    const hashes = Math.floor(this.receiptedSize / TILE_WIDTH ** level) - index * TILE_WIDTH;
    return Math.max(0, Math.min(TILE_WIDTH, hashes));
  }

  tile(level: number, index: number, width: number): Promise<PublicFile> {
    const address = { level, index, ...(width < TILE_WIDTH && { width }) };
    return this.open(tilePath(address), tilePath({ level, index }), (full) => full.subarray(0, width * HASH_BYTES));
  }

  bundle(index: number, width: number): Promise<PublicFile> {
    const address = { index, ...(width < TILE_WIDTH && { width }) };
    return this.open(entryBundlePath(address), entryBundlePath({ index }), (full) => firstEntries(full, width));
  }

  private async open(path: string, fullPath: string, cut: (full: Buffer) => Buffer): Promise<PublicFile> {
    this.read++;
    const bytes = await this.storage.read(path);
    if (bytes) return { path, bytes: asBuffer(bytes) };
    const full = path === fullPath ? null : await this.storage.read(fullPath);
    return { path, bytes: full && cut(asBuffer(full)) };
  }
}

function firstEntries(bundle: Buffer, count: number): Buffer {
  let end = 0;
  for (let taken = 0; taken < count && end + 2 <= bundle.length; taken++) end += 2 + bundle.readUInt16BE(end);
  return bundle.subarray(0, end);
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
