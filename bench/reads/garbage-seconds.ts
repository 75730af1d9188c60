/** Seconds that a program has collected garbage since its start, on its event loop, as its /metrics say. */
export async function garbageSeconds(healthPort: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${healthPort}/metrics`)).text();
  const sums = text.matchAll(/^nodejs_gc_duration_seconds_sum\{[^}]*\} (?<seconds>\S+)$/gmu);
  return [...sums].reduce((sum, { groups }) => sum + Number(groups!['seconds']), 0);
}
