/** RFC 4648 section 5 without padding, in its one canonical spelling. */

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES: ReadonlyMap<string, number> = /* @__PURE__ */ new Map(
  [...LETTERS].map((letter, value) => [letter, value]),
);

export function toBase64url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const word = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += LETTERS[word >> 18]! + LETTERS[(word >> 12) & 63]!;
    if (left > 1) text += LETTERS[(word >> 6) & 63]!;
    if (left > 2) text += LETTERS[word & 63]!;
  }
  return text;
}

/** The bytes, or null for padding, other letters, a length that no bytes have, and unused bits that are not zero. */
export function fromBase64url(text: string): Uint8Array | null {
  if (text.length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let word = 0;
  let bits = 0;
  let at = 0;
  for (const letter of text) {
    const value = VALUES.get(letter);
    if (value === undefined) return null;
    word = ((word << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (word >> bits) & 0xff;
    }
  }
  // Two spellings of the same bytes would be two files of one meaning.
  return (word & ((1 << bits) - 1)) === 0 ? bytes : null;
}
