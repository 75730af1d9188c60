import { createHash, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** Where passwords are looked up: SHA-256 of the password; null for a device that has none, empty for one whose password was ended. */
export interface CredentialSource {
  credential(deviceId: string): Promise<Uint8Array | null>;
}

// Devices that connect within one minute of each other, such as after an outage.
const KNOWN_MAX = 20_000;
const KNOWN_MS = 60_000;
// Names that are tried by strangers stay apart: they must not drive out the devices.
const UNKNOWN_MAX = 2_000;
const UNKNOWN_MS = 5_000;

const NO_PASSWORD = new Uint8Array(32);

/** Whether a password is the device's, without asking the database for each connection. */
export class Credentials {
  readonly #known = new LRUCache<string, Uint8Array>({ max: KNOWN_MAX, ttl: KNOWN_MS });
  readonly #unknown = new LRUCache<string, true>({ max: UNKNOWN_MAX, ttl: UNKNOWN_MS });

  /** Counts what may have changed: what was asked before then may not be what holds. */
  #changes = 0;

  constructor(private readonly source: CredentialSource) {}

  /** The answer is as young as the last `forget`, however long the question took. */
  async verify(deviceId: string, password: Uint8Array): Promise<'valid' | 'invalid' | 'unavailable'> {
    let expected: Uint8Array | null;
    try {
      expected = await this.#expected(deviceId);
    } catch {
      return 'unavailable';
    }
    // Also for a device that does not exist, so that the time it takes does not tell which do.
    const equal = timingSafeEqual(createHash('sha256').update(password).digest(), expected ?? NO_PASSWORD);
    return equal && expected !== null ? 'valid' : 'invalid';
  }

  /** Passwords may have changed. */
  forget(): void {
    this.#changes += 1;
    this.#known.clear();
    this.#unknown.clear();
  }

  async #expected(deviceId: string): Promise<Uint8Array | null> {
    const known = this.#known.get(deviceId);
    if (known) return known;
    if (this.#unknown.has(deviceId)) return null;
    let expected: Uint8Array | null;
    let asked: number;
    // An answer from before a change must not be believed, and still less be kept: it may be the password that was ended.
    do {
      asked = this.#changes;
      expected = await this.source.credential(deviceId);
    } while (asked !== this.#changes);
    if (expected?.length === NO_PASSWORD.length) this.#known.set(deviceId, expected);
    else this.#unknown.set(deviceId, true);
    return expected?.length === NO_PASSWORD.length ? expected : null;
  }
}
