import { hash } from 'node:crypto';

const HASH_BYTES = 32;

/**
 * SHA-256 by OpenSSL in one call. Measured at 150 bytes (Node 20): 0.6 microseconds against 2.2 of the pure implementation that runs in
 * browsers, and 1.2 where the answer comes as a Buffer, which then has memory outside the heap. `Buffer.alloc` of so few bytes has not,
 * and holds no pool either.
 */
export function sha256(bytes: Uint8Array): Buffer {
  const text = hash('sha256', bytes, 'binary');
  const digest = Buffer.alloc(HASH_BYTES);
  for (let at = 0; at < HASH_BYTES; at++) digest[at] = text.charCodeAt(at);
  return digest;
}

/** Bytes as a key of a Map: one character each. */
export const keyOf = (bytes: Uint8Array): string => asBuffer(bytes).toString('latin1');

export const bytesOfKey = (key: string): Buffer => Buffer.from(key, 'latin1');

/** A view that pg takes as a binary parameter. */
export const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Writes a whole number below 2^53 as uint64be. */
export function putUint64(target: Buffer, value: number, at: number): void {
  target.writeUInt32BE(Math.floor(value / 2 ** 32), at);
  target.writeUInt32BE(value % 2 ** 32, at + 4);
}

let preimage = Buffer.alloc(4_096);

/** RFC 6962 leaf hash: SHA-256(0x00 || entry). */
export function leafOf(entry: Buffer): Buffer {
  if (preimage.length < entry.length + 1) preimage = Buffer.alloc(2 * entry.length);
  entry.copy(preimage, 1);
  return sha256(preimage.subarray(0, entry.length + 1));
}
