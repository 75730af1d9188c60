/** Entries of the log as they are read, and the trails that they advance. */
export {
  isEventOf,
  type KeyText,
  keyText,
  type ReadEntry,
  readEntry,
  type ReadEvent,
  type ReadScan,
  type ShownEntry,
  shownOf,
} from './read-entry.js';
export { ReadEntries } from './read-entries.js';
export type { TrailEntry } from './trail-entry.js';
export { linkHash, type LinkInput, Trail, TrailError, type TrailErrorCode, type TrailState } from './trail.js';
