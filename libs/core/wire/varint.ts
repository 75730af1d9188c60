/** Where the varint that was read last ends. Shared, because a result object for each would cost more than the reading. */
export let cursor = 0;

/**
 * Reads one varint, in however many bytes it was written: how long it may be is for the caller to judge. {@link cursor} is then
 * behind it; where none ends before `end`, at `end + 1`.
 *
 * @returns the exact number up to 2^53 - 1, and something larger, or no number, for every larger one.
 */
export function readVarint(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  let scale = 1;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) {
      // Above 2^53 the sum is rounded, but never down to 2^53 - 1.
      cursor = at + 1;
      return value;
    }
    scale *= 128;
  }
  cursor = end + 1;
  return Infinity;
}

/** Bytes of a varint that are enough for 64 bits. */
export const VARINT_BYTES_MAX = 10;

/** Bytes that {@link writeVarint} needs for a whole number below 2^53. */
export function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) bytes++;
  return bytes;
}

/** Writes a whole number below 2^53 in as few bytes as can be. @returns where it ends. */
export function writeVarint(target: Uint8Array, at: number, value: number): number {
  let rest = value;
  while (rest >= 128) {
    target[at++] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  target[at++] = rest;
  return at;
}
