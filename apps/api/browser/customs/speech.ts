import {
  chooseLanguage,
  type CustomsWords,
  type Language,
  loadCustomsWords,
  loadTrailWords,
  type TrailWords,
} from '#libs/words';

/** One language: its words, and its ways of writing names, times and numbers. */
export interface Speech {
  readonly language: Language;
  readonly words: CustomsWords;
  readonly trail: TrailWords;
  /** Name of a country (ISO 3166-1 alpha-2); what is none stays as it is. */
  readonly country: (code: string) => string;
  /** A moment in this machine's own zone, which it names. */
  readonly moment: (timeMs: number) => string;
  readonly number: (value: number) => string;
}

/** @param wanted languages, the best first. */
export async function loadSpeech(wanted: readonly string[]): Promise<Speech> {
  const language = chooseLanguage(wanted);
  const [words, trail] = await Promise.all([loadCustomsWords(language), loadTrailWords(language)]);
  // The reader's own habits within the language: 13:30 in en-GB, 1:30 PM in en-US.
  const locale = wanted.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language;
  const regions = new Intl.DisplayNames(language, { type: 'region', fallback: 'code' });
  const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long' });
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  return {
    language,
    words,
    trail,
    country: (code) => (/^[A-Z]{2}$/u.test(code) ? (regions.of(code) ?? code) : code),
    moment: (timeMs) => moments.format(timeMs),
    number: (value) => numbers.format(value),
  };
}
