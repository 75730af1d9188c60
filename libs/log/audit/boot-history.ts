/** What the log says of the counters of one boot. */
export class BootHistory {
  lastCounter = 0;
  lastStatementHash: Buffer | null = null;
  /** Spans below `lastCounter` that are not logged, ascending. */
  private holes: { from: number; to: number }[] = [];

  /** Whether this counter is logged so far. */
  has(counter: number): boolean {
    return counter <= this.lastCounter && !this.holes.some(({ from, to }) => from <= counter && counter <= to);
  }

  /** Takes the next scan of the boot. @returns false when its counter is logged already. */
  take(counter: number, statementHash: Buffer): boolean {
    if (counter > this.lastCounter) {
      if (counter > this.lastCounter + 1) this.holes.push({ from: this.lastCounter + 1, to: counter - 1 });
      this.lastCounter = counter;
      this.lastStatementHash = statementHash;
      return true;
    }
    const index = this.holes.findIndex(({ from, to }) => from <= counter && counter <= to);
    if (index < 0) return false;
    const { from, to } = this.holes[index]!;
    const parts = [
      { from, to: counter - 1 },
      { from: counter + 1, to },
    ].filter((span) => span.from <= span.to);
    this.holes.splice(index, 1, ...parts);
    return true;
  }
}
