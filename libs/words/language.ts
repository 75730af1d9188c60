/** Languages in which the element of the shop and the customs page speak. The first one is for everybody else. */
export const LANGUAGES = ['en', 'de', 'es', 'fr', 'hi', 'pt', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language by its own name. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  hi: 'हिन्दी',
  pt: 'Português',
  zh: '中文',
};

/**
 * The first language of a person's list that there are words for.
 *
 * @param wanted BCP 47 tags, the best first: `navigator.languages`. `pt-BR` takes `pt`.
 */
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0];
    const found = LANGUAGES.find((language) => language === primary);
    if (found) return found;
  }
  return LANGUAGES[0];
}
