import type { Language } from '../language.js';
import { loadWords, type OtherLanguages } from '../load.js';
import { en } from './en.js';
import type { CustomsWords } from './words.js';

const OTHERS: OtherLanguages<CustomsWords> = {
  de: async () => (await import('./de.js')).de,
  es: async () => (await import('./es.js')).es,
  fr: async () => (await import('./fr.js')).fr,
  hi: async () => (await import('./hi.js')).hi,
  pt: async () => (await import('./pt.js')).pt,
  zh: async () => (await import('./zh.js')).zh,
};

export { en as englishCustomsWords } from './en.js';

/** The words of a language; English when its file cannot be loaded. */
export const loadCustomsWords = (language: Language): Promise<CustomsWords> => loadWords(language, en, OTHERS);
