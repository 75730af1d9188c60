/** How long to wait before attempt n: exponential with full jitter, so that a thousand devices do not come back at once. */
export interface Backoff {
  readonly baseMs: number;
  readonly maxMs: number;
}

export const RECONNECT: Backoff = { baseMs: 250, maxMs: 30_000 };
export const RETRY_REJECTED: Backoff = { baseMs: 500, maxMs: 60_000 };
/** What the node has no room for today may have to wait until tomorrow: a day then costs a hundred attempts and not thousands. */
export const RETRY_OVERLOADED: Backoff = { baseMs: 500, maxMs: 15 * 60_000 };

/**
 * @param attempt 0 for the first.
 * @param random uniform in [0, 1).
 * @returns milliseconds, at least 1; uniform up to min(maxMs, baseMs * 2^attempt).
 */
export function backoffMs(backoff: Backoff, attempt: number, random: number): number {
  const ceiling = Math.min(backoff.maxMs, backoff.baseMs * 2 ** Math.min(attempt, 30));
  return Math.max(1, Math.ceil(ceiling * random));
}
