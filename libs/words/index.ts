/** What the pages say, in the languages of their readers. Pure. */
export { chooseLanguage, type Language, LANGUAGE_NAMES, LANGUAGES } from './language.js';
export { englishTrailWords, loadTrailWords } from './trail/load.js';
export type { TrailWords } from './trail/words.js';
export { englishCustomsWords, loadCustomsWords } from './customs/load.js';
export type { CustomsWords } from './customs/words.js';
