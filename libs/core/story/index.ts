/** What happened to a thing, in which order: custody, packing, steps. */
export { CounterBook, type CounterHole } from './counters.js';
export { describeOwnEntries } from './describe-own.js';
export { type DeviceFacts, deviceFacts, type KeyFact } from './key-facts.js';
export { readStory, urisOf } from './read-story.js';
export { type Reading, readingsOf } from './readings.js';
export {
  ALL_COUNTS,
  type DescribedStep,
  isOfOthers,
  type StepCounts,
  type StepStanding,
  type TrailStep,
  trailStep,
} from './step.js';
export type { Enrolments, LogFacts } from './log-facts.js';
export { tellStory } from './story.js';
export { TOLERANCE_MAX_MS } from './told/tolerance.js';
export {
  CONTAINMENT_DEPTH_MAX,
  type PackingNote,
  type Span,
  type SpanEnd,
  type Standing,
  type Story,
  type StoryRequest,
} from './types.js';
export {
  type DeviceView,
  partyText,
  type PartyView,
  partyView,
  type SpanView,
  type TimeView,
  unitText,
  type UnitView,
} from './views.js';
export type {
  Alarm,
  CodeOwners,
  HolderSpan,
  NamedObject,
  ScanAtHand,
  StoryFacts,
  Telling,
  ToldAlarm,
  ToldBranch,
  ToldFact,
  ToldFinding,
  ToldFindingCode,
  ToldHandOver,
  ToldPacking,
  ToldSpan,
  ToldStanding,
  ToldStep,
  ToldStory,
  UnitToRead,
  Words,
} from './told/index.js';
export { unitsAmong } from './units-among.js';

/** The rules by which evidence of version 2 is told. They are as large as half of a verifier: a page loads them only where it meets some. */
export const storyByTime = (): Promise<StoryByTime> => import('./by-time.js');
export type StoryByTime = typeof import('./by-time.js');
