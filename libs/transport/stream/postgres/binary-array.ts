const BYTEA_OID = 17;
const HEADER_BYTES = 20;

/**
 * A bytea[] in PostgreSQL's binary format, as one parameter: half the bytes of the text form, and nothing to escape.
 * @see PostgreSQL src/backend/utils/adt/arrayfuncs.c, array_recv: dimensions, flags, element type, length, lower bound,
 * then each element with its length.
 */
export function byteaArray(values: readonly Uint8Array[]): Buffer {
  const out = Buffer.allocUnsafe(values.reduce((bytes, value) => bytes + 4 + value.length, HEADER_BYTES));
  out.writeInt32BE(1, 0);
  out.writeInt32BE(0, 4);
  out.writeInt32BE(BYTEA_OID, 8);
  out.writeInt32BE(values.length, 12);
  out.writeInt32BE(1, 16);
  let at = HEADER_BYTES;
  for (const value of values) {
    out.writeInt32BE(value.length, at);
    out.set(value, at + 4);
    at += 4 + value.length;
  }
  return out;
}
