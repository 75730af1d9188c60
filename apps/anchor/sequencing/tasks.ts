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
  const stop = new AbortController();
  const signal = AbortSignal.any([outer, stop.signal]);
  let failure: { readonly error: unknown } | undefined;
  await Promise.all(
    tasks.map(async (task) => {
      try {
        await task(signal);
      } catch (error) {
        // What fails because the others were stopped is not why they were.
        if (!signal.aborted) failure ??= { error };
      } finally {
        stop.abort();
      }
    }),
  );
  if (failure) throw failure.error;
}
