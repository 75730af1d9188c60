import { textOfUtf8 } from './bytes.js';
import { WireError } from './errors.js';
import { LIMITS } from './limits.js';
import { fail, type FieldRule, type MessageRule } from './rules.js';

/** Where the varint that was read last ends. A module variable, because a result object for each would cost more than the reading. */
let cursor = 0;

function readVarint(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  let scale = 1;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) {
      if (byte === 0 && at > start)
        throw new WireError('VARINT_OVERLONG', `the number at byte ${start} is longer than it needs to be`);
      // Above 2^53 the sum is rounded, but never down to 2^53 - 1: whatever it is for is then too large, too.
      cursor = at + 1;
      return value;
    }
    if (at - start === 9) throw new WireError('VARINT_OVERLONG', `the number at byte ${start} has more than 10 bytes`);
    scale *= 128;
  }
  throw new WireError('TRUNCATED', `the number at byte ${start} is cut off`);
}

const wireTypeOf = (kind: FieldRule['kind']): number =>
  kind === 'number' || kind === 'signed' || kind === 'flag' ? 0 : 2;

/**
 * Decides whether bytes are a message in the one spelling that this format has: known fields only, in ascending order, each
 * singular one once and never at its default, numbers as short as they can be, nothing before, between or after.
 * Numbers and lengths are judged by the table; what needs the values of two fields is judged after decoding.
 *
 * @throws {WireError} for every other bytes, never a RangeError or TypeError.
 * @see docs/formats/scan.md, Encoding
 */
export function checkMessage(rule: MessageRule, bytes: Uint8Array): void {
  if (rule.bytesMax !== undefined && bytes.length > rule.bytesMax) {
    throw new WireError(
      rule.bytesCode!,
      `${rule.name} has ${bytes.length} bytes, at most ${rule.bytesMax} are allowed`,
    );
  }
  checkRange(rule, bytes, 0, bytes.length);
}

function checkRange(rule: MessageRule, bytes: Uint8Array, start: number, end: number): void {
  const { fields } = rule;
  let last = 0;
  let count = 0;
  let members = 0;
  let seen = 0;
  let previous = 0;
  for (let at = start; at < end;) {
    const tag = readVarint(bytes, at, end);
    const number = Math.floor(tag / 8);
    const field = fields[number];
    if (!field) throw new WireError('UNKNOWN_FIELD', `${rule.name} has no field ${number} (byte ${at})`);
    if (tag % 8 !== wireTypeOf(field.kind))
      throw fail(rule, field, 'WIRE_TYPE', `has wire type ${tag % 8} (byte ${at})`);
    if (number !== last) {
      if (number < last) throw fail(rule, field, 'FIELD_ORDER', `stands behind field ${last} (byte ${at})`);
      last = number;
      count = 0;
      members += 1;
      seen |= 1 << number;
      if (rule.oneOf && members > 1)
        throw fail(rule, field, 'REPEATED_FIELD', 'stands beside another one, and there is room for one only');
    } else if (!field.repeated) throw fail(rule, field, 'REPEATED_FIELD', `is there twice (byte ${at})`);
    count += 1;
    if (field.countMax !== undefined && count > field.countMax) {
      throw fail(rule, field, field.countCode!, `is there more than ${field.countMax} times`);
    }
    const value = readVarint(bytes, cursor, end);
    at = cursor;
    if (field.kind === 'number' || field.kind === 'signed' || field.kind === 'flag') {
      checkNumber(rule, field, value);
      continue;
    }
    if (value > end - at) throw fail(rule, field, 'TRUNCATED', `says ${value} bytes, ${end - at} are left`);
    checkLength(rule, field, value);
    if (field.kind === 'string') checkUtf8(rule, field, bytes, at, at + value);
    else if (field.kind === 'message') checkRange(field.message!, bytes, at, at + value);
    else if (field.ascending && count > 1 && !isAscending(bytes, previous, at, value)) {
      throw fail(rule, field, 'OBJECTS_ORDER', 'is not in strictly ascending order');
    }
    previous = at;
    at += value;
  }
  requireFields(rule, seen);
}

/** @param seen bit n for field n: no message has more than 30. */
function requireFields(rule: MessageRule, seen: number): void {
  if (rule.oneOf && seen === 0) throw new WireError('FIELD_MISSING', `${rule.name} is empty`);
  for (const [number, field] of rule.fields.entries()) {
    if (field?.required && (seen & (1 << number)) === 0) {
      throw fail(rule, field, field.missingCode ?? 'FIELD_MISSING', 'is missing');
    }
  }
}

function checkNumber(rule: MessageRule, field: FieldRule, value: number): void {
  if (value === 0) throw fail(rule, field, 'DEFAULT_VALUE_ENCODED', 'is 0, which is written by leaving it out');
  const max = field.kind === 'flag' ? 1 : (field.max ?? LIMITS.numberMax);
  // Zigzag: 2n for n, 2n - 1 for -n.
  const size = field.kind === 'signed' ? Math.ceil(value / 2) : value;
  if (size > max) throw fail(rule, field, field.maxCode ?? 'NUMBER_TOO_LARGE', `is ${value}, beyond ${max}`);
}

function checkLength(rule: MessageRule, field: FieldRule, length: number): void {
  if (field.length !== undefined) {
    if (length === field.length) return;
    if (length === 0 && !field.repeated)
      throw fail(rule, field, 'DEFAULT_VALUE_ENCODED', 'is empty, which is written by leaving it out');
    throw fail(rule, field, 'LENGTH_WRONG', `has ${length} bytes, expected ${field.length}`);
  }
  if (length === 0 && field.kind !== 'message') {
    if (field.repeated) throw fail(rule, field, 'LENGTH_WRONG', 'holds an empty element');
    throw fail(rule, field, 'DEFAULT_VALUE_ENCODED', 'is empty, which is written by leaving it out');
  }
  if (field.lengthMax !== undefined && length > field.lengthMax) {
    throw fail(
      rule,
      field,
      field.lengthCode ?? 'LENGTH_WRONG',
      `has ${length} bytes, at most ${field.lengthMax} are allowed`,
    );
  }
}

function checkUtf8(rule: MessageRule, field: FieldRule, bytes: Uint8Array, start: number, end: number): void {
  for (let at = start; at < end; at++) {
    if (bytes[at]! < 0x80) continue;
    if (textOfUtf8(bytes.subarray(start, end)) !== undefined) return;
    throw fail(rule, field, 'UTF8_INVALID', 'is not UTF-8');
  }
}

function isAscending(bytes: Uint8Array, previous: number, next: number, length: number): boolean {
  for (let i = 0; i < length; i++) {
    const difference = bytes[next + i]! - bytes[previous + i]!;
    if (difference !== 0) return difference > 0;
  }
  return false;
}
