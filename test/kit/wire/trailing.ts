import { filled, key, len, num, raw, tag, varint } from './raw.js';

/** A header whose last field is the last of its table, and is no list. */
export const wholeHeader = raw(
  num(1, 1_750_000_000_000),
  num(2, 1),
  num(4, 1),
  num(5, 2),
  len(6, key(1)),
  len(7, [1]),
  len(10, filled(40, 0)),
);

/** What may stand behind it, and the code of docs/formats/scan.md, Trailing bytes. */
export const TRAILING: readonly (readonly [what: string, bytes: readonly number[], code: string])[] = [
  ['a zero', [0], 'TRAILING_BYTES'],
  ['zeros', [...filled(64, 0)], 'TRAILING_BYTES'],
  ['a tag of field 0 of another wire type', [7], 'TRAILING_BYTES'],
  ['a field that the message does not have', num(11, 1), 'UNKNOWN_FIELD'],
  ['bytes of 0xff that are a tag', [...filled(4, 0xff), 0x0f], 'UNKNOWN_FIELD'],
  ['a carriage return and a line feed', [0x0d, 0x0a], 'WIRE_TYPE'],
  ['the last field with another wire type', num(10, 1), 'WIRE_TYPE'],
  ['the same message again', [...wholeHeader], 'FIELD_ORDER'],
  ['another field of a lower number', num(5, 2), 'FIELD_ORDER'],
  ['the last field again', len(10, filled(40, 0)), 'REPEATED_FIELD'],
  ['a tag with a byte too many', [...varint(10 * 8 + 2, 2), 0], 'VARINT_OVERLONG'],
  ['a tag that is cut off', [0x80], 'TRUNCATED'],
];

/** The same header without its last field, and a last field that may stand there and is cut off. */
export const cutField = raw([...wholeHeader.subarray(0, -42)], tag(10, 2), [40], [...filled(39, 0)]);
