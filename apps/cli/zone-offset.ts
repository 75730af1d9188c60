/** Minutes of an offset from UTC such as +05:30; undefined for any other text, or beyond 14 hours. */
export function zoneOffsetMinutes(text: string): number | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):([0-5]\d)$/u.exec(text) ?? [];
  if (hours === undefined || minutes === undefined) return undefined;
  const offset = 60 * Number(hours) + Number(minutes);
  return offset > 840 ? undefined : (sign === '-' ? -1 : 1) * offset;
}
