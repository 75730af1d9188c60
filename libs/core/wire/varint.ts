import { WireError } from './errors.js';

/** Where the varint that was read last ends. Shared, because a result object for each would cost more than the reading. */
export let cursor = 0;

/**
 * Reads one varint that ends before `end`; {@link cursor} is then behind it.
 *
 * @returns the exact number up to 2^53 - 1, and something larger for every larger one.
 * @throws {WireError} VARINT_OVERLONG, TRUNCATED.
 */
export function readVarint(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  let scale = 1;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) {
      if (byte === 0 && at > start)
        throw new WireError('VARINT_OVERLONG', `the number at byte ${start} is longer than it needs to be`);
      // Above 2^53 the sum is rounded, but never down to 2^53 - 1.
      cursor = at + 1;
      return value;
    }
    if (at - start === 9) throw new WireError('VARINT_OVERLONG', `the number at byte ${start} has more than 10 bytes`);
    scale *= 128;
  }
  throw new WireError('TRUNCATED', `the number at byte ${start} is cut off`);
}

/** Puts the cursor behind bytes that are no varint. */
export const moveCursor = (at: number): void => {
  cursor = at;
};
