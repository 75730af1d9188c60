import type { Finding, FindingCode } from './status.js';
import type { CheckCode, CheckList } from './checks.js';

type FindingCheck = Extract<CheckCode, 'DEVICES' | 'CUSTODY' | 'PACKING' | 'GAPS' | 'TEMPERATURE' | 'TRAILS'>;

/** The check under which a finding is told. */
const CHECK_OF: Readonly<Record<Exclude<FindingCode, 'STALE'>, FindingCheck>> = {
  COUNTER_HOLE: 'GAPS',
  STEP_MISSING: 'GAPS',
  UNPACKED_NOT_PACKED: 'GAPS',
  SEEN_AFTER_ITS_END: 'GAPS',
  COUNTER_REFUSED: 'GAPS',
  SEEN_ELSEWHERE: 'CUSTODY',
  HOLDER_UNCONFIRMED: 'CUSTODY',
  LATE_NO_EFFECT: 'CUSTODY',
  TOLD_LATE: 'CUSTODY',
  CODE_SEEN_TWICE: 'CUSTODY',
  DISPUTED: 'CUSTODY',
  DECLARED_WRONG: 'CUSTODY',
  REPORTED_FOR: 'CUSTODY',
  PACKING_NOT_CONFIRMED: 'PACKING',
  PACKING_IMPOSSIBLE: 'PACKING',
  SPAN_UNCERTAIN: 'PACKING',
  DEPTH: 'PACKING',
  EXCURSION: 'TEMPERATURE',
  CLAIMS_DISAGREE: 'TEMPERATURE',
  EQUIVOCATION: 'DEVICES',
  KEY_COMPROMISED: 'DEVICES',
  PREVIOUS_MISFIT: 'DEVICES',
  SEEN_CHECKPOINT_ODD: 'DEVICES',
  TIME_ODD: 'DEVICES',
  FACTS_DISAGREE: 'DEVICES',
  CUT: 'TRAILS',
};

const PASSED: Readonly<Record<Exclude<FindingCheck, 'TRAILS'>, string>> = {
  DEVICES: 'Nothing of the kind is known.',
  CUSTODY: 'Custody passed from hand to hand as the custodians said.',
  PACKING: 'Nothing was packed or unpacked by anyone else.',
  GAPS: 'No counter is missing below the scans, and no step is implied that is not there.',
  TEMPERATURE: 'None of the readings that are open says so.',
};

/** Tells each finding under its check, and that a check passed where there is none. */
export function checkFindings(findings: readonly Finding[], checks: CheckList): void {
  for (const { code, text, entries } of findings)
    if (code !== 'STALE') checks.add(CHECK_OF[code], 'notice', text, entries);
  for (const [code, text] of Object.entries(PASSED) as [Exclude<FindingCheck, 'TRAILS'>, string][]) {
    if (!checks.isAnswered(code)) checks.add(code, 'passed', text);
  }
}
