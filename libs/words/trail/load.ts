import type { Language } from '../language.js';
import { loadWords, type OtherLanguages } from '../load.js';
import { en } from './en.js';
import type { TrailWords } from './words.js';

const OTHERS: OtherLanguages<TrailWords> = {
  de: async () => (await import('./de.js')).de,
  es: async () => (await import('./es.js')).es,
  fr: async () => (await import('./fr.js')).fr,
  hi: async () => (await import('./hi.js')).hi,
  pt: async () => (await import('./pt.js')).pt,
  zh: async () => (await import('./zh.js')).zh,
};

export { en as englishTrailWords } from './en.js';

/** The words of a language; English when its file cannot be loaded. */
export const loadTrailWords = (language: Language): Promise<TrailWords> => loadWords(language, en, OTHERS);
