import { TlogError } from './error.js';

/** RFC 4648 section 4, with padding. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += ARGUMENTS_MAX)
    binary += String.fromCharCode(...bytes.subarray(at, at + ARGUMENTS_MAX));
  return btoa(binary);
}

/** Bytes that are made letters by one call; every engine takes so many arguments. */
const ARGUMENTS_MAX = 4_096;

/**
 * Reads RFC 4648 section 4 with padding, in its one canonical spelling.
 * @throws {TlogError} BASE64_MALFORMED for other alphabets, missing padding, white space and unused bits that are not zero
 */
export function fromBase64(text: string): Uint8Array {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) {
    throw new TlogError('BASE64_MALFORMED', 'expected base64 with padding, RFC 4648 section 4');
  }
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  // `atob` forgives unused bits: two spellings of one value would be two notes with one meaning.
  if (toBase64(bytes) !== text)
    throw new TlogError('BASE64_MALFORMED', 'the last letter of the base64 has unused bits');
  return bytes;
}
