import type { EvidenceBundle } from '#libs/core/evidence';
import { CUT_FROM_ENTRIES } from './check-trails.js';
import { type Finding, finding } from './status.js';

/** What is not in the evidence of what it says there is. Whoever left it out had a reason or none: it is nobody's fault here. */
export function cutFindings(
  { until, entries, omitted }: Pick<EvidenceBundle, 'until' | 'omitted'> & { readonly entries: readonly unknown[] },
  { size }: { readonly size: number },
): Finding[] {
  const findings: Finding[] = [];
  if (omitted.length > 0) {
    const what = omitted.length === 1 ? 'One entry of it is' : `${omitted.length} entries of it are`;
    findings.push(finding('CUT', `${what} left out here, and not checked.`, []));
  }
  if (until < size && entries.length + omitted.length > CUT_FROM_ENTRIES) {
    const text = `There is more than one bundle holds: what happened from entry ${until} on is not checked.`;
    findings.push(finding('CUT', text, []));
  }
  return findings;
}
