import { compareBytes, textOfUtf8 } from './bytes.js';
import { WireError } from './errors.js';
import { LIMITS } from './limits.js';
import { fail, type FieldRule, type MessageRule } from './rules.js';

// What is asked of single fields while a message is read.

/** @param seen bit n for field n: no message has more than 30. */
export function requireFields(rule: MessageRule, seen: number): void {
  if (rule.oneOf && seen === 0) throw new WireError('FIELD_MISSING', `${rule.name} is empty`);
  for (const [number, field] of rule.fields.entries()) {
    if (field?.required && (seen & (1 << number)) === 0) {
      throw fail(rule, field, field.missingCode ?? 'FIELD_MISSING', 'is missing');
    }
  }
}

/** @returns the number or flag that the varint stands for. @throws {WireError} DEFAULT_VALUE_ENCODED, or the code of the rule. */
export function numberOf(rule: MessageRule, field: FieldRule, value: number): number | boolean {
  if (value === 0) throw fail(rule, field, 'DEFAULT_VALUE_ENCODED', 'is 0, which is written by leaving it out');
  const max = field.kind === 'flag' ? 1 : (field.max ?? LIMITS.numberMax);
  // Zigzag: 2n for n, 2n - 1 for -n.
  const size = field.kind === 'signed' ? Math.ceil(value / 2) : value;
  if (size > max) throw fail(rule, field, field.maxCode ?? 'NUMBER_TOO_LARGE', `is ${value}, beyond ${max}`);
  if (field.kind === 'flag') return true;
  return field.kind === 'signed' && value % 2 === 1 ? -size : size;
}

/** @throws {WireError} LENGTH_WRONG, DEFAULT_VALUE_ENCODED, or the code of the rule. */
export function checkLength(rule: MessageRule, field: FieldRule, length: number): void {
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

/** @throws {WireError} UTF8_INVALID. */
export function textOf(rule: MessageRule, field: FieldRule, bytes: Uint8Array): string {
  const text = textOfUtf8(bytes);
  if (text === undefined) throw fail(rule, field, 'UTF8_INVALID', 'is not UTF-8');
  return text;
}

/** True when the second of two byte strings of one length comes behind the first. */
export function isAscending(previous: Uint8Array, next: Uint8Array): boolean {
  return compareBytes(previous, next) < 0;
}
