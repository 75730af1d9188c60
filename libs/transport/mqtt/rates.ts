interface Bucket {
  tokens: number;
  filledAtMs: number;
}

// A botnet may have more addresses than memory; the oldest is forgotten first.
const NAMES_MAX = 10_000;

/** How often each of many may open a connection, network addresses or devices: a burst, then a steady rate (token bucket). */
export class Rates {
  readonly #buckets = new Map<string, Bucket>();

  constructor(
    private readonly options: { readonly burst: number; readonly perSecond: number },
    private readonly nowMs: () => number,
  ) {}

  /** @returns whether the one of this name may open one more connection now. */
  take(name: string): boolean {
    const { burst, perSecond } = this.options;
    const now = this.nowMs();
    const known = this.#buckets.get(name);
    const bucket = known ?? { tokens: burst, filledAtMs: now };
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.filledAtMs) / 1_000) * perSecond);
    bucket.filledAtMs = now;
    if (known) this.#buckets.delete(name);
    this.#buckets.set(name, bucket);
    if (this.#buckets.size > NAMES_MAX) this.#buckets.delete(this.#buckets.keys().next().value!);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  /** What was taken does not count: somebody else answers for it. */
  giveBack(name: string): void {
    const bucket = this.#buckets.get(name);
    if (bucket) bucket.tokens = Math.min(this.options.burst, bucket.tokens + 1);
  }
}
