import { formatCanonicalJson, putBase64url, utf8 } from '#libs/core/wire';

const BYTES_AT_FIRST = 16_384;
const [SPACE, QUOTE, BACKSLASH, TILDE] = [...' "\\~'].map((letter) => letter.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
];

/**
 * Takes JSON piece by piece as the bytes that leave the program. A bundle has hundreds of pieces: as texts that are put together and
 * encoded at the end, they were a third of what a read leaves to be collected as garbage.
 */
export class JsonBytes {
  private target = new Uint8Array(BYTES_AT_FIRST);
  private at = 0;

  /** Text of ASCII that stands in JSON as it is. */
  raw(ascii: string): this {
    this.reserve(ascii.length);
    for (let place = 0; place < ascii.length; place++) this.target[this.at++] = ascii.charCodeAt(place);
    return this;
  }

  /** A text as canonical JSON. @throws {CanonicalJsonError} TEXT_INVALID */
  text(value: string): this {
    if (!this.putPlain(value)) this.put(utf8(formatCanonicalJson(value)));
    return this;
  }

  /** Base64url without padding of `bytes` from `from` to before `to`, without quotes. */
  base64url(bytes: Uint8Array, from = 0, to = bytes.length): this {
    this.reserve(Math.ceil(((to - from) * 4) / 3));
    this.at = putBase64url(this.target, this.at, { bytes, from, to });
    return this;
  }

  /** All of it, as a view. */
  bytes(): Uint8Array {
    return this.target.subarray(0, this.at);
  }

  /** Almost every text has only letters that JSON and UTF-8 leave as they are. @returns false, and nothing is put, for others. */
  private putPlain(value: string): boolean {
    this.reserve(value.length + 2);
    const { target } = this;
    let { at } = this;
    target[at++] = QUOTE;
    for (let place = 0; place < value.length; place++) {
      const code = value.charCodeAt(place);
      if (code < SPACE || code > TILDE || code === QUOTE || code === BACKSLASH) return false;
      target[at++] = code;
    }
    target[at++] = QUOTE;
    this.at = at;
    return true;
  }

  private put(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.target.set(bytes, this.at);
    this.at += bytes.length;
  }

  private reserve(bytes: number): void {
    if (this.at + bytes <= this.target.length) return;
    const wider = new Uint8Array(Math.max(2 * this.target.length, this.at + bytes));
    wider.set(this.target.subarray(0, this.at));
    this.target = wider;
  }
}
