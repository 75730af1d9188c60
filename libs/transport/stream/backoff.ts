const FIRST_DELAY_MS = 50;
const LAST_DELAY_MS = 5_000; // what an operator can bear to wait after the server is back

/** How long to wait after the n-th failure in a row (0-based): doubling, capped, with jitter so that many processes spread. */
export function backoffMs(failures: number): number {
  const full = Math.min(LAST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures, 20));
  return full / 2 + (Math.random() * full) / 2;
}

/** Resolves after that time, or at once when the signal is aborted. */
export function delay(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done, { once: true });
  });
}
