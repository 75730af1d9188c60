import { durationOf, type Finding, isOnlyClockOff, type Verdict } from '#libs/core/verdict';
import type { Language } from '../language.js';
import type { TrailWords } from './words.js';

const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(?<name>\w+)\}/gu, (hole, name: string) => values[name] ?? hole);

/** What a verdict comes to, in one sentence: a time ahead of the reader's clock may be the fault of that clock. */
export function headlineOf(verdict: Verdict, { headline }: Pick<TrailWords, 'headline'>): string {
  if (verdict.exit === 20 && isOnlyClockOff(verdict)) return headline.clockOff;
  const headlines = { 0: headline.intact, 10: headline.noticed, 20: headline.mismatch, 30: headline.notJudged };
  return headlines[verdict.exit];
}

/** As of when a record is, and how old by the reader's clock. @param moment writes a time (ms since 1970) as its reader does */
export function timeText(
  { checkpoint, freshness }: Verdict,
  { freshness: words }: Pick<TrailWords, 'freshness'>,
  { language, moment }: { readonly language: Language; readonly moment: (timeMs: number) => string },
): string {
  const asOfMs = checkpoint?.cosigners?.asOfMs ?? null;
  if (asOfMs === null) return words.none;
  const time = moment(asOfMs);
  if (!freshness || freshness.ageMs < 0) return fill(words.time, { time });
  return fill(words.age, { time, age: duration(freshness.ageMs, language) });
}

/** What a finding says: in the reader's language where there are words for it. */
export function findingText(
  { code, text }: Finding,
  { freshness }: Verdict,
  { findings }: Pick<TrailWords, 'findings'>,
  { language, moment }: { readonly language: Language; readonly moment: (timeMs: number) => string },
): string {
  if (code === 'FACTS_DISAGREE') return findings.FACTS_DISAGREE;
  if (code !== 'STALE' || !freshness) return text;
  const { asOfMs, freshMs } = freshness;
  return fill(findings.STALE, { time: moment(asOfMs), limit: duration(freshMs, language) });
}

function duration(ms: number, language: Language): string {
  const { count, unit } = durationOf(ms);
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}
