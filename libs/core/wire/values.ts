import { isWellFormed } from './bytes.js';
import { LIMITS } from './limits.js';
import { fail, type FieldRule, type MessageRule } from './rules.js';

/**
 * Decides whether the numbers and texts of a value survive encoding: the generated code would cut a fraction, wrap a number that
 * is too large and replace a lone surrogate without a word. Lengths and limits are judged on the encoded bytes.
 *
 * @throws {WireError} VALUE_INVALID.
 */
export function checkValues(rule: MessageRule, value: object): void {
  for (const field of rule.fields) {
    if (!field) continue;
    const given = (value as Record<string, unknown>)[field.name];
    if (given === undefined || given === null) continue;
    if (field.repeated) for (const element of given as readonly unknown[]) checkValue(rule, field, element);
    else checkValue(rule, field, given);
  }
}

function checkValue(rule: MessageRule, field: FieldRule, value: unknown): void {
  if (field.kind === 'message') checkValues(field.message!, value as object);
  else if (!isPossible(field, value)) throw fail(rule, field, 'VALUE_INVALID', `cannot hold ${describe(value)}`);
}

function isPossible({ kind, max = LIMITS.numberMax }: FieldRule, value: unknown): boolean {
  if (kind === 'bytes') return value instanceof Uint8Array;
  if (kind === 'string') return typeof value === 'string' && isWellFormed(value);
  if (kind === 'flag') return typeof value === 'boolean';
  if (typeof value !== 'number' || !Number.isInteger(value)) return false;
  return value >= (kind === 'signed' ? -max : 0) && value <= max;
}

const describe = (value: unknown): string => (typeof value === 'number' ? String(value) : `this ${typeof value}`);
