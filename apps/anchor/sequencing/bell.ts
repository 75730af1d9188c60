/** Wakes one waiter; a ring that nobody waits for is remembered. */
export class Bell {
  private isRung = false;
  private wake: (() => void) | undefined;

  ring(): void {
    this.isRung = true;
    this.wake?.();
  }

  /** Resolves at the next ring, after so long, or when the signal is aborted. */
  async wait(signal: AbortSignal, timeoutMs = WAIT_MS_MAX): Promise<void> {
    if (!this.isRung && !signal.aborted && timeoutMs > 0) {
      let timer: NodeJS.Timeout | undefined;
      const stop = (): void => this.wake?.();
      signal.addEventListener('abort', stop);
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        timer = setTimeout(resolve, Math.min(timeoutMs, WAIT_MS_MAX));
      });
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      this.wake = undefined;
    }
    this.isRung = false;
  }
}

const WAIT_MS_MAX = 60_000; // a timer beyond 2^31 ms fires at once
