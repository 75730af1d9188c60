import { explainStartFailure } from '#libs/host/service';

/** Of a call that makes no sense: an unknown command or option, a word too many, a value that cannot be. */
export const USAGE_EXIT = 2;

/** A command was called with words that make no sense: USAGE_EXIT, as of a wrong option. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Runs one command: Ctrl-C aborts the signal, so that it ends in order; a failure is one sentence on standard error.
 *
 * @param work returns the exit code, 0 when it returns nothing.
 */
export async function runCommand(
  work: (signal: AbortSignal) => Promise<number | void>,
  { whenStopped = 'Stopped. What was begun goes on at the next call.' } = {},
): Promise<void> {
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    process.exitCode = (await work(abort.signal)) ?? 0;
  } catch (error) {
    if (abort.signal.aborted) {
      console.error(whenStopped);
      process.exitCode = 130;
    } else {
      console.error(explainStartFailure(error));
      process.exitCode = error instanceof UsageError ? USAGE_EXIT : 1;
    }
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
