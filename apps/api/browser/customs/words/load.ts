import type { Language } from '#libs/words';
import { en } from './en.js';
import type { CustomsWords } from './words.js';

// Each of the others is a file of its own, fetched only by those who speak it.
const OTHERS: Readonly<Record<Exclude<Language, 'en'>, () => Promise<CustomsWords>>> = {
  de: async () => (await import('./de.js')).de,
  es: async () => (await import('./es.js')).es,
  fr: async () => (await import('./fr.js')).fr,
  hi: async () => (await import('./hi.js')).hi,
  pt: async () => (await import('./pt.js')).pt,
  zh: async () => (await import('./zh.js')).zh,
};

export { en as englishCustomsWords } from './en.js';

/** The words of a language; English when its file cannot be loaded. */
export async function loadCustomsWords(language: Language): Promise<CustomsWords> {
  if (language === 'en') return en;
  try {
    return await OTHERS[language]();
  } catch {
    return en;
  }
}
