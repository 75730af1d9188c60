import { epcScheme } from './epc-schemes.js';
import { Gs1Error } from './error.js';
import { type Gs1Name, nameOf } from './name.js';

const PREFIX_DIGITS_MIN = 6;
/** So at least one digit is left for an indicator or extension digit. */
const PREFIX_DIGITS_MAX = 12;

/**
 * Reads an EPC pure identity URN, `urn:epc:id:sgtin:0614141.112345.400`, and the class URNs of lots (`urn:epc:class:lgtin:`)
 * and of trade items, assets and the like (`urn:epc:idpat:sgtin:0614141.112345.*`).
 *
 * @returns null for other URIs, and for EPC schemes of others than GS1
 * @throws {Gs1Error} UNKNOWN_KEY for other patterns and classes, COMPANY_PREFIX, LENGTH, CHARACTERS, PERCENT_ENCODING
 * @see GS1 EPC Tag Data Standard, section 6.3
 */
export function parseEpcUrn(uri: string): Gs1Name | null {
  const parts = /^urn:epc:([a-z]+):([^:]*):(.*)$/i.exec(uri);
  if (!parts) return null;
  const type = parts[1]!.toLowerCase();
  const schemeName = parts[2]!.toLowerCase();
  const fields = parts[3]!.split('.');
  if (type === 'idpat') return nameOfPattern(schemeName, fields);
  const scheme = epcScheme(`${type}:${schemeName}`);
  if (!scheme) {
    if (type === 'id') return null;
    throw new Gs1Error('UNKNOWN_KEY', `urn:epc:${type}:${schemeName} names no single thing or lot`);
  }
  const given = joinSurplus(fields, scheme.fields.length);
  if (given.length !== scheme.fields.length) {
    throw new Gs1Error('LENGTH', `${schemeName} has the parts ${scheme.fields.join('.')}, got ${fields.length}`);
  }
  requirePrefix(schemeName, given[0]!);
  const qualifier = scheme.qualifier?.(given);
  return nameOf(scheme.key(given), qualifier ? [qualifier] : []);
}

/** Schemes of which a pattern with any serial names the class: the key without the serial. */
const WITH_CLASSES: ReadonlySet<string> = new Set(['sgtin', 'grai', 'gdti', 'sgcn', 'cpi', 'itip', 'upui']);

function nameOfPattern(schemeName: string, fields: readonly string[]): Gs1Name {
  const scheme = WITH_CLASSES.has(schemeName) ? epcScheme(`id:${schemeName}`) : undefined;
  if (!scheme) throw new Gs1Error('UNKNOWN_KEY', `urn:epc:idpat:${schemeName} names no single thing or lot`);
  if (fields.length !== scheme.fields.length || fields.at(-1) !== '*' || fields.indexOf('*') !== fields.length - 1) {
    const form = [...scheme.fields.slice(0, -1), '*'].join('.');
    throw new Gs1Error('UNKNOWN_KEY', `of the ${schemeName} patterns only ${form} names a class`);
  }
  requirePrefix(schemeName, fields[0]!);
  return nameOf(scheme.key([...fields.slice(0, -1), '']), []);
}

/** A serial may hold dots; the parts before it are digits. */
const joinSurplus = (fields: readonly string[], count: number): readonly string[] =>
  fields.length <= count ? fields : [...fields.slice(0, count - 1), fields.slice(count - 1).join('.')];

function requirePrefix(title: string, prefix: string): void {
  if (/^[0-9]*$/.test(prefix) && prefix.length >= PREFIX_DIGITS_MIN && prefix.length <= PREFIX_DIGITS_MAX) return;
  throw new Gs1Error(
    'COMPANY_PREFIX',
    `${title}: a company prefix has ${PREFIX_DIGITS_MIN} to ${PREFIX_DIGITS_MAX} digits`,
  );
}
