import { isValidCheckDigit } from './check-digit.js';
import { containerInUri, containerUri } from './container.js';
import { isForeignLink, parseDigitalLink } from './digital-link.js';
import { documentUri, parseDocumentUri } from './document.js';
import { parseElementString } from './element-string.js';
import { parseEpcUrn } from './epc-urn.js';
import { Gs1Error } from './error.js';
import { canonicalUriOf } from './name.js';

/** Longer ones are refused: a scan carries up to 500 of them. */
export const URI_CHARACTERS_MAX = 2_048;

/** A page that made a link of such a URI would run or read what a stranger wrote. */
const REFUSED_SCHEMES: readonly string[] = ['javascript', 'vbscript', 'data', 'blob', 'file', 'about'];

/**
 * The one URI under which a thing is known. What an object key is computed from (docs/formats/object-keys.md).
 *
 * @param input a Digital Link URI of any host, an element string in brackets, an EPC URN, a container or document URN, or any
 *   other absolute URI, which stays as it is
 * @returns ASCII; canonicalUri of it is itself
 * @throws {Gs1Error} naming what is wrong
 */
export function canonicalUri(input: string): string {
  if (isCommonCanonicalUri(input)) return input;
  if (input.length > URI_CHARACTERS_MAX) {
    throw new Gs1Error('LENGTH', `a URI has at most ${URI_CHARACTERS_MAX} characters, got ${input.length}`);
  }
  if (input.startsWith('(')) return canonicalUriOf(parseElementString(input));
  requireAbsoluteUri(input);
  const name = parseDigitalLink(input) ?? parseEpcUrn(input);
  if (name) return canonicalUriOf(name);
  const container = containerInUri(input);
  if (container !== null) return containerUri(container);
  const document = parseDocumentUri(input);
  if (document) return documentUri(document);
  requireOwnScheme(input);
  return input;
}

/** A URI as it came from a partner. */
export interface CapturedUri {
  readonly uri: string;
  /** Why it is no GS1 code, although it looks like one, and so stays as it is. */
  readonly fault?: Gs1Error;
}

/**
 * As {@link canonicalUri}, but foreign codes that are malformed stay as they are, as plain URIs: an EPC URN that gives no valid key,
 * and a link of another host than id.gs1.org that looks like a Digital Link and is none. What a partner has called a thing can then
 * be logged, and is found under that name.
 *
 * @throws {Gs1Error} for every other input that `canonicalUri` refuses
 * @see docs/formats/object-keys.md, Captured codes
 */
export function canonicalUriOfCapture(input: string): CapturedUri {
  try {
    return { uri: canonicalUri(input) };
  } catch (fault) {
    if (!(fault instanceof Gs1Error) || !isForeignCode(input)) throw fault;
    requireAbsoluteUri(input);
    requireOwnScheme(input);
    return { uri: input, fault };
  }
}

/** Whether an object may have this URI, whoever names it: what `canonicalUriOfCapture` gives. Without an error to look at. */
export const isCanonicalUri = (uri: string): boolean => isResult(uri, (input) => canonicalUriOfCapture(input).uri);

/** Whether a device may name an object by this URI: what `canonicalUri` gives. */
export const isCanonicalUriOfDevice = (uri: string): boolean => isResult(uri, canonicalUri);

function isResult(uri: string, canonical: (input: string) => string): boolean {
  try {
    return canonical(uri) === uri;
  } catch (error) {
    if (error instanceof Gs1Error) return false;
    throw error;
  }
}

/** Input that looks like a code of GS1 and was not made by its rules for URIs of its own. */
const isForeignCode = (input: string): boolean =>
  input.length <= URI_CHARACTERS_MAX && (/^urn:epc:/i.test(input) || isForeignLink(input));

/** Items, lots, trade items and pallets in canonical spelling: nearly all that a hot path sees, found without taking them apart. */
function isCommonCanonicalUri(uri: string): boolean {
  const parts =
    /^https:\/\/id\.gs1\.org\/(?:01\/([0-9]{14})(?:\/(?:21|10)\/[A-Za-z0-9\-._]{1,20})?|00\/([0-9]{18}))$/.exec(uri);
  return parts !== null && isValidCheckDigit(parts[1] ?? parts[2]!);
}

function requireAbsoluteUri(uri: string): void {
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:[^\s]/.test(uri)) {
    throw new Gs1Error(
      'NOT_A_URI',
      'expected an absolute URI or an element string such as (01)09506000134352(21)12345',
    );
  }
  const stray = /[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%"<>]/.exec(uri)?.[0];
  if (stray !== undefined) {
    throw new Gs1Error(
      'CHARACTERS',
      `the character U+${stray.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')} must be percent-encoded in a URI`,
    );
  }
}

function requireOwnScheme(uri: string): void {
  const scheme = uri.slice(0, uri.indexOf(':')).toLowerCase();
  if (REFUSED_SCHEMES.includes(scheme)) throw new Gs1Error('SCHEME', `a URI of the scheme ${scheme} names no thing`);
  if (/["<>]/.test(uri)) throw new Gs1Error('CHARACTERS', 'quotes and angle brackets must be percent-encoded in a URI');
  if (/%(?![0-9A-Fa-f]{2})/.test(uri)) throw new Gs1Error('PERCENT_ENCODING', 'a % is not followed by two hex digits');
}
