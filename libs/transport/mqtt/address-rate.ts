interface Bucket {
  tokens: number;
  filledAtMs: number;
}

// A botnet may have more addresses than memory; the oldest is forgotten first.
const ADDRESSES_MAX = 10_000;

/** How often one network address may open a connection: a burst, then a steady rate (token bucket). */
export class AddressRate {
  readonly #buckets = new Map<string, Bucket>();

  constructor(
    private readonly options: { readonly burst: number; readonly perSecond: number },
    private readonly nowMs: () => number,
  ) {}

  /** @returns whether this address may open one more connection now. */
  take(address: string): boolean {
    const { burst, perSecond } = this.options;
    const now = this.nowMs();
    const known = this.#buckets.get(address);
    const bucket = known ?? { tokens: burst, filledAtMs: now };
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.filledAtMs) / 1_000) * perSecond);
    bucket.filledAtMs = now;
    if (known) this.#buckets.delete(address);
    this.#buckets.set(address, bucket);
    if (this.#buckets.size > ADDRESSES_MAX) this.#buckets.delete(this.#buckets.keys().next().value!);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}
