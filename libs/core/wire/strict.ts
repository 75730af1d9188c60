import { plainBytes } from './bytes.js';
import { WireError } from './errors.js';
import { checkLength, isAscending, numberOf, requireFields, textOf } from './field-checks.js';
import { fail, type FieldRule, type MessageRule } from './rules.js';
import { cursor, moveCursor, readVarint } from './varint.js';

type Value = number | boolean | string | Uint8Array | object;

const isNumeric = ({ kind }: FieldRule): boolean => kind === 'number' || kind === 'signed' || kind === 'flag';

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
  for (let at = start; at < end; at = cursor) {
    const tag = readVarint(bytes, at, end);
    const number = Math.floor(tag / 8);
    const field = rule.fields[number];
    // No version of protobuf has a field 0: this is padding, or the end of a text.
    if (number === 0 && last !== 0)
      throw new WireError('TRAILING_BYTES', `${rule.name} is followed by bytes that begin no field (byte ${at})`);
    if (!field) throw new WireError('UNKNOWN_FIELD', `${rule.name} has no field ${number} (byte ${at})`);
    if (tag % 8 !== (isNumeric(field) ? 0 : 2))
      throw fail(rule, field, 'WIRE_TYPE', `has wire type ${tag % 8} (byte ${at})`);
    if (number < last) throw fail(rule, field, 'FIELD_ORDER', `stands behind field ${last} (byte ${at})`);
    if (number === last ? !field.repeated : rule.oneOf && seen !== 0) {
      throw fail(rule, field, 'REPEATED_FIELD', `stands beside what leaves no room for it (byte ${at})`);
    }
    if (field.repeated && number !== last) message[field.name] = list = [];
    last = number;
    seen |= 1 << number;
    const value = readField(rule, field, bytes, end);
    if (field.repeated) append(rule, field, list, value);
    else message[field.name] = value;
  }
  requireFields(rule, seen);
  for (const name of rule.lists) message[name] ??= [];
  return message;
}

/** Reads the content of a field, from the cursor on, and leaves the cursor behind it. */
function readField(rule: MessageRule, field: FieldRule, bytes: Uint8Array, end: number): Value {
  const value = readVarint(bytes, cursor, end);
  if (isNumeric(field)) return numberOf(rule, field, value);
  const start = cursor;
  if (value > end - start) throw fail(rule, field, 'TRUNCATED', `says ${value} bytes, ${end - start} are left`);
  checkLength(rule, field, value);
  // Its last field leaves the cursor at its end.
  if (field.message) return readRange(field.message, bytes, start, start + value);
  moveCursor(start + value);
  const content = bytes.subarray(start, start + value);
  return field.kind === 'string' ? textOf(rule, field, content) : content;
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
