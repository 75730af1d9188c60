/** What happened to a thing, in which order: custody, packing, steps. */
export { CounterBook, type CounterHole } from './counters.js';
export { describeOwnEntries } from './describe-own.js';
export { type DeviceFacts, deviceFacts, type KeyFact } from './key-facts.js';
export { readStory, urisOf } from './read-story.js';
export type { Reading } from './readings.js';
export {
  ALL_COUNTS,
  type DescribedStep,
  type StepCounts,
  type StepStanding,
  type TrailStep,
  trailStep,
} from './step.js';
export { type LogFacts, storyFacts } from './log-facts.js';
export { describedStep } from './told-step-view.js';
export { tellStory } from './story.js';
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
export * from './told/index.js';
export { unitsAmong } from './units-among.js';
