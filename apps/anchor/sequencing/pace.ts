import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '#libs/log/ledger';

/**
 * Lets something begin at most every `everyMs`; at once after a pause. What begins late does not push back what follows: two paces of
 * one length keep their distance, so that what one makes ready does not wait a whole round for the other.
 */
export class Pace {
  private lastDueMs = -Infinity;

  constructor(
    private readonly everyMs: number,
    private readonly clock: Clock,
  ) {}

  /** @throws when the signal is aborted. */
  async next(signal: AbortSignal): Promise<void> {
    const waitMs = this.lastDueMs + this.everyMs - this.clock.monotonicMs();
    if (waitMs > 0) await wait(waitMs, undefined, { signal });
    this.lastDueMs = dueAfter(this.lastDueMs, this.everyMs, this.clock.monotonicMs());
  }
}

/**
 * From when on a round that begins now counts for the next one: from its own time where it is late by less than a round, but half a
 * round ago at most, else two would follow upon each other; from now after a pause.
 */
export function dueAfter(lastDueMs: number, everyMs: number, nowMs: number): number {
  const dueMs = lastDueMs + everyMs;
  return nowMs - dueMs < everyMs ? Math.max(dueMs, nowMs - everyMs / 2) : nowMs;
}
