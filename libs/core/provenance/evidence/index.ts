/** Trails, custody, evidence and verdict. */
export { linkHash, type LinkInput, Trail, TrailError, type TrailErrorCode, type TrailState } from '../trail.js';
export {
  encodeEvidence,
  EVIDENCE_CHARACTERS_MAX,
  EVIDENCE_ENTRIES_MAX,
  EVIDENCE_FORMAT,
  EVIDENCE_MEDIA_TYPE,
  type EvidenceBundle,
  parseEvidence,
} from './bundle.js';
export { CanonicalJsonError, formatCanonicalJson, type JsonValue, parseCanonicalJson } from './canonical-json.js';
export { CHAIN_HEADERS_MAX, type EvidenceChain } from './chains.js';
export { type TrailEntry } from './entry-parts.js';
export { EvidenceError, type EvidenceErrorCode } from './errors.js';
export { assembleEvidence, evidenceNodes } from './assemble.js';
export { type GatheredTrail, gatherTrail } from './gather.js';
export { gatherOwnEntries, type OwnEntries } from './gather-own.js';
export { type KeyText, keyText, type ReadEntry, readEntry } from './read-entry.js';
export { rootFromSharedProof, sharedProof, SharedProofError, sharedProofNodes } from './shared-proof.js';
export { type HeaderRequest, TrailReader, type TrailRequest } from './trail-reader.js';
export { type Asker, visibleEntries } from './visible.js';
export { CONTAINMENT_DEPTH_MAX, type PackingNote, type Span, type SpanEnd, type Standing } from '../custody/types.js';
export { type EnrolledDevice, KeyState, type KnownParty, type ScanSigner } from '../keys/key-state.js';
export { describeOwnEntries } from '../steps/describe-own.js';
export { describeTrail, type TrailDescription } from '../steps/describe.js';
export { type DeviceFacts, type KeyFact } from '../steps/key-facts.js';
export { STEP_RULES, type StepRule, type StepRuleCode } from '../steps/gap-rules.js';
export { type Reading } from '../steps/readings.js';
export { type Finding, type FindingCode, FINDINGS, STATUS_NOT_YET, type StatusKind } from '../steps/status.js';
export { type TrailStep } from '../steps/step.js';
export {
  type DeviceView,
  type PartyView,
  partyText,
  type SpanView,
  type TimeView,
  type UnitView,
  unitText,
} from '../steps/views.js';
export { type Check, type CheckCode, type CheckResult, CHECKS } from '../verdict/checks.js';
export { type TrailSummary } from '../verdict/check-trails.js';
export { type Judgement, judgeEvidence } from '../verdict/judge.js';
export { DOES_NOT_PROVE, EXIT, type ExitCode, type NotChecked, type Verdict } from '../verdict/verdict.js';
