import { lastLines, type ProgramEnd } from '../run-cairn.js';
import { type CheckResult, Findings } from './result.js';

/** P5: everything derived can be recomputed from the public log and the private disclosures. */
export function checkTrailHeads(end: ProgramEnd, entries: number): CheckResult {
  const findings = new Findings('trailHeads', 'entries');
  findings.saw(entries);
  findings.require(end.exitCode === 0, () => `cairn check ended with ${end.exitCode}: ${lastLines(end)}`);
  return findings.result();
}
