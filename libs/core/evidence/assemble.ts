import type { HashAt, TreeNode } from '#libs/core/tlog';
import { evidenceBytes } from './bundle-bytes.js';
import type { GatheredTrail } from './gather.js';
import { sharedProof, sharedProofNodes } from './shared-proof.js';
import { type Asker, visibleOf } from './visible.js';

/** Nodes of the log's tree whose hashes `assembleEvidence` will ask for, so that they can be fetched from tiles before. */
export const evidenceNodes = ({ entries }: GatheredTrail, size: number): TreeNode[] =>
  sharedProofNodes({ size, indexes: entries.map(({ logIndex }) => logIndex) });

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
    object,
    checkpoint,
    chains: gathered.chains,
    entries: gathered.entries.map((entry) => visibleOf(entry, input)),
    proof: sharedProof({ size, indexes: gathered.entries.map(({ logIndex }) => logIndex) }, hashAt),
    until: gathered.until,
  });
}
