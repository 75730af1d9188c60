import { Gs1Error } from './error.js';

/** A set of characters that a part of a code may have. */
export interface CharacterSet {
  readonly name: string;
  /** Exactly one character of the set. */
  readonly member: RegExp;
}

/** GS1 General Specifications, table 7.11-1: serials, lots, extensions. */
export const CHARACTER_SET_82: CharacterSet = {
  name: 'GS1 character set 82',
  member: /[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]/,
};
/** GS1 General Specifications, table 7.11-2: component and part identifiers. */
export const CHARACTER_SET_39: CharacterSet = { name: 'GS1 character set 39', member: /[#\-/0-9A-Z]/ };
export const DIGITS: CharacterSet = { name: 'digits', member: /[0-9]/ };
/** Document numbers, which are no GS1 codes and do have spaces. */
export const PRINTABLE_ASCII: CharacterSet = { name: 'printable ASCII', member: /[ -~]/ };

/** @throws {Gs1Error} CHARACTERS naming the first character that is not of the set */
export function requireCharacters(title: string, text: string, set: CharacterSet): void {
  for (const character of text) {
    if (!set.member.test(character)) {
      throw new Gs1Error('CHARACTERS', `${title}: the character ${quote(character)} is not of ${set.name}`);
    }
  }
}

/** RFC 3986 unreserved characters as they are, all others %XX in upper case. */
export const percentEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** Undoes any percent-encoding of ASCII. @throws {Gs1Error} PERCENT_ENCODING, CHARACTERS for bytes that are not ASCII */
export function percentDecode(title: string, text: string): string {
  if (!text.includes('%')) return text;
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) {
    throw new Gs1Error('PERCENT_ENCODING', `${title}: a % is not followed by two hex digits`);
  }
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => {
    const byte = Number.parseInt(hex, 16);
    if (byte < 0x20 || byte > 0x7e)
      throw new Gs1Error('CHARACTERS', `${title}: %${hex} is not a printable ASCII character`);
    return String.fromCharCode(byte);
  });
}

/** A character as it can be shown in a message, without control characters. */
export const quote = (text: string): string =>
  JSON.stringify(text).replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
