/** What JSON can say. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** Deeper values are refused, so that a hostile file cannot exhaust the stack. */
export const JSON_DEPTH_MAX = 32;

export type CanonicalJsonErrorCode = 'NOT_JSON' | 'NOT_CANONICAL' | 'NUMBER_INVALID' | 'TEXT_INVALID' | 'TOO_DEEP';

/** A value has no canonical form, or a text is not the canonical form of its value. */
export class CanonicalJsonError extends Error {
  override readonly name = 'CanonicalJsonError';
  constructor(
    readonly code: CanonicalJsonErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * The canonical form of a JSON value: no white space, members sorted by UTF-16 code units, numbers and strings as ECMAScript writes them.
 *
 * @throws {CanonicalJsonError} NUMBER_INVALID for NaN and infinities, TEXT_INVALID for a lone surrogate, TOO_DEEP
 * @see RFC 8785
 */
export function formatCanonicalJson(value: JsonValue): string {
  return format(value, JSON_DEPTH_MAX);
}

/**
 * Reads a text that is the canonical form of its value, and nothing else: white space, doubled members, another order or another
 * spelling are refused, so two different texts never mean the same.
 *
 * @throws {CanonicalJsonError} NOT_JSON, NOT_CANONICAL, and what `formatCanonicalJson` throws
 */
export function parseCanonicalJson(text: string): JsonValue {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (cause) {
    throw new CanonicalJsonError('NOT_JSON', 'the text is not JSON', { cause });
  }
  const canonical = formatCanonicalJson(value);
  if (canonical !== text) {
    const at = firstDifference(canonical, text);
    throw new CanonicalJsonError('NOT_CANONICAL', `the text is not canonical JSON (RFC 8785), from character ${at} on`);
  }
  return value;
}

function format(value: JsonValue, depthLeft: number): string {
  if (typeof value === 'string') return formatText(value);
  if (typeof value === 'number') return formatNumber(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (depthLeft === 0) throw new CanonicalJsonError('TOO_DEEP', `a value is nested deeper than ${JSON_DEPTH_MAX}`);
  if (isArray(value)) return `[${value.map((item) => format(item, depthLeft - 1)).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .map((name) => `${formatText(name)}:${format(value[name]!, depthLeft - 1)}`);
  return `{${members.join(',')}}`;
}

function formatText(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new CanonicalJsonError('TEXT_INVALID', 'a text has half a surrogate pair');
  return JSON.stringify(text);
}

function formatNumber(value: number): string {
  if (!Number.isFinite(value)) throw new CanonicalJsonError('NUMBER_INVALID', `${value} is no JSON number`);
  return JSON.stringify(value);
}

// Array.isArray does not narrow readonly arrays.
const isArray = (value: object): value is readonly JsonValue[] => Array.isArray(value);

function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}
