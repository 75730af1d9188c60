/** When scans are due: evenly spaced, whatever became of those before (an open loop, as devices that know nothing of each other are). */
export class Schedule {
  /** @param startMs when the first scan is due */
  constructor(
    private readonly startMs: number,
    private readonly perSecond: number,
    readonly total: number,
  ) {}

  /** @param n from 0 */
  dueMs(n: number): number {
    return this.startMs + (n * 1_000) / this.perSecond;
  }

  /** How many scans are due by then. */
  dueBy(nowMs: number): number {
    if (nowMs < this.startMs) return 0;
    // From a quotient alone a scan could be due at its own moment or not.
    let count = Math.floor(((nowMs - this.startMs) / 1_000) * this.perSecond);
    while (count < this.total && this.dueMs(count) <= nowMs) count += 1;
    return Math.min(count, this.total);
  }

  get lastDueMs(): number {
    return this.dueMs(this.total - 1);
  }
}
