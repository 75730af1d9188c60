const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of `90s`, `30m`, `1h` or `7d`; undefined for every other text. */
export function durationMs(text: string): number | undefined {
  const [, number, unit] = /^([1-9]\d{0,5})([smhd])$/u.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * UNITS[unit as keyof typeof UNITS];
}
