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
  /** Where the tag ends. */
  varintAt = 0;
  /** The number that follows the tag: the contents, or their length in bytes. */
  value = 0;
  /** Where the contents begin: those of a length-delimited field, or the varint. */
  start = 0;
  /** Where the contents end, which need not be within the message. */
  end: number;

  /** @param limit where the message ends in `bytes`. */
  constructor(
    readonly bytes: Uint8Array,
    start: number,
    readonly limit: number,
  ) {
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
    if (!(at < limit)) return false;
    const tag = readVarint(bytes, at, limit);
    const varintAt = cursor;
    const value = readVarint(bytes, varintAt, limit);
    const valueEnd = cursor;
    const isBytes = wireTypeOf(tag) === WireType.LENGTH_DELIMITED;
    this.at = at;
    this.tag = tag;
    this.varintAt = varintAt;
    this.value = value;
    this.start = isBytes ? valueEnd : varintAt;
    this.end = isBytes ? valueEnd + value : valueEnd;
    return true;
  }

  get number(): number {
    return Math.floor(this.tag / 8);
  }

  get wireType(): number {
    return wireTypeOf(this.tag);
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

/** A tag of one byte, which almost all are, needs no division: that of a floating point number is slow. */
const wireTypeOf = (tag: number): number => (tag < 128 ? tag & 7 : tag % 8);
