/** What a verifier concludes: checks, findings, status. */
export type { TrailSummary } from './check-trails.js';
export {
  type AskersClock,
  CLOCK_AHEAD_MS_MAX,
  durationOf,
  durationWords,
  FRESH_MS,
  type Freshness,
  isOnlyClockOff,
  timeWords,
} from './check-freshness.js';
export { type Check, type CheckCode, type CheckResult, CHECK_CODES } from './checks.js';
export type { TrailDescription } from './describe.js';
export { describeTrail } from './describe-trail.js';
export { STEP_RULES, type StepRule, type StepRuleCode } from './gap-rules.js';
export { judgeEvidence, type Judgement } from './judge.js';
export { type Finding, type FindingCode, FINDINGS, STATUS_NOT_YET, type StatusKind } from './status.js';
export { DOES_NOT_PROVE, EXIT, type ExitCode, type NotChecked, type Verdict } from './verdict.js';
