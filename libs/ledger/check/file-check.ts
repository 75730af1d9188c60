import { type LogStorage, TileEdge } from '#libs/blobs';
import { HASH_BYTES, TILE_WIDTH } from '#libs/tlog';
import type { Differences } from './findings.js';

/** Compares the files of the public log with the entries, in log order. */
export class FileCheck {
  private readonly edge = new TileEdge();
  private files = 0;

  /** @param sizes entries whose files must be there, and of these those that the public checkpoint covers. */
  constructor(
    private readonly storage: LogStorage,
    private readonly sizes: { readonly receiptedSize: number; readonly publishedSize: number },
    private readonly differences: Differences,
  ) {}

  get fileCount(): number {
    return this.files;
  }

  /** Takes more entries; those whose files need not be there yet are passed over. */
  async take(entries: readonly Uint8Array[], leaves: readonly Uint8Array[]): Promise<void> {
    const { receiptedSize, publishedSize } = this.sizes;
    let done = 0;
    // Partial files must be there for these two sizes only; in between they come and go.
    for (const stop of [publishedSize, receiptedSize]) {
      const count = Math.min(entries.length - done, stop - this.edge.size);
      if (count <= 0) continue;
      await this.compareTo(entries.slice(done, done + count), leaves.slice(done, done + count));
      done += count;
      if (this.edge.size < stop) continue;
      for (const { path, bytes } of this.edge.partialFiles()) await this.compare(path, bytes);
    }
  }

  private async compareTo(entries: readonly Uint8Array[], leaves: readonly Uint8Array[]): Promise<void> {
    const { files } = this.edge.grow(entries, leaves);
    for (const { path, bytes } of files) if (!isPartial(path)) await this.compare(path, bytes);
  }

  private async compare(path: string, bytes: Uint8Array): Promise<void> {
    this.files++;
    const found = (await this.storage.read(path)) ?? (isPartial(path) ? await this.fullInstead(path, bytes) : null);
    if (!found)
      this.differences.add(
        'TILE_MISSING',
        `${path} is not in the public log, which must cover ${this.sizes.receiptedSize} entries`,
      );
    else if (Buffer.compare(found, bytes) !== 0)
      this.differences.add(
        'TILE_CHANGED',
        `${path} of the public log is not what the entries of the database give${firstEntry(path, found, bytes)}`,
      );
  }

  /** The log has grown since: the full file has taken the place of the partial one. */
  private async fullInstead(path: string, bytes: Uint8Array): Promise<Uint8Array | null> {
    const full = await this.storage.read(path.slice(0, path.indexOf('.p/')));
    return full ? full.subarray(0, bytes.length) : null;
  }
}

/** Which entry the two part at, where the file holds leaf hashes: an operator looks there first. */
function firstEntry(path: string, found: Uint8Array, bytes: Uint8Array): string {
  const [, number] = /^tile\/0\/([x\d/]+)/u.exec(path) ?? [];
  if (number === undefined) return '';
  const tile = Number(number.replace(/[x/]/gu, ''));
  const place = bytes.findIndex((byte, at) => byte !== found[at]);
  return place < 0 ? '' : `, first at entry ${tile * TILE_WIDTH + Math.floor(place / HASH_BYTES)}`;
}

const isPartial = (path: string): boolean => path.includes('.p/');
