/** Someone who waits for bytes. */
interface Waiter {
  readonly bytes: number;
  readonly granted: () => void;
}

/**
 * Bytes that may be in memory at once, for all clients together. First come, first served: a large scan that waits is not
 * overtaken for ever by small ones. What was taken must be given back exactly once.
 */
export class ByteBudget {
  #used = 0;
  readonly #waiting = new Set<Waiter>();

  constructor(readonly bytesMax: number) {}

  get bytesUsed(): number {
    return this.#used;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Takes the bytes if they are free and nobody waits before. */
  tryTake(bytes: number): boolean {
    if (this.#waiting.size > 0 || !this.#fits(bytes)) return false;
    this.#used += bytes;
    return true;
  }

  /**
   * Waits for the bytes; they are taken when `granted` is called.
   * @returns stops waiting. Afterwards `granted` is not called any more.
   */
  wait(bytes: number, granted: () => void): () => void {
    const waiter = { bytes, granted };
    this.#waiting.add(waiter);
    return () => {
      if (this.#waiting.delete(waiter)) this.#grant();
    };
  }

  give(bytes: number): void {
    this.#used -= bytes;
    if (this.#waiting.size > 0) this.#grant();
  }

  #grant(): void {
    for (const waiter of this.#waiting) {
      if (!this.#fits(waiter.bytes)) return;
      this.#waiting.delete(waiter);
      this.#used += waiter.bytes;
      waiter.granted();
    }
  }

  // An empty budget grants anything: else a request above bytesMax would wait for ever.
  #fits(bytes: number): boolean {
    return this.#used === 0 || this.#used + bytes <= this.bytesMax;
  }
}
