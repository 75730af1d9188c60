import { WireError } from '../errors.js';
import { FieldWalker, WireType } from '../field-walker.js';
import type { SignedScan } from '../scan.js';
import { publicFields } from '../scan-tables.js';
import { decodeSignedStatement, encodeSignedStatement, signedStatementOf } from '../statement.js';
import { VARINT_BYTES_MAX } from '../varint.js';

/** What a statement and its signature need, whatever the rest of the scan looks like. */
export type PublicScan = Omit<SignedScan, 'uris' | 'disclosures'>;

/**
 * Looks for the statement in bytes that are not exactly a scan: the first of each of its fields, up to the first thing that cannot be
 * read. The signature decides whether it is one.
 *
 * @returns undefined unless all fields are there and have their lengths.
 */
export function forgivingStatement(payload: Uint8Array): PublicScan | undefined {
  const found: Partial<Record<string, Uint8Array | number>> = {};
  const walker = new FieldWalker(payload, 0, payload.length);
  while (walker.next() && isReadable(walker)) {
    const name = publicFields[walker.number - 1]?.name;
    if (name !== undefined) found[name] ??= contentsOf(walker);
  }
  for (const { name, kind } of publicFields)
    if (typeof found[name] !== (kind === 'number' ? 'number' : 'object')) return undefined;
  return hasForm(found as unknown as PublicScan) ? (found as unknown as PublicScan) : undefined;
}

/** Whether it can stand in the log: lengths of all fields, counter and previous. */
function hasForm(scan: PublicScan): boolean {
  try {
    decodeSignedStatement(encodeSignedStatement(signedStatementOf(scan)));
    return true;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return false;
  }
}

/** Whether the field can be read with all of protobuf's forgiveness: padded numbers and fixed ones, but no groups, which protobuf 3 has not. */
function isReadable(walker: FieldWalker): boolean {
  const { at, varintAt, start, end, wireType } = walker;
  if (varintAt - at > VARINT_BYTES_MAX) return false;
  switch (wireType) {
    case WireType.VARINT:
      return walker.isWhole && end - varintAt <= VARINT_BYTES_MAX;
    case WireType.LENGTH_DELIMITED:
      return walker.isWhole && start - varintAt <= VARINT_BYTES_MAX;
    case WireType.FIXED_64:
      walker.takeFixed(8);
      return walker.isWhole;
    case WireType.FIXED_32:
      walker.takeFixed(4);
      return walker.isWhole;
    default:
      return false;
  }
}

/** undefined for a fixed number, since the format has none. */
function contentsOf({ bytes, start, end, value, wireType }: FieldWalker): Uint8Array | number | undefined {
  if (wireType === WireType.VARINT) return value;
  return wireType === WireType.LENGTH_DELIMITED ? bytes.subarray(start, end) : undefined;
}
