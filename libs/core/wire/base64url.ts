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
  putBase64url(codes, 0, { bytes, from: 0, to: bytes.length });
  return ascii.decode(codes);
}

/**
 * Writes the letters of `bytes` from `from` to before `to` as ASCII.
 * @param target has room for them
 * @param start place of the first letter
 * @returns place behind the last one
 */
export function putBase64url(
  target: Uint8Array,
  start: number,
  { bytes, from, to }: { readonly bytes: Uint8Array; readonly from: number; readonly to: number },
): number {
  let place = start;
  let at = from;
  for (; at + 2 < to; at += 3) {
    const word = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
    target[place++] = CODES[word >> 18]!;
    target[place++] = CODES[(word >> 12) & 63]!;
    target[place++] = CODES[(word >> 6) & 63]!;
    target[place++] = CODES[word & 63]!;
  }
  if (at === to) return place;
  const last = at + 1 < to ? bytes[at + 1]! : 0;
  target[place++] = CODES[bytes[at]! >> 2]!;
  target[place++] = CODES[((bytes[at]! & 3) << 4) | (last >> 4)]!;
  if (at + 1 < to) target[place++] = CODES[(last & 15) << 2]!;
  return place;
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
