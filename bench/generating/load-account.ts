import { quantile } from '../quantile.js';

/** Milliseconds; NaN of no value at all. */
export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface LoadSummary {
  /** Scans that were due. */
  readonly offered: number;
  readonly receipted: number;
  readonly rejected: number;
  /** How many scans were refused for what. */
  readonly rejects: Readonly<Record<string, number>>;
  /** Due, and with neither receipt nor reject at the end. */
  readonly unanswered: number;
  /** From the first scan that was due to the last answer, or to the end where some have none. */
  readonly seconds: number;
  /**
   * Receipts while every window was full: after as many as all windows hold, which come as one burst, until the last scan was sent. The
   * rest are the ramps, which are left out. NaN where nothing is between them.
   */
  readonly steady: { readonly perSecond: number; readonly seconds: number; readonly rampScans: number };
  /** From due to verified receipt; of a scan without answer its age at the end. */
  readonly latencyMs: Spread;
  /** From due to sent: how far the generator was behind its own schedule. */
  readonly lagMs: Spread;
  /** From the arrival of a receipt to its verification, which waits for those before it: the generator's part of the latency. */
  readonly verifyingMs: Spread;
}

interface Underway {
  readonly dueMs: number;
  readonly packet: Uint8Array;
  sentMs: number;
}

/** Which scan was due, sent and answered when. Knows no clock and no network. */
export class LoadAccount<Name> {
  private readonly underway = new Map<Name, Underway>();
  private readonly receiptsMs: number[] = [];
  private readonly latenciesMs: number[] = [];
  private readonly lagsMs: number[] = [];
  private readonly verifyingsMs: number[] = [];
  private readonly rejects = new Map<string, number>();
  private rejected = 0;
  private lastAnswerMs: number;
  private lastSentMs: number;

  /** @param windowsScans how many scans may be without answer at a time, of all devices together */
  constructor(
    private readonly startMs: number,
    private readonly windowsScans: number,
  ) {
    this.lastAnswerMs = startMs;
    this.lastSentMs = startMs;
  }

  sent(name: Name, scan: { readonly packet: Uint8Array; readonly dueMs: number; readonly nowMs: number }): void {
    this.lagsMs.push(scan.nowMs - scan.dueMs);
    this.lastSentMs = scan.nowMs;
    this.underway.set(name, { dueMs: scan.dueMs, packet: scan.packet, sentMs: scan.nowMs });
  }

  /** @returns whether the scan waited for it: not when it was told twice */
  receipted(name: Name, { arrivedMs, nowMs }: { readonly arrivedMs: number; readonly nowMs: number }): boolean {
    const scan = this.underway.get(name);
    if (!scan) return false;
    this.underway.delete(name);
    this.latenciesMs.push(nowMs - scan.dueMs);
    this.verifyingsMs.push(nowMs - arrivedMs);
    this.receiptsMs.push(nowMs);
    this.lastAnswerMs = nowMs;
    return true;
  }

  /** A scan that was refused waits no more. @returns whether it waited */
  refused(name: Name, reason: string, nowMs: number): boolean {
    if (!this.underway.delete(name)) return false;
    this.rejected += 1;
    this.rejects.set(reason, (this.rejects.get(reason) ?? 0) + 1);
    this.lastAnswerMs = nowMs;
    return true;
  }

  get answered(): number {
    return this.receiptsMs.length + this.rejected;
  }

  get silentSinceMs(): number {
    return this.lastAnswerMs;
  }

  /** Scans that have waited this long since they were sent last. They count as sent now. */
  takeSilent(nowMs: number, waitedMs: number): [Name, Uint8Array][] {
    const silent = [...this.underway].filter(([, { sentMs }]) => nowMs - sentMs >= waitedMs);
    return silent.map(([name, scan]) => {
      scan.sentMs = nowMs;
      return [name, scan.packet];
    });
  }

  summary(nowMs: number): LoadSummary {
    const unanswered = this.underway.size;
    const ages = [...this.underway.values()].map(({ dueMs }) => nowMs - dueMs);
    return {
      offered: this.answered + unanswered,
      receipted: this.receiptsMs.length,
      rejected: this.rejected,
      rejects: Object.fromEntries(this.rejects),
      unanswered,
      seconds: ((unanswered > 0 ? nowMs : this.lastAnswerMs) - this.startMs) / 1_000,
      steady: this.steadyPart(),
      latencyMs: spread([...this.latenciesMs, ...ages]),
      lagMs: spread(this.lagsMs),
      verifyingMs: spread(this.verifyingsMs),
    };
  }

  private steadyPart(): LoadSummary['steady'] {
    const times = this.receiptsMs.filter((ms) => ms <= this.lastSentMs).slice(this.windowsScans);
    const scans = times.length - 1;
    const seconds = ((times.at(-1) ?? Number.NaN) - (times[0] ?? Number.NaN)) / 1_000;
    return { perSecond: scans / seconds, seconds, rampScans: this.receiptsMs.length - Math.max(0, scans) };
  }
}

const spread = (values: readonly number[]): Spread => ({
  p50: quantile(values, 0.5),
  p99: quantile(values, 0.99),
  max: quantile(values, 1),
});
