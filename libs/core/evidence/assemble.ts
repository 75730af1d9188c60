import type { HashAt, TreeNode } from '#libs/core/tlog';
import { evidenceBytes } from './bundle-bytes.js';
import type { GatheredTrail } from './gather.js';
import { sharedProof, sharedProofNodes } from './shared-proof.js';
import { type Asker, visibleOf } from './visible.js';

/** Nodes of the log's tree whose hashes `assembleEvidence` will ask for, so that they can be fetched from tiles before. */
export const evidenceNodes = (gathered: GatheredTrail, size: number): TreeNode[] =>
  sharedProofNodes({ size, indexes: provenIndexes(gathered) });

/** Log indexes of everything that the proof of a bundle is about, ascending. */
function provenIndexes({ entries, omitted }: GatheredTrail): number[] {
  const indexes = entries.map(({ logIndex }) => logIndex);
  if (omitted.length === 0) return indexes;
  return [...indexes, ...omitted.map(({ logIndex }) => logIndex)].sort((one, other) => one - other);
}

/**
 * Makes evidence of what was gathered.
 *
 * @param checkpoint the signed note, of the size that the trail was gathered at
 * @param hashAt hash of each of `evidenceNodes`
 * @returns the text of the bundle, in UTF-8
 * @see docs/formats/evidence.md
 */
export function assembleEvidence(
  input: Asker & {
    readonly gathered: GatheredTrail;
    readonly checkpoint: string;
    readonly size: number;
    readonly hashAt: HashAt;
  },
): Uint8Array {
  const { gathered, object, checkpoint, size, hashAt } = input;
  return evidenceBytes({
    version: gathered.version,
    object,
    checkpoint,
    chains: gathered.chains,
    entries: gathered.entries.map((entry) => visibleOf(entry, input)),
    omitted: gathered.omitted,
    proof: sharedProof({ size, indexes: provenIndexes(gathered) }, hashAt),
    until: gathered.until,
  });
}
