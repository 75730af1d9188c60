/** Threads that may end in the hands of one chunk, or before they are ready one after the other, until nobody is kept waiting. */
const ENDS_MOST = 3;
const DELAY_FIRST_MS = 100;
const DELAY_MOST_MS = 5_000;

/** When the next thread may be started, and when to give up: a machine on which threads end must not be kept busy with starting them. */
export class Restarts {
  private endsInARow = 0;
  private failedStarts = 0;
  private lastEndMs = 0;

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  threadEnded({ wasReady }: { readonly wasReady: boolean }): void {
    this.endsInARow += 1;
    this.lastEndMs = this.nowMs();
    if (!wasReady) this.failedStarts += 1;
  }

  threadStarted(): void {
    this.failedStarts = 0;
  }

  chunkAnswered(): void {
    this.endsInARow = 0;
  }

  isTooMuch(endedThreads: number): boolean {
    return endedThreads >= ENDS_MOST;
  }

  get startsFail(): boolean {
    return this.failedStarts >= ENDS_MOST;
  }

  /** At once behind the first end, then after 100 ms, 200 ms and so on to 5 s, counted from the last end. */
  get delayMs(): number {
    if (this.endsInARow < 2) return 0;
    const delay = Math.min(DELAY_MOST_MS, DELAY_FIRST_MS * 2 ** (this.endsInARow - 2));
    return Math.max(0, this.lastEndMs + delay - this.nowMs());
  }
}
