/**
 * A controller whose signal is aborted with any of these. Not AbortSignal.any: in Node 20 a signal made of such signals may never
 * hear that one of them was aborted.
 */
export function linkedController(...signals: readonly AbortSignal[]): AbortController {
  const controller = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason);
    else
      signal.addEventListener('abort', () => controller.abort(signal.reason), {
        once: true,
        signal: controller.signal,
      });
  }
  return controller;
}
