/** What a person reads of a trail, on the shop's element, the customs page and in a terminal, in the languages of its readers. Pure. */
export { englishCustomsWords, loadCustomsWords } from './customs/load.js';
export type { CustomsWords } from './customs/words.js';
export { chooseLanguage, type Language, LANGUAGE_NAMES, LANGUAGES } from './language.js';
export { findingText, headlineOf, timeText } from './trail/freshness.js';
export { escapedCharacter, printable } from './printable.js';
export { englishTrailWords, loadTrailWords } from './trail/load.js';
export type { TrailWords } from './trail/words.js';
