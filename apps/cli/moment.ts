/** Milliseconds since 1970 of an RFC 3339 time with its offset; undefined for every other text: a time without one is another one elsewhere. */
export function momentMs(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)$/u.test(text)) return undefined;
  const value = Date.parse(text.replace(' ', 'T'));
  return Number.isNaN(value) ? undefined : value;
}

/** As it is shown to people: UTC, and says so. */
export const momentText = (ms: number): string => new Date(ms).toISOString().replace(/\.000Z$/u, 'Z');
