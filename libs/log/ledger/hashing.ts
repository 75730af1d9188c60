import { hash } from 'node:crypto';

/**
 * SHA-256 by OpenSSL in one call. Measured on the sequencer's inputs (Xeon with SHA extensions, Node 20): 0.9 microseconds at 127
 * bytes and 1.1 at 500, against 2.0 and 3.9 of the pure implementation that libs/core/tlog and libs/core/entries share with browsers.
 */
export const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

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
