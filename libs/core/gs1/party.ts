import { canonicalUri } from './canonical.js';
import { isDigits, requireCheckDigit } from './check-digit.js';

/** Canonical URIs that name a party by its GLN. */
const GLN_OF_PARTY = /^https:\/\/id\.gs1\.org\/417\/([0-9]{13})$/;

/**
 * The name that the key of a party is made of: the 13 digits of its GLN; of a party without one its canonical URI.
 *
 * @param input 13 digits, or any URI that names the party
 * @throws {Gs1Error} as `canonicalUri`; CHECK_DIGIT
 * @see docs/formats/object-keys.md, Parties
 */
export function partyName(input: string): string {
  if (input.length === 13 && isDigits(input)) {
    requireCheckDigit('party GLN', input, 13);
    return input;
  }
  return partyNameOfUri(canonicalUri(input));
}

/** The same for a URI that is canonical: the GLN in it, where it has one. */
export const partyNameOfUri = (canonical: string): string => GLN_OF_PARTY.exec(canonical)?.[1] ?? canonical;
