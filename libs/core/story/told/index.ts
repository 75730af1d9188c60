/** The story by its own times: STORY rules T1 to T12. Evidence of version 1 keeps the story in log order. */
export {
  type Destination,
  type ErrorDeclaration,
  fillsHole,
  type NamedObject,
  type ScanAtHand,
} from './scan-at-hand.js';
export type { Alarm, CodeOwners, Reuse, StoryFacts } from './story-facts.js';
export type { ToldFact, ToldFinding, ToldFindingCode } from './told-findings.js';
export type {
  HolderSpan,
  ToldAlarm,
  ToldBranch,
  ToldHandOver,
  ToldPacking,
  ToldSpan,
  ToldSpanEnd,
  ToldStanding,
  ToldStep,
  ToldStory,
  Words,
  WordsLimit,
} from './told-story.js';
export { scanOfEntry } from './scan-of-entry.js';
export { tellByTime, type Telling, telling } from './tell.js';
export { READ_ROUNDS_MAX, type UnitToRead, UNITS_READ_MAX } from './units-to-read.js';
