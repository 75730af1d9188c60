import { linkedController } from './linked-signal.js';

/**
 * Runs several endless tasks side by side. The first that ends, well or badly, or the given signal, ends them all.
 *
 * @param tasks each ends soon after its signal is aborted.
 * @throws what the first failed task threw.
 */
export async function runTogether(
  tasks: readonly ((signal: AbortSignal) => Promise<void>)[],
  outer: AbortSignal,
): Promise<void> {
  const stop = linkedController(outer);
  const { signal } = stop;
  let failure: { readonly error: unknown } | undefined;
  await Promise.all(
    tasks.map(async (task) => {
      try {
        await task(signal);
      } catch (error) {
        // A task that is only stopped says so; what else it throws may be why the others end, or comes after it.
        if ((error as Error).name !== 'AbortError') failure ??= { error };
      } finally {
        stop.abort();
      }
    }),
  );
  if (failure) throw failure.error;
}
