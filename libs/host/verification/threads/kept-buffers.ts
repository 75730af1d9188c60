/** Buffers kept at most. */
const KEPT_MOST = 32;
const BYTES_LEAST = 64 * 1024;
/** Larger ones are rare, and are not kept. */
const KEPT_BYTES_MOST = 512 * 1024;

/** Buffers that come back from the threads are used again: new ones of this size would each cost the garbage collector of the caller. */
export class KeptBuffers {
  private readonly kept: ArrayBuffer[] = [];

  /** A buffer of at least so many bytes, with anything in it. */
  take(bytes: number): ArrayBuffer {
    const last = this.kept.pop();
    if (last !== undefined && last.byteLength >= bytes) return last;
    return new ArrayBuffer(Math.max(BYTES_LEAST, 2 ** Math.ceil(Math.log2(bytes))));
  }

  giveBack(buffer: ArrayBuffer): void {
    if (this.kept.length < KEPT_MOST && buffer.byteLength <= KEPT_BYTES_MOST) this.kept.push(buffer);
  }
}
