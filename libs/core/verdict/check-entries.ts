import { type Checkpoint, leafHash } from '#libs/core/tlog';
import { bytesEqual, checkShownParts, ScanError, WireError } from '#libs/core/wire';
import { type EvidenceBundle, type RootAt, SharedProofError, treeFromSharedProof } from '#libs/core/evidence';
import { type ReadEntry, readEntry } from '#libs/core/entries';
import type { CheckList } from './checks.js';

/**
 * Whether the entries and the proof give the root of the checkpoint.
 * @returns the roots that they give for smaller sizes, null if they do not.
 */
export function checkInclusion(
  { entries, omitted, proof }: EvidenceBundle,
  checkpoint: Checkpoint,
  checks: CheckList,
): RootAt | null {
  const leaves = entries.map(({ logIndex, entry }) => ({ index: logIndex, hash: leafHash(entry) }));
  for (const { logIndex, leaf } of omitted) leaves.push({ index: logIndex, hash: leaf });
  if (omitted.length > 0) leaves.sort((one, other) => one.index - other.index);
  try {
    const { root, rootAt } = treeFromSharedProof({ size: checkpoint.size, leaves, proof });
    if (bytesEqual(root, checkpoint.root)) {
      checks.add(
        'INCLUSION',
        'passed',
        `${entries.length} entries stand in the log, each at its place, with the values that are shown for them.`,
      );
      return rootAt;
    }
    checks.add(
      'INCLUSION',
      'failed',
      'Entries and proof do not give the root of the checkpoint: an entry, its place, a value that is shown for it, or the proof was changed.',
    );
  } catch (error) {
    if (!(error instanceof SharedProofError)) throw error;
    checks.add('INCLUSION', 'failed', `The proof does not fit the entries: ${error.message}.`);
  }
  return null;
}

/** What a later version has put into the log, and this one leaves unchecked. */
export interface Unknown {
  /** How many claims have names that are not known here. */
  readonly claims: number;
  /** How many events are of kinds that are not known here. */
  readonly events: number;
}

/** Reads all entries, or none: with one that cannot be read nothing can be said of the rest. */
export function readEntries(
  { entries }: EvidenceBundle,
  checks: CheckList,
): { readonly entries: readonly ReadEntry[]; readonly unknown: Unknown } | null {
  const read: ReadEntry[] = [];
  let claims = 0;
  for (const entry of entries) {
    try {
      const one = readEntry(entry);
      claims += checkShownParts(entry.uris, one.claims).length;
      read.push(one);
    } catch (error) {
      if (!(error instanceof WireError) && !(error instanceof ScanError)) throw error;
      // What the log holds and this program cannot read is of a newer version; what the log does not hold fails its inclusion.
      checks.add('ENTRIES', 'not-judged', `Entry ${entry.logIndex} cannot be read (${error.code}): ${error.message}.`, [
        entry.logIndex,
      ]);
      return null;
    }
  }
  const events = read.filter(({ kind }) => kind === 'unread event').length;
  const all = events === 0 ? `All ${read.length} entries` : `${read.length - events} of ${read.length} entries`;
  checks.add('ENTRIES', 'passed', `${all} are read, and name the trails that follow from what they say.`);
  return { entries: read, unknown: { claims, events } };
}
