import { percentDecode } from './characters.js';
import { Gs1Error } from './error.js';
import { primaryKey, qualifierForm } from './keys.js';
import { CANONICAL_PREFIX, type Gs1Name, nameOf } from './name.js';
import { identifierIn } from './path-names.js';

const CANONICAL_HOST = 'id.gs1.org';

const LINK = /^https?:\/\/([^/?#]*)([^?#]*)/i;

/** Whether a URI is a link of another host than id.gs1.org. */
export function isForeignLink(uri: string): boolean {
  const host = LINK.exec(uri)?.[1];
  return host !== undefined && host.toLowerCase() !== CANONICAL_HOST;
}

/**
 * Reads a Digital Link URI of any host: the last key in the path counts, what stands before it is the resolver's own.
 * Query and fragment name nothing.
 *
 * @returns null when an http(s) URI of another host than id.gs1.org is not meant as a Digital Link: no key in the path, or
 *   a key whose value does not begin with 8 digits, or a key without check digit that is not the first segment
 * @throws {Gs1Error} UNKNOWN_KEY for id.gs1.org without key, QUALIFIER, and what the values break
 */
export function parseDigitalLink(uri: string): Gs1Name | null {
  const parts = LINK.exec(uri);
  if (!parts) return null;
  const segments = segmentsOf(parts[2]!);
  const isCanonicalHost = parts[1]!.toLowerCase() === CANONICAL_HOST;
  const at = keyPosition(segments);
  if (!isCanonicalHost && (at === null || !isMeant(segments, at))) return null;
  return nameFromSegments(segments.slice(at ?? 0));
}

/** Reads key, value, qualifier, value, ... @throws {Gs1Error} UNKNOWN_KEY, QUALIFIER, and what the values break */
export function nameFromSegments(segments: readonly string[]): Gs1Name {
  const [first, value, ...rest] = segments;
  const identifier = first === undefined ? undefined : identifierIn(first);
  if (identifier === undefined || primaryKey(identifier) === undefined) {
    throw new Gs1Error('UNKNOWN_KEY', `no GS1 key in the path, expected for example 01/{GTIN}/21/{serial}`);
  }
  const qualifiers = [];
  for (let at = 0; at < rest.length; at += 2) {
    const qualifier = shownIdentifier(identifierIn(rest[at]!));
    const title = qualifierForm(qualifier)?.title ?? `(${qualifier})`;
    if (rest[at + 1] === undefined) throw new Gs1Error('QUALIFIER', `${title} has no value`);
    qualifiers.push({ identifier: qualifier, value: percentDecode(title, rest[at + 1]!) });
  }
  const { title } = primaryKey(identifier)!;
  return nameOf({ identifier, value: percentDecode(title, value ?? '') }, qualifiers);
}

/** The parts of a path, without leading and with at most one trailing slash. */
export const segmentsOf = (path: string): string[] => path.replace(/^\//, '').replace(/\/$/, '').split('/');

/** Whether a canonical URI is one of GS1's keys. */
export const isGs1Uri = (canonical: string): boolean => canonical.startsWith(CANONICAL_PREFIX);

/** Where the last key stands that has its value and whole pairs after it; no qualifier is a key, so it is the only one meant. */
function keyPosition(segments: readonly string[]): number | null {
  for (let at = segments.length - 2; at >= 0; at -= 2)
    if (primaryKey(identifierIn(segments[at]!)) !== undefined) return at;
  return null;
}

function isMeant(segments: readonly string[], at: number): boolean {
  const { checked } = primaryKey(identifierIn(segments[at]!))!;
  return checked === undefined ? at === 0 : /^[0-9]{8}/.test(segments[at + 1]!);
}

const shownIdentifier = (identifier: string): string =>
  /^[0-9]{2,4}$/.test(identifier) ? identifier : JSON.stringify(identifier.slice(0, 20));
