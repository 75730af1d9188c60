import { randomBytes } from 'node:crypto';
import { HalfSipHash } from './half-sip-hash.js';

/**
 * Compares two sets of (log index, trail key) without keeping them: eight bytes for each entry, the sum of keyed hashes. The key is
 * drawn at each run and shown to nobody, so that nobody can choose rows whose sums cancel out.
 */
export class LinkSums {
  private readonly sums: Uint32Array;
  private readonly hash = new HalfSipHash(randomBytes(8));

  constructor(size: number) {
    this.sums = new Uint32Array(2 * size);
  }

  /** The entry names the trail. */
  name(logIndex: number, trailKey: Uint8Array): void {
    this.hash.update(trailKey, logIndex);
    this.sums[2 * logIndex]! += this.hash.low;
    this.sums[2 * logIndex + 1]! += this.hash.high;
  }

  /** The trail has a link to the entry. */
  hold(logIndex: number, trailKey: Uint8Array): void {
    this.hash.update(trailKey, logIndex);
    this.sums[2 * logIndex]! -= this.hash.low;
    this.sums[2 * logIndex + 1]! -= this.hash.high;
  }

  /** Entries whose two sets differ. */
  *unequal(): Generator<number> {
    for (let at = 0; at < this.sums.length; at += 2) {
      if (this.sums[at] !== 0 || this.sums[at + 1] !== 0) yield at / 2;
    }
  }
}
