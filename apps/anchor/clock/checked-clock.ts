import type { Clock } from '#libs/log/ledger';

/** Clocks that are kept in step are moved by far less; a smaller jump changes nothing that cannot be borne. */
export const JUMP_MS = 60_000;
/** Clocks drift, by some seconds a day: what was believed is measured against the newest time that still is. */
const BELIEVED_AGAIN_MS = 3_600_000;

/** The clock jumped forwards, and nobody has agreed to where it is. */
export class ClockJumpError extends Error {
  override readonly name = 'ClockJumpError';
  constructor(readonly aheadMs: number) {
    super(`the clock jumped ${Math.round(aheadMs / 1_000)} s forwards`);
  }
}

/** The clock of this machine as long as it goes like a watch beside it. Whatever is signed with a time asks this one. */
export class CheckedClock implements Clock {
  private believed: { readonly nowMs: number; readonly monotonicMs: number } | null = null;

  constructor(private readonly clock: Clock) {}

  monotonicMs(): number {
    return this.clock.monotonicMs();
  }

  /** @throws {ClockJumpError}; also before anybody has believed it. */
  nowMs(): number {
    const aheadMs = this.aheadMs() ?? Infinity;
    if (aheadMs > JUMP_MS) throw new ClockJumpError(aheadMs);
    if (this.clock.monotonicMs() - this.believed!.monotonicMs > BELIEVED_AGAIN_MS) this.believe();
    return this.clock.nowMs();
  }

  /** How far the clock went ahead of the watch beside it since it was believed; below 0 where it was set back. Null before. */
  aheadMs(): number | null {
    if (!this.believed) return null;
    const { nowMs, monotonicMs } = this.believed;
    return this.clock.nowMs() - nowMs - (this.clock.monotonicMs() - monotonicMs);
  }

  /** Takes it from now on for what it says. */
  believe(): void {
    this.believed = { nowMs: this.clock.nowMs(), monotonicMs: this.clock.monotonicMs() };
  }
}
