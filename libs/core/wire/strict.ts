import { plainBytes } from './bytes.js';
import { WireError } from './errors.js';
import { checkLength, isAscending, numberOf, requireFields, textOf } from './field-checks.js';
import { FieldWalker } from './field-walker.js';
import { fail, type FieldRule, isNumeric, type MessageRule } from './rules.js';
import { VARINT_BYTES_MAX } from './varint.js';

type Value = number | boolean | string | Uint8Array | object;

/**
 * Reads a message in the one spelling that this format has: known fields only, in ascending order, each singular one once and
 * never at its default, numbers as short as they can be, nothing before, between or after. What depends on the values of two
 * fields is for the caller to judge.
 *
 * @returns an object with the properties of the rule: absent numbers are 0, texts empty, flags false and lists empty; absent bytes,
 *   and numbers that the rule calls optional, are not there. Byte strings are views on `bytes`.
 * @throws {WireError} for every other bytes, never a RangeError or TypeError.
 * @see docs/formats/scan.md, Encoding
 */
export function readMessage<Message extends object>(rule: MessageRule, bytes: Uint8Array): Message {
  if (rule.bytesMax !== undefined && bytes.length > rule.bytesMax) {
    throw new WireError(
      rule.bytesCode!,
      `${rule.name} has ${bytes.length} bytes, at most ${rule.bytesMax} are allowed`,
    );
  }
  return readRange(rule, plainBytes(bytes), 0, bytes.length) as Message;
}

function readRange(rule: MessageRule, bytes: Uint8Array, start: number, end: number): object {
  const message: Record<string, unknown> = { ...rule.defaults };
  let list: Value[] = [];
  let last = 0;
  let seen = 0;
  const walker = new FieldWalker(bytes, start, end);
  while (walker.next()) {
    const { at, number } = walker;
    if (!walker.isShort) checkVarint(walker, at, walker.varintAt);
    const field = rule.fields[number];
    // No version of protobuf has a field 0: this is padding, or the end of a text.
    if (number === 0 && last !== 0)
      throw new WireError('TRAILING_BYTES', `${rule.name} is followed by bytes that begin no field (byte ${at})`);
    if (!field) throw new WireError('UNKNOWN_FIELD', `${rule.name} has no field ${number} (byte ${at})`);
    if (walker.tag !== rule.tags[number])
      throw fail(rule, field, 'WIRE_TYPE', `has wire type ${walker.wireType} (byte ${at})`);
    if (number < last) throw fail(rule, field, 'FIELD_ORDER', `stands behind field ${last} (byte ${at})`);
    if (number === last ? !field.repeated : rule.oneOf && seen !== 0) {
      throw fail(rule, field, 'REPEATED_FIELD', `stands beside what leaves no room for it (byte ${at})`);
    }
    if (field.repeated && number !== last) message[field.name] = list = [];
    last = number;
    seen |= 1 << number;
    const value = readContents(rule, field, walker);
    if (field.repeated) append(rule, field, list, value);
    else message[field.name] = value;
  }
  requireFields(rule, seen);
  for (const name of rule.lists) message[name] ??= [];
  return message;
}

/** Reads the contents of the field that the walker stands on. */
function readContents(rule: MessageRule, field: FieldRule, walker: FieldWalker): Value {
  const { bytes, varintAt, value, start, end, limit } = walker;
  if (isNumeric(field)) {
    if (!walker.isShort) checkVarint(walker, varintAt, end);
    return numberOf(rule, field, value);
  }
  if (!walker.isShort) checkVarint(walker, varintAt, start);
  if (value > limit - start) throw fail(rule, field, 'TRUNCATED', `says ${value} bytes, ${limit - start} are left`);
  checkLength(rule, field, value);
  if (field.message) return readRange(field.message, bytes, start, end);
  const contents = bytes.subarray(start, end);
  return field.kind === 'string' ? textOf(rule, field, contents) : contents;
}

/**
 * Decides whether a varint of the field is there and as short as it can be.
 *
 * @param end where the walker says that it ends.
 * @throws {WireError} VARINT_OVERLONG, TRUNCATED.
 */
function checkVarint({ bytes, limit }: FieldWalker, start: number, end: number): void {
  const length = end - start;
  if (length > VARINT_BYTES_MAX)
    throw new WireError('VARINT_OVERLONG', `the number at byte ${start} has more than ${VARINT_BYTES_MAX} bytes`);
  if (end > limit) throw new WireError('TRUNCATED', `the number at byte ${start} is cut off`);
  if (length > 1 && bytes[end - 1] === 0)
    throw new WireError('VARINT_OVERLONG', `the number at byte ${start} is longer than it needs to be`);
}

function append(rule: MessageRule, field: FieldRule, list: Value[], value: Value): void {
  if (field.ascending && list.length > 0 && !isAscending(list[list.length - 1] as Uint8Array, value as Uint8Array)) {
    throw fail(rule, field, 'OBJECTS_ORDER', 'is not in strictly ascending order');
  }
  list.push(value);
  if (field.countMax !== undefined && list.length > field.countMax) {
    throw fail(rule, field, field.countCode!, `is there more than ${field.countMax} times`);
  }
}
