import { percentEncode } from './characters.js';
import { Gs1Error } from './error.js';
import { primaryKey, qualifierForm } from './keys.js';
import { normaliseValue } from './value.js';

/** One application identifier and its value, not percent-encoded. */
export interface Element {
  readonly identifier: string;
  readonly value: string;
}

/** What one canonical GS1 URI says: the key and at most one qualifier. */
export interface Gs1Name {
  readonly key: Element;
  readonly qualifier: Element | null;
}

export const CANONICAL_PREFIX = 'https://id.gs1.org/';

/**
 * The name that a key and its qualifiers give: every value is checked, also the dropped ones; the first naming qualifier is kept.
 * @throws {Gs1Error} UNKNOWN_KEY, QUALIFIER for one that does not belong to the key or stands twice, and what the values break
 */
export function nameOf(key: Element, qualifiers: readonly Element[]): Gs1Name {
  const form = primaryKey(key.identifier);
  if (!form) throw new Gs1Error('UNKNOWN_KEY', `(${key.identifier}) is not a key that names a thing`);
  const value = normaliseValue(form, key.value);
  const values = new Map<string, string>();
  for (const { identifier, value: given } of qualifiers) {
    if (!belongsTo(key.identifier, identifier)) {
      throw new Gs1Error('QUALIFIER', `${form.title}: (${identifier}) does not belong to this key`);
    }
    if (values.has(identifier)) throw new Gs1Error('QUALIFIER', `${form.title}: (${identifier}) stands twice`);
    values.set(identifier, normaliseValue(qualifierForm(identifier)!, given));
  }
  const naming = form.naming.find((identifier) => values.has(identifier));
  return {
    key: { identifier: key.identifier, value },
    qualifier: naming === undefined ? null : { identifier: naming, value: values.get(naming)! },
  };
}

export function canonicalUriOf({ key, qualifier }: Gs1Name): string {
  const path = `${CANONICAL_PREFIX}${key.identifier}/${percentEncode(key.value)}`;
  return qualifier ? `${path}/${qualifier.identifier}/${percentEncode(qualifier.value)}` : path;
}

/** Whether a qualifier may stand with a key. */
export function belongsTo(key: string, qualifier: string): boolean {
  const form = primaryKey(key);
  return form !== undefined && (form.naming.includes(qualifier) || form.dropped?.includes(qualifier) === true);
}
