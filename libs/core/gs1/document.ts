import { percentDecode, percentEncode, PRINTABLE_ASCII, requireCharacters } from './characters.js';
import { Gs1Error } from './error.js';
import { primaryKey } from './keys.js';
import { normaliseValue } from './value.js';

const DOCUMENT_PREFIX = 'urn:epcglobal:cbv:bt:';
/** Longer ones are no numbers; keeps a URI well below its limit. */
export const DOCUMENT_NUMBER_CHARACTERS_MAX = 200;

/** A declaration, order, invoice ...: who issued it, and its number there. */
export interface DocumentName {
  /** 13 digits of the party that issued it. */
  readonly gln: string;
  /** As issued, not percent-encoded: printable ASCII. */
  readonly number: string;
}

/** The canonical URI of a document. @throws {Gs1Error} LENGTH, CHARACTERS, CHECK_DIGIT */
export function documentUri({ gln, number }: DocumentName): string {
  const form = { ...primaryKey('414')!, title: 'document: GLN of the issuer' };
  const issuer = normaliseValue(form, gln);
  if (number === '' || number.length > DOCUMENT_NUMBER_CHARACTERS_MAX) {
    throw new Gs1Error(
      'LENGTH',
      `document number has 1 to ${DOCUMENT_NUMBER_CHARACTERS_MAX} characters, got ${number.length}`,
    );
  }
  requireCharacters('document number', number, PRINTABLE_ASCII);
  if (number !== number.trim()) throw new Gs1Error('CHARACTERS', 'document number: begins or ends with a space');
  return `${DOCUMENT_PREFIX}${issuer}:${percentEncode(number)}`;
}

/**
 * Reads `urn:epcglobal:cbv:bt:{gln}:{number}` (Core Business Vocabulary, section 8.5.2).
 * @returns null for other URIs
 * @throws {Gs1Error} as `documentUri`, PERCENT_ENCODING
 */
export function parseDocumentUri(uri: string): DocumentName | null {
  if (uri.slice(0, DOCUMENT_PREFIX.length).toLowerCase() !== DOCUMENT_PREFIX) return null;
  const rest = uri.slice(DOCUMENT_PREFIX.length);
  const glnEnd = rest.indexOf(':');
  if (glnEnd < 0) throw new Gs1Error('LENGTH', `a document is ${DOCUMENT_PREFIX}{gln}:{number}: the number is missing`);
  return { gln: rest.slice(0, glnEnd), number: percentDecode('document number', rest.slice(glnEnd + 1)) };
}
