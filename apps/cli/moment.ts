const MOMENT = /^(?<date>\d{4}-\d\d-\d\d)[Tt ](?<hour>\d\d):\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)$/u;
const DAY_MS = 86_400_000;

/** Milliseconds since 1970 of an RFC 3339 time with its offset; undefined for every other text: a time without one is another one elsewhere. */
export function momentMs(text: string): number | undefined {
  const { date, hour } = MOMENT.exec(text)?.groups ?? {};
  if (date === undefined || dayMs(date) === undefined || hour === '24') return undefined;
  const value = Date.parse(text.replace(' ', 'T').toUpperCase());
  return Number.isNaN(value) ? undefined : value;
}

/** When the whole of a day (`2026-05-01`) is over in UTC; undefined for a text that is no day of the calendar. */
export function endOfDayMs(text: string): number | undefined {
  const start = /^\d{4}-\d\d-\d\d$/u.test(text) ? dayMs(text) : undefined;
  return start === undefined ? undefined : start + DAY_MS;
}

/** `Date.parse` alone takes 30 February for 2 March. */
function dayMs(date: string): number | undefined {
  const start = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(start) || !new Date(start).toISOString().startsWith(date) ? undefined : start;
}

/** As it is shown to people: UTC, and says so. */
export const momentText = (ms: number): string => new Date(ms).toISOString().replace(/\.000Z$/u, 'Z');
