/** Seconds of garbage collection on the main thread since the start, from the metrics of a program; null where it does not show them. */
export async function gcSeconds(metricsUrl: string): Promise<number | null> {
  try {
    const response = await fetch(metricsUrl);
    return response.ok ? gcSecondsIn(await response.text()) : null;
  } catch {
    return null; // a program that is not there shows nothing
  }
}

/** Sums over the kinds of collection in the text format of Prometheus; null where there is none. */
export function gcSecondsIn(metrics: string): number | null {
  const sums = [...metrics.matchAll(/^nodejs_gc_duration_seconds_sum(?:\{[^}]*\})? (\S+)/gmu)];
  return sums.length === 0 ? null : sums.reduce((sum, [, value]) => sum + Number(value), 0);
}
