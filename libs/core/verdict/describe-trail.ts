import type { ReadEntry } from '#libs/core/entries';
import type { EvidenceBundle } from '#libs/core/evidence';
import { KeyState } from '#libs/core/keys';
import { cutFindings } from './cut.js';
import { statusOf, type TrailDescription } from './describe.js';
import { tell } from './tell.js';

/**
 * Describes a trail from entries that the caller trusts, such as those of its own database, as evidence of version 2 is told. Nothing is
 * verified here: for evidence from elsewhere there is `judgeEvidence`, which describes what it has verified.
 *
 * @param entries what `gatherTrail` gave, as far as the reader may see it (`visibleEntries`)
 * @throws {KeyStateError} for entries that no log of ours holds
 */
export async function describeTrail(
  input: {
    /** Canonical URI. */
    readonly object: string;
    readonly origin: string;
    readonly entries: readonly ReadEntry[];
  } & Partial<Pick<EvidenceBundle, 'omitted' | 'until'>> & { readonly size?: number },
): Promise<TrailDescription> {
  const { object, origin, entries, omitted = [], size = 0, until = size } = input;
  const keys = new KeyState(origin);
  for (const entry of entries) if (entry.kind === 'event') keys.apply(entry);
  const told = await tell(2, { object, origin, entries, keys });
  const description = told.describe();
  const cut = cutFindings({ until, omitted, entries }, { size });
  if (cut.length === 0) return description;
  const findings = [...description.findings, ...cut];
  return { ...description, findings, status: statusOf(findings) };
}
