import { WireError, type WireErrorCode } from './errors.js';
import { WireType } from './field-walker.js';
import { LIMITS } from './limits.js';

/** What one field may hold. Everything that protobuf forgives and this format does not is here or in `checkMessage`. */
export interface FieldRule {
  /** Name of the property in the generated code. */
  readonly name: string;
  readonly kind: 'bytes' | 'string' | 'number' | 'signed' | 'flag' | 'message';
  readonly repeated?: true;
  /** A singular field that must be there (and so is not its default), or a repeated one with at least one element. */
  readonly required?: true;
  /** Code when a required field is missing, if not FIELD_MISSING. */
  readonly missingCode?: WireErrorCode;
  /** Exact length in bytes. */
  readonly length?: number;
  /** Largest length in bytes, and the code above it. */
  readonly lengthMax?: number;
  readonly lengthCode?: WireErrorCode;
  /** Largest number of elements, and the code above it. */
  readonly countMax?: number;
  readonly countCode?: WireErrorCode;
  /** Elements in strictly ascending order of their bytes. */
  readonly ascending?: true;
  /** Largest value of a number; of a signed number, largest distance from zero. */
  readonly max?: number;
  readonly maxCode?: WireErrorCode;
  readonly message?: MessageRule;
  /** An absent number or flag is not 0 but not there; so is an absent list not empty. */
  readonly optional?: true;
}

/** What one message may hold: rules by field number. */
export interface MessageRule {
  readonly name: string;
  readonly fields: readonly (FieldRule | undefined)[];
  /** Tags by field number: number times 8, plus the wire type. */
  readonly tags: readonly number[];
  /** What absent fields stand for, by property; lists are in {@link MessageRule.lists}. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Properties that are lists, and empty where the field is absent. */
  readonly lists: readonly string[];
  /** Exactly one of the fields is there. */
  readonly oneOf?: true;
  /** Largest size in bytes, and the code above it. */
  readonly bytesMax?: number;
  readonly bytesCode?: WireErrorCode;
}

// Builders, so that a table reads like the .proto file beside it.

/** Everything of a rule but its name and kind. */
export type Options = Omit<FieldRule, 'name' | 'kind'>;

export const bytes = (name: string, length: number, options: Options = {}): FieldRule => ({
  name,
  kind: 'bytes',
  length,
  ...options,
});
export const anyBytes = (name: string, options: Options = {}): FieldRule => ({ name, kind: 'bytes', ...options });
export const text = (name: string, lengthMax: number, options: Options = {}): FieldRule => ({
  name,
  kind: 'string',
  lengthMax,
  lengthCode: 'LIMIT_TEXT_BYTES',
  ...options,
});
export const number = (name: string, options: Options = {}): FieldRule => ({ name, kind: 'number', ...options });
export const choice = (name: string, max: number, options: Options = {}): FieldRule =>
  number(name, { max, maxCode: 'ENUM_UNKNOWN', ...options });
export const time = (name: string, options: Options = {}): FieldRule =>
  number(name, { max: LIMITS.timeMsMax, ...options });
export const required = { required: true } as const;

export const nested = (name: string, rule: MessageRule, options: Options = {}): FieldRule => ({
  name,
  kind: 'message',
  message: rule,
  ...options,
});

/** A table. Field 0 does not exist; the others are numbered in order. */
export const message = (
  name: string,
  fields: readonly FieldRule[],
  options: Partial<MessageRule> = {},
): MessageRule => ({
  name,
  fields: [undefined, ...fields],
  tags: [0, ...fields.map((field, index) => (index + 1) * 8 + wireTypeOf(field))],
  defaults: Object.fromEntries(
    fields.filter((field) => defaultOf(field) !== undefined).map((field) => [field.name, defaultOf(field)]),
  ),
  lists: fields.filter(({ repeated, optional }) => repeated && !optional).map(({ name }) => name),
  ...options,
});

/** What a field stands for that is absent; a required one has its place kept, so that all messages have one shape. */
function defaultOf({ kind, repeated, required, optional }: FieldRule): unknown {
  if (optional) return undefined;
  if (repeated) return null;
  if (kind === 'string') return '';
  if (kind === 'flag') return false;
  if (kind === 'number' || kind === 'signed') return 0;
  return required ? null : undefined;
}

/** Whether the field is written as a varint; every other is length-delimited. */
export const isNumeric = ({ kind }: FieldRule): boolean => kind === 'number' || kind === 'signed' || kind === 'flag';

const wireTypeOf = (field: FieldRule): number => (isNumeric(field) ? WireType.VARINT : WireType.LENGTH_DELIMITED);

/** The error of one field of one message. */
export const fail = (rule: MessageRule, field: FieldRule, code: WireErrorCode, what: string): WireError =>
  new WireError(code, `${rule.name}.${field.name} ${what}`);
