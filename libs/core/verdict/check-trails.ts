import { bytesToHex } from '@noble/hashes/utils.js';
import { objectKey } from '#libs/core/wire';
import { EVIDENCE_ENTRIES_MAX, type EvidenceBundle, type EvidenceChain } from '#libs/core/evidence';
import { keyText, type ReadEntry, Trail } from '#libs/core/entries';
import type { CheckList } from './checks.js';

/** Evidence may stop before the end of the story only when it is nearly full. */
export const CUT_FROM_ENTRIES = EVIDENCE_ENTRIES_MAX / 2;

/** The object's trail as its entries give it: to be held against what the log, or other evidence, says. */
export interface TrailSummary {
  /** Number of links. */
  readonly length: number;
  /** Last link, hexadecimal. */
  readonly head: string;
  /** RFC 6962 root over all links, hexadecimal. */
  readonly root: string;
}

interface Input {
  readonly bundle: EvidenceBundle;
  readonly size: number;
  readonly entries: readonly ReadEntry[];
  /** Log indexes of the scans of the story. */
  readonly told: readonly number[];
  /** Log indexes of entries that belong neither to the story nor to a key trail behind it. */
  readonly foreign: () => readonly number[];
  readonly unusedChains: readonly EvidenceChain[];
}

/**
 * Whether every entry belongs to the object's story, or to a key trail behind it, and lies within what the evidence says it covers.
 * Chains the object's trail over the entries that are here: whether any was left out cannot be known yet.
 */
export function checkTrails(input: Input, checks: CheckList): TrailSummary {
  const { bundle, size, entries, told } = input;
  if (told.length === 0) {
    checks.add('TRAILS', 'not-judged', 'No scan of the object is here, and nobody can prove yet that there is none.');
  }
  if (bundle.until > size || (bundle.until < size && entries.length + bundle.omitted.length <= CUT_FROM_ENTRIES)) {
    checks.add(
      'TRAILS',
      'failed',
      `The evidence says that it goes to entry ${bundle.until}, and its checkpoint to ${size}.`,
    );
  }
  const beyond = told.filter((logIndex) => logIndex >= bundle.until);
  if (beyond.length > 0) {
    checks.add(
      'TRAILS',
      'failed',
      `Entries lie beyond entry ${bundle.until}, up to which the evidence says it goes.`,
      beyond,
    );
  }
  // Whose devices they are says which key trails stand behind the story: with keys unknown it cannot be said what is foreign.
  const isKnown = !checks.isNotJudged('KEYS');
  const foreign = isKnown ? input.foreign() : [];
  if (foreign.length > 0) {
    checks.add(
      'TRAILS',
      'failed',
      'Entries have nothing to do with the object, or are of a unit while it was not in it.',
      foreign,
    );
  }
  if (isKnown && input.unusedChains.length > 0) {
    checks.add('TRAILS', 'failed', 'There are chains of statements that no scan which came late needs.');
  }
  const trail = objectTrail(bundle, entries);
  if (!checks.isAnswered('TRAILS')) {
    checks.add(
      'TRAILS',
      'passed',
      `The entries of the object that are here make a trail of ${trail.length} links; every other entry belongs to a unit it was in or to a key behind it.`,
    );
  }
  return { length: trail.length, head: bytesToHex(trail.head), root: bytesToHex(trail.root()) };
}

function objectTrail({ object, omitted }: EvidenceBundle, entries: readonly ReadEntry[]): Trail {
  const trail = Trail.empty(objectKey(object));
  const key = keyText(trail.key);
  const own = entries.filter(({ objects }) => objects.includes(key));
  const links = [...own, ...omitted].sort((one, other) => one.logIndex - other.logIndex);
  for (const { logIndex, leaf } of links) trail.append(logIndex, leaf);
  return trail;
}
