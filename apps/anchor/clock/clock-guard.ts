import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '#libs/log/ledger';
import type { Logger } from '#libs/host/service';
import { CheckedClock, JUMP_MS } from './checked-clock.js';

const HOUR_MS = 3_600_000;
/** A laptop that was closed over a weekend. */
const SUSPENDED_MS_MAX = 48 * HOUR_MS;
/** At a start nobody can tell a machine that was off from a clock that is ahead: a month of holidays, a backup that was put back. */
const OFF_MS_MAX = 31 * 24 * HOUR_MS;
/** Before a jump is believed: time in which a clock that was set by mistake is set back. */
const GO_ON_AFTER_MS = 60_000;
const ASK_EVERY_MS = 1_000;
/** The operator's word is for one restart, and not for all that come later. */
const AGREED_FOR_MS = 24 * HOUR_MS;
const AGREED_BEFORE_MS = HOUR_MS;
/** Each question costs every witness a signature. */
const ASK_WITNESSES_EVERY_MS = 15_000;

/** What else knows the time. */
export interface TimeSources {
  /** When the newest entry was committed; null where there is none. */
  readonly loggedMs: number | null;
  /** What the database says that it is now. */
  databaseNowMs(): Promise<number>;
  /** Whether a witness on another machine has just signed about the same time. */
  isWitnessed(): Promise<boolean>;
}

export interface ClockGuardParts {
  readonly clock: Clock;
  /** About now, in the operator's own words; undefined where he said nothing. */
  readonly agreedMs: number | undefined;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** Told why nothing is signed, once for each reason. */
  readonly onHold: (why: string) => void;
  /** Tests have less patience. */
  readonly goOnAfterMs?: number;
  readonly askEveryMs?: number;
}

/** Lets nothing be signed by a clock that jumped forwards: a time that was signed is never taken back, and arrivals only rise. */
export class ClockGuard {
  readonly clock: CheckedClock;

  constructor(private readonly parts: ClockGuardParts) {
    this.clock = new CheckedClock(parts.clock);
  }

  /** Waits until nothing speaks against the clock. @throws when the signal is aborted. */
  async pass(sources: TimeSources, signal: AbortSignal): Promise<void> {
    const { askEveryMs = ASK_EVERY_MS, logger } = this.parts;
    const firstJump = this.jump(sources);
    if (firstJump.isBelievable) return this.clock.believe();
    const watch = { sinceMs: this.clock.monotonicMs(), jumpMs: firstJump.ms };
    let told = '';
    let askedWitnessesMs = -Infinity;
    for (;;) {
      signal.throwIfAborted();
      const jump = this.jump(sources);
      if (jump.isBelievable) break;
      if (Math.abs(jump.ms - watch.jumpMs) > JUMP_MS)
        Object.assign(watch, { sinceMs: this.clock.monotonicMs(), jumpMs: jump.ms });
      const isSmall = jump.isSeen && jump.ms <= SUSPENDED_MS_MAX && (await this.databaseAgrees(sources));
      if (isSmall && this.clock.monotonicMs() - watch.sinceMs >= (this.parts.goOnAfterMs ?? GO_ON_AFTER_MS)) break;
      if (this.operatorAgrees()) break;
      if (this.clock.monotonicMs() - askedWitnessesMs >= ASK_WITNESSES_EVERY_MS) {
        askedWitnessesMs = this.clock.monotonicMs();
        if (await sources.isWitnessed()) break;
      }
      const why = this.reason(jump, isSmall);
      if (why !== told) this.parts.onHold((told = why));
      await wait(askEveryMs, undefined, { signal });
    }
    logger.warn({ jumpMs: Math.round(firstJump.ms), now: this.text() }, 'the clock is believed again');
    this.clock.believe();
  }

  /** Of the running clock, or, at a start, since the newest entry. */
  private jump({ loggedMs }: TimeSources): {
    readonly ms: number;
    readonly isSeen: boolean;
    readonly isBelievable: boolean;
  } {
    const aheadMs = this.clock.aheadMs();
    if (aheadMs !== null) return { ms: aheadMs, isSeen: true, isBelievable: aheadMs <= JUMP_MS };
    const offMs = loggedMs === null ? 0 : this.parts.clock.nowMs() - loggedMs;
    return { ms: offMs, isSeen: false, isBelievable: offMs <= OFF_MS_MAX };
  }

  private async databaseAgrees(sources: TimeSources): Promise<boolean> {
    const databaseMs = await sources.databaseNowMs();
    return Math.abs(databaseMs - this.parts.clock.nowMs()) <= JUMP_MS;
  }

  private operatorAgrees(): boolean {
    const { agreedMs, clock } = this.parts;
    const sinceMs = clock.nowMs() - (agreedMs ?? -Infinity);
    return -AGREED_BEFORE_MS <= sinceMs && sinceMs <= AGREED_FOR_MS;
  }

  private reason({ ms, isSeen }: { readonly ms: number; readonly isSeen: boolean }, isSmall: boolean): string {
    const hours = (ms / HOUR_MS).toFixed(1);
    const what = isSeen
      ? `the clock jumped ${hours} hours forwards to ${this.text()}`
      : `the newest entry is ${hours} hours old by this clock, which says ${this.text()}`;
    if (isSmall) return `${what}; the database says the same, and the anchor goes on in a minute`;
    return (
      `${what}. Nothing is signed until a witness on another machine says the same, or you do: set the clock, ` +
      `or start the anchor again with CAIRN_ANCHOR_CLOCK_AGREED=<what time it is, such as ${this.text()}>`
    );
  }

  /** To the day: a reason that changes every second would be told every second. */
  private text(): string {
    return `${new Date(this.parts.clock.nowMs()).toISOString().slice(0, 13)}:00Z`;
  }
}
