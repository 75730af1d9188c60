import { setTimeout as wait } from 'node:timers/promises';
import { Lease, type LeaseOptions } from '#libs/log/ledger';
import { RefusalError } from '../error.js';
import { ClockGuard, type ClockGuardParts } from '../clock/clock-guard.js';
import { Reign, type ReignParts } from './reign.js';

export interface AnchorParts extends ReignParts {
  readonly lease: Pick<LeaseOptions, 'databaseUrl' | 'durationMs' | 'renewEveryMs'>;
  /** What the operator says of the clock. */
  readonly clockGuard: Pick<ClockGuardParts, 'agreedMs' | 'goOnAfterMs'>;
}

/** What an anchor is doing, in words for health and logs. */
export type AnchorState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'standby'; readonly activeHolder: string }
  | { readonly kind: 'active'; readonly epoch: number }
  /** Its clock jumped forwards, and nothing is signed until somebody agrees to it. */
  | { readonly kind: 'holding'; readonly why: string }
  | { readonly kind: 'recovering'; readonly why: string }
  | { readonly kind: 'refusing'; readonly why: string }
  | { readonly kind: 'stopped' };

const BACKOFF_MS = 250;
const BACKOFF_MS_MAX = 5_000;

/**
 * Takes the lease whenever it is free and reigns while it lasts. Any failure ends the reign: what was in memory is forgotten, the
 * next one reads it back. Only a refusal ends the anchor.
 */
export class Anchor {
  private current: AnchorState = { kind: 'starting' };
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private hasProgressed = false;
  private readonly clockGuard: ClockGuard;
  private settleStart: { resolve(): void; reject(error: unknown): void } | undefined;
  private fail: (error: unknown) => void = () => {};
  /** Rejects when the anchor refuses to go on after it had started. */
  readonly failed: Promise<never>;

  constructor(private readonly parts: AnchorParts) {
    this.failed = new Promise((_, reject) => (this.fail = reject));
    this.failed.catch(() => {}); // whoever starts the anchor listens
    const { clock, logger, clockGuard } = parts;
    this.clockGuard = new ClockGuard({ ...clockGuard, clock, logger, onHold: (why) => this.hold(why) });
  }

  get state(): AnchorState {
    return this.current;
  }

  /**
   * Resolves when this anchor is active, or stands by for another one that is.
   * @throws {RefusalError}; what made the first attempt fail.
   */
  async start(): Promise<void> {
    const started = new Promise<void>((resolve, reject) => (this.settleStart = { resolve, reject }));
    this.running = this.reignAgainAndAgain();
    await started;
  }

  /** Finishes what is under way, publishes it and gives the lease back. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    this.current = { kind: 'stopped' };
  }

  private async reignAgainAndAgain(): Promise<void> {
    const { logger } = this.parts;
    let previousHolder: string | undefined;
    let failures = 0;
    while (!this.stopping.signal.aborted) {
      this.hasProgressed = false;
      try {
        await this.reignOnce(previousHolder, (holder) => (previousHolder = holder));
        return;
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        if (error instanceof RefusalError) return this.refuse(error);
        if (this.settleStart && this.current.kind === 'starting') return this.settle(error);
        failures = this.hasProgressed ? 1 : failures + 1;
        const why = error instanceof Error ? error.message : String(error);
        this.current = { kind: 'recovering', why };
        logger.warn({ err: error, failures }, 'the anchor starts again from what is committed');
        const delayMs = Math.min(BACKOFF_MS_MAX, BACKOFF_MS * 2 ** (failures - 1));
        await wait(delayMs * (0.5 + Math.random() / 2), undefined, { signal: this.stopping.signal }).catch(() => {});
      }
    }
  }

  private async reignOnce(previousHolder: string | undefined, onHolder: (holder: string) => void): Promise<void> {
    const { logger } = this.parts;
    const onWaiting = (activeHolder: string): void => {
      if (this.current.kind !== 'standby') logger.info({ activeHolder }, 'another anchor is active: standing by');
      this.current = { kind: 'standby', activeHolder };
      this.settle();
    };
    const { signal } = this.stopping;
    const lease = await Lease.acquire(
      { ...this.parts.lease, clock: this.parts.clock, previousHolder, onWaiting },
      signal,
    );
    onHolder(lease.holder);
    try {
      const reign = await Reign.begin(this.parts, lease, { clockGuard: this.clockGuard, stop: signal });
      this.current = { kind: 'active', epoch: lease.epoch };
      logger.info({ epoch: lease.epoch }, 'active');
      this.settle();
      await reign.run(signal).finally(() => (this.hasProgressed = reign.hasProgressed));
    } finally {
      await lease.release();
    }
  }

  private hold(why: string): void {
    this.current = { kind: 'holding', why };
    this.parts.logger.error({ why }, 'the clock jumped: nothing is signed');
    this.settle();
  }

  private refuse(error: RefusalError): void {
    this.current = { kind: 'refusing', why: error.message };
    if (this.settleStart) return this.settle(error);
    this.parts.logger.fatal({ err: error, code: error.code }, 'the anchor refuses to go on');
    this.fail(error);
  }

  private settle(error?: unknown): void {
    if (error === undefined) this.settleStart?.resolve();
    else this.settleStart?.reject(error);
    this.settleStart = undefined;
  }
}
