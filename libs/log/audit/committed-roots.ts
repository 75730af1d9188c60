import type pg from 'pg';
import { copyOut, int8 } from './copy-out.js';

const HASH_BYTES = 32;

/** The roots that were committed, by size: about 40 bytes for each commit. */
export class CommittedRoots {
  private constructor(
    private readonly sizes: readonly number[],
    private readonly hashes: Buffer,
  ) {}

  static async read(client: pg.Client): Promise<CommittedRoots> {
    const sizes: number[] = [];
    const hashes: Buffer[] = [];
    for await (const rows of copyOut(client, 'SELECT size, root FROM log_root ORDER BY size')) {
      for (const [size] of rows) sizes.push(int8(size!));
      hashes.push(Buffer.concat(rows.map(([, root]) => root!.subarray(0, HASH_BYTES))));
    }
    return new CommittedRoots(sizes, Buffer.concat(hashes));
  }

  get count(): number {
    return this.sizes.length;
  }

  sizeAt(place: number): number | undefined {
    return this.sizes[place];
  }

  rootAt(place: number): Buffer {
    return this.hashes.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES);
  }

  /** The root at a size, null where that size was not committed. */
  find(size: number): Buffer | null {
    let low = 0;
    let high = this.sizes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.sizes[middle]! < size) low = middle + 1;
      else high = middle;
    }
    return this.sizes[low] === size ? this.rootAt(low) : null;
  }
}
