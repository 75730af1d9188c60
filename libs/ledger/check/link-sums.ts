import { randomBytes } from 'node:crypto';
import { sha256 } from '../append/hashing.js';

const KEY_BYTES = 16;

/**
 * Compares two sets of (log index, trail key) without keeping them: eight bytes for each entry, of a hash under a key that is drawn at
 * each run, so that nobody can choose rows whose sums cancel out.
 */
export class LinkSums {
  private readonly sums: Uint32Array;
  private readonly preimage = Buffer.alloc(KEY_BYTES + 32 + 8);

  constructor(size: number) {
    this.sums = new Uint32Array(2 * size);
    randomBytes(KEY_BYTES).copy(this.preimage);
  }

  /** Put in once for what the entry names and once for what the trails hold. */
  toggle(logIndex: number, trailKey: Uint8Array): void {
    this.preimage.set(trailKey, KEY_BYTES);
    this.preimage.writeDoubleBE(logIndex, KEY_BYTES + 32);
    const sum = sha256(this.preimage);
    this.sums[2 * logIndex]! ^= sum.readUInt32LE(0);
    this.sums[2 * logIndex + 1]! ^= sum.readUInt32LE(4);
  }

  /** Entries whose two sets differ. */
  *unequal(): Generator<number> {
    for (let at = 0; at < this.sums.length; at += 2) {
      if (this.sums[at] !== 0 || this.sums[at + 1] !== 0) yield at / 2;
    }
  }
}
