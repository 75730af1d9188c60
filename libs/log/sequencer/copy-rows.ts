import { putUint64, sha256 } from '#libs/log/ledger';

const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TRAILER_BYTES = 2;

/** Rows in the format of `COPY ... FROM STDIN (FORMAT binary)`, in one growing piece of memory. */
export class CopyRows {
  private buffer: Buffer;
  private end = HEADER.length;
  private count = 0;

  constructor(bytesExpected: number) {
    this.buffer = Buffer.allocUnsafeSlow(HEADER.length + TRAILER_BYTES + bytesExpected);
    HEADER.copy(this.buffer);
  }

  get rows(): number {
    return this.count;
  }

  startRow(columns: number, bytesMax: number): void {
    this.reserve(2 + columns * 4 + bytesMax);
    this.end = this.buffer.writeInt16BE(columns, this.end);
    this.count++;
  }

  int8(value: number): void {
    this.end = this.buffer.writeInt32BE(8, this.end);
    putUint64(this.buffer, value, this.end);
    this.end += 8;
  }

  int4(value: number): void {
    this.end = this.buffer.writeInt32BE(4, this.end);
    this.end = this.buffer.writeInt32BE(value, this.end);
  }

  null(): void {
    this.end = this.buffer.writeInt32BE(-1, this.end);
  }

  bytes(value: Buffer): void {
    this.end = this.buffer.writeInt32BE(value.length, this.end);
    this.end += value.copy(this.buffer, this.end);
  }

  slice(source: Buffer, from: number, length: number): void {
    this.end = this.buffer.writeInt32BE(length, this.end);
    this.end += source.copy(this.buffer, this.end, from, from + length);
  }

  /**
   * A value that `write` makes in place; `write` answers where it ends.
   * @returns a view that keeps its bytes until `clear`.
   */
  written(write: (target: Buffer, at: number) => number): Buffer {
    const start = this.end + 4;
    const end = write(this.buffer, start);
    this.finishValue(start, end);
    return this.buffer.subarray(start, end);
  }

  /**
   * As `written`, for a log entry.
   *
   * @returns the entry, a view that keeps its bytes until `clear`, and its RFC 6962 leaf hash.
   */
  writtenEntry(write: (target: Buffer, at: number) => number): { readonly entry: Buffer; readonly leaf: Buffer } {
    const start = this.end + 4;
    const end = write(this.buffer, start);
    // The leaf hash is over 0x00 || entry: the byte before the entry is lent for it, then takes the length.
    this.buffer[start - 1] = 0;
    const leaf = sha256(this.buffer.subarray(start - 1, end));
    this.finishValue(start, end);
    return { entry: this.buffer.subarray(start, end), leaf };
  }

  private finishValue(start: number, end: number): void {
    this.buffer.writeInt32BE(end - start, start - 4);
    this.end = end;
  }

  /** All rows, ended as COPY wants it. */
  finish(): Buffer {
    this.reserve(TRAILER_BYTES);
    this.buffer.writeInt16BE(-1, this.end);
    return this.buffer.subarray(0, this.end + TRAILER_BYTES);
  }

  clear(): void {
    this.end = HEADER.length;
    this.count = 0;
  }

  private reserve(bytes: number): void {
    const needed = this.end + bytes + TRAILER_BYTES;
    if (needed <= this.buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.buffer.length * 2));
    this.buffer.copy(larger, 0, 0, this.end);
    this.buffer = larger;
  }
}
