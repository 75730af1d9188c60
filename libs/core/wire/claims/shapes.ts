import { type JsonValue, parseCanonicalJson } from '../canonical-json.js';

// What the values of claims that are canonical JSON (RFC 8785) must look like.

type JsonObject = { readonly [name: string]: JsonValue };
type Accepts = (value: JsonValue) => boolean;

/** Whether a text is canonical JSON of a value that is accepted. */
export function isJson(text: string, accepts: Accepts): boolean {
  try {
    return accepts(parseCanonicalJson(text));
  } catch {
    return false;
  }
}

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isListOf = (value: JsonValue | undefined, accepts: Accepts): boolean =>
  Array.isArray(value) && value.length > 0 && value.every(accepts);

export const hasText = (value: JsonValue, name: string): boolean => isObject(value) && typeof value[name] === 'string';

/** An object with exactly these members; those of `optional` may be missing. */
export const closed =
  (members: Readonly<Record<string, Accepts>>, optional: Readonly<Record<string, Accepts>> = {}): Accepts =>
  (value) =>
    isObject(value) &&
    Object.keys(members).every((name) => Object.hasOwn(value, name)) &&
    Object.entries(value).every(([name, member]) => memberRule(name, members, optional)?.(member) === true);

const memberRule = (name: string, ...tables: readonly Readonly<Record<string, Accepts>>[]): Accepts | undefined =>
  tables.find((table) => Object.hasOwn(table, name))?.[name];

/** A text of which a rule for texts says yes. */
export const textWhich =
  (accepts: (text: string) => boolean): Accepts =>
  (value) =>
    typeof value === 'string' && accepts(value);

/** A whole number from `min` on that every reader holds exactly. */
export const wholeNumber =
  (min: number): Accepts =>
  (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= min;
