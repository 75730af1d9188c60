import type { Language } from './language.js';

/** The words of each language but English: a file of its own each, fetched only by those who speak it. */
export type OtherLanguages<Words> = Readonly<Record<Exclude<Language, 'en'>, () => Promise<Words>>>;

/** The words of a language; English when their file cannot be loaded. */
export async function loadWords<Words>(
  language: Language,
  english: Words,
  others: OtherLanguages<Words>,
): Promise<Words> {
  if (language === 'en') return english;
  try {
    return await others[language]();
  } catch {
    return english;
  }
}
