/** RFC 4648 section 5 without padding, in its one canonical spelling. */

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const CODES: Uint8Array = /* @__PURE__ */ Uint8Array.from(LETTERS, (letter) => letter.charCodeAt(0));
const NO_LETTER = 0xff;
/** Value of each letter by its code; most of a bundle is base64url, so this is a table and not a Map. */
const VALUES: Uint8Array = /* @__PURE__ */ valuesByCode();

function valuesByCode(): Uint8Array {
  const values = new Uint8Array(128).fill(NO_LETTER);
  for (let value = 0; value < LETTERS.length; value++) values[LETTERS.charCodeAt(value)] = value;
  return values;
}

export function toBase64url(bytes: Uint8Array): string {
  const codes = new Uint8Array(Math.ceil((bytes.length * 4) / 3));
  let to = 0;
  for (let at = 0; at < bytes.length; at += 3) {
    const word = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    // What lies beyond the end of a typed array is not written: the last letters of a last word that is not full.
    codes[to++] = CODES[word >> 18]!;
    codes[to++] = CODES[(word >> 12) & 63]!;
    codes[to++] = CODES[(word >> 6) & 63]!;
    codes[to++] = CODES[word & 63]!;
  }
  return ascii.decode(codes);
}

// Text that grows letter by letter leaves a piece of garbage for each letter.
const ascii = /* @__PURE__ */ new TextDecoder();

/** The bytes, or null for padding, other letters, a length that no bytes have, and unused bits that are not zero. */
export function fromBase64url(text: string): Uint8Array | null {
  if (text.length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let word = 0;
  let bits = 0;
  let at = 0;
  for (let place = 0; place < text.length; place++) {
    const value = VALUES[text.charCodeAt(place)] ?? NO_LETTER;
    if (value === NO_LETTER) return null;
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
