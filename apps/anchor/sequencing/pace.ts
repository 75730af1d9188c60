import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '#libs/log/ledger';

/** Lets something begin at most every `everyMs`; at once after a pause. */
export class Pace {
  private lastMs = -Infinity;

  constructor(
    private readonly everyMs: number,
    private readonly clock: Clock,
  ) {}

  /** @throws when the signal is aborted. */
  async next(signal: AbortSignal): Promise<void> {
    const waitMs = this.lastMs + this.everyMs - this.clock.monotonicMs();
    if (waitMs > 0) await wait(waitMs, undefined, { signal });
    this.lastMs = this.clock.monotonicMs();
  }
}
