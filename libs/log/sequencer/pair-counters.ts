import { randomBytes } from 'node:crypto';

const WORDS = 4; // 16 of 32 bytes: keys are SHA-256
const WORD_BYTES = 4;

/** Half of a name: what stands for one key, added up word by word with numbers that nobody outside knows. */
function half(seeds: Uint32Array, from: number, key: Uint8Array, at: number): number {
  let sum = 0;
  for (let word = 0; word < WORDS; word++) {
    const place = at + word * WORD_BYTES;
    const value = (key[place]! << 24) | (key[place + 1]! << 16) | (key[place + 2]! << 8) | key[place + 3]!;
    sum = (sum + Math.imul(value, seeds[from + word]!)) | 0;
  }
  return sum;
}

/** Spreads what the low bits of a sum do not show. */
function spread(sum: number): number {
  const mixed = Math.imul(sum ^ (sum >>> 16), 0x45d9f3b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/**
 * Counts for pairs of keys in memory of one size: 10 bytes for each of twice as many places as counters. A pair goes by 64 bits that follow from
 * it and from chance at the start, so that nobody makes up a pair that shares a counter with somebody else's.
 */
export class PairCounters {
  private readonly seeds = Uint32Array.from({ length: 4 * WORDS }, () => randomBytes(WORD_BYTES).readUInt32BE() | 1);
  private readonly places: number;
  private high: Uint32Array;
  private low: Uint32Array;
  /** 0: the place is free. */
  private counts: Uint16Array;
  private used = 0;
  private firstHigh = 0;
  private firstLow = 0;

  constructor(private readonly countersMax: number) {
    this.places = 2 ** Math.ceil(Math.log2(2 * countersMax));
    this.high = new Uint32Array(this.places);
    this.low = new Uint32Array(this.places);
    this.counts = new Uint16Array(this.places);
  }

  get size(): number {
    return this.used;
  }

  /** Names the first key of the pairs that come next. */
  first(key: Uint8Array, at = 0): void {
    this.firstHigh = half(this.seeds, 0, key, at);
    this.firstLow = half(this.seeds, WORDS, key, at);
  }

  get(key: Uint8Array, at: number): number {
    return this.counts[this.find(this.highOf(key, at), this.lowOf(key, at))]!;
  }

  /** Counts a pair once more; where no counter is free, one is taken off all of them instead. */
  add(key: Uint8Array, at: number): void {
    const [high, low] = [this.highOf(key, at), this.lowOf(key, at)];
    const place = this.find(high, low);
    if (this.counts[place] === 0) {
      if (this.used >= this.countersMax) return this.takeOneOffAll();
      this.used++;
      this.high[place] = high;
      this.low[place] = low;
    }
    this.counts[place]!++;
  }

  clear(): void {
    this.counts.fill(0);
    this.used = 0;
  }

  private highOf(key: Uint8Array, at: number): number {
    return spread(this.firstHigh + half(this.seeds, 2 * WORDS, key, at));
  }

  private lowOf(key: Uint8Array, at: number): number {
    return spread(this.firstLow + half(this.seeds, 3 * WORDS, key, at));
  }

  /** Where the pair is, or would be. */
  private find(high: number, low: number): number {
    const { counts, places } = this;
    let place = low & (places - 1);
    while (counts[place] !== 0 && (this.low[place] !== low || this.high[place] !== high))
      place = (place + 1) & (places - 1);
    return place;
  }

  private takeOneOffAll(): void {
    const { high, low, counts, places } = this;
    this.high = new Uint32Array(places);
    this.low = new Uint32Array(places);
    this.counts = new Uint16Array(places);
    this.used = 0;
    for (let old = 0; old < places; old++) {
      if (counts[old]! < 2) continue;
      const place = this.find(high[old]!, low[old]!);
      this.high[place] = high[old]!;
      this.low[place] = low[old]!;
      this.counts[place] = counts[old]! - 1;
      this.used++;
    }
  }
}
