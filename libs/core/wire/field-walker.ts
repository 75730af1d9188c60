import { cursor, readVarint } from './varint.js';

/** How the contents of a field are written: protobuf's wire types. The format has the first two. */
export const WireType = { VARINT: 0, FIXED_64: 1, LENGTH_DELIMITED: 2, FIXED_32: 5 } as const;

/**
 * Goes from field to field over the bytes of one message. It judges nothing and never throws, whatever the bytes are: each reader
 * of the format asks it where a field lies, and decides itself what is a fault and what to forgive.
 *
 * One object walks all fields of a message and is overwritten by each step, since messages of a thousand fields are read thousands of
 * times a second.
 */
export class FieldWalker {
  /** Where the field begins. */
  at: number;
  /** Field number times 8, plus the wire type. */
  tag = 0;
  number = 0;
  /** Whether tag and number behind it have one byte each: then they are written as short as can be. */
  isShort = true;
  /** Where the tag ends. */
  varintAt = 0;
  /** The number that follows the tag: the contents, or their length in bytes. */
  value = 0;
  /** Where the contents begin: those of a length-delimited field, or the varint. */
  start = 0;
  /** Where the contents end; behind `limit` where they do not end within the message. */
  end: number;

  /** @param limit where the message ends, which is within `bytes`. */
  constructor(
    public bytes: Uint8Array,
    start: number,
    public limit: number,
  ) {
    this.at = start;
    this.end = start;
  }

  /** Walks over another message from here on. */
  restart(bytes: Uint8Array, start: number, limit: number): void {
    this.bytes = bytes;
    this.limit = limit;
    this.at = start;
    this.end = start;
  }

  /**
   * Steps to the next field. Every wire type but length-delimited is taken for a number: see {@link takeFixed}.
   *
   * @returns false at the end of the message, and behind a field that is not whole.
   */
  next(): boolean {
    const { bytes, end: at, limit } = this;
    if (at >= limit) return false;
    const tag = bytes[at]!;
    const value = at + 1 < limit ? bytes[at + 1]! : 128;
    if (tag >= 128 || value >= 128) return this.nextLong();
    // Almost all fields: without a call, and in small integers.
    const contentsAt = at + 2;
    const isBytes = (tag & 7) === WireType.LENGTH_DELIMITED;
    this.at = at;
    this.tag = tag;
    this.number = tag >> 3;
    this.isShort = true;
    this.varintAt = at + 1;
    this.value = value;
    this.start = isBytes ? contentsAt : at + 1;
    this.end = isBytes ? contentsAt + value : contentsAt;
    return true;
  }

  private nextLong(): true {
    const { bytes, end: at, limit } = this;
    const first = bytes[at]!;
    const tag = first < 128 ? first : readVarint(bytes, at, limit);
    const varintAt = first < 128 ? at + 1 : cursor;
    const value = readVarint(bytes, varintAt, limit);
    const contentsAt = cursor;
    this.at = at;
    this.tag = tag;
    this.number = Math.floor(tag / 8);
    this.isShort = false;
    this.varintAt = varintAt;
    this.value = value;
    if (this.wireType === WireType.LENGTH_DELIMITED) {
      this.start = contentsAt;
      this.end = value <= limit - contentsAt ? contentsAt + value : limit + 1;
    } else {
      this.start = varintAt;
      this.end = contentsAt;
    }
    return true;
  }

  get wireType(): number {
    // The remainder of a floating point number is slow.
    return this.tag < 128 ? this.tag & 7 : this.tag % 8;
  }

  /** Whether the field ends within the message. */
  get isWhole(): boolean {
    return this.end <= this.limit;
  }

  /** Takes this many bytes behind the tag for the contents: a number of fixed length, as protobuf has it and the format does not. */
  takeFixed(length: number): void {
    this.start = this.varintAt;
    this.end = this.varintAt + length;
  }
}

const long = /* @__PURE__ */ new FieldWalker(/* @__PURE__ */ new Uint8Array(), 0, 0);

/**
 * Where the field that begins at `at` ends, behind `limit` where it does not end within the message: the step of the walker alone,
 * for those who need nothing else of most fields.
 */
export function fieldEnd(bytes: Uint8Array, at: number, limit: number): number {
  const tag = bytes[at]!;
  const value = at + 1 < limit ? bytes[at + 1]! : 128;
  if (tag < 128 && value < 128) return (tag & 7) === WireType.LENGTH_DELIMITED ? at + 2 + value : at + 2;
  long.restart(bytes, at, limit);
  long.next();
  return long.end;
}
