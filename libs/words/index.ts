/** What the shop element and the customs page say of a trail, in the languages of their readers. Pure. */
export { chooseLanguage, type Language, LANGUAGE_NAMES, LANGUAGES } from './language.js';
export { englishTrailWords, loadTrailWords } from './trail/load.js';
export type { TrailWords } from './trail/words.js';
