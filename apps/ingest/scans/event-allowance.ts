import { LRUCache } from 'lru-cache';

interface Bucket {
  readonly left: number;
  readonly atMs: number;
}

// A device has a few events in a year; each may come several times until it is answered.
const BURST = 16;
const ONE_MORE_AFTER_MS = 10_000;
// As many devices as may connect within a minute; one that is driven out begins with a full allowance.
const DEVICES_MAX = 20_000;

/** How many events a device may send: each costs the sequencer milliseconds, and the trail of its device grows by it for ever. */
export class EventAllowance {
  readonly #buckets = new LRUCache<string, Bucket>({ max: DEVICES_MAX });

  constructor(private readonly elapsedMs: () => number = () => performance.now()) {}

  /** @returns whether one more may pass; then it is counted. */
  take(deviceId: string): boolean {
    const nowMs = this.elapsedMs();
    const before = this.#buckets.get(deviceId) ?? { left: BURST, atMs: nowMs };
    const left = Math.min(BURST, before.left + (nowMs - before.atMs) / ONE_MORE_AFTER_MS);
    this.#buckets.set(deviceId, { left: left < 1 ? left : left - 1, atMs: nowMs });
    return left >= 1;
  }
}
