import { type ParsedWitnessRequest, TlogError, verifyConsistency } from '#libs/core/tlog';
import type { WitnessedCheckpoint } from './witnessed-checkpoint.js';

/** How the request contradicts the newest checkpoint: another root of one size, a proof that proves something else, or not at all. */
export function contradiction(
  { checkpoint, oldSize, proof }: ParsedWitnessRequest,
  latest: WitnessedCheckpoint | undefined,
): 'root' | { readonly why: string } | null {
  const { size, root } = checkpoint;
  // Nothing can be proven from an empty tree, so nothing may stand there: every tree continues it, and the empty one has one root.
  if (oldSize === 0) return proof.length > 0 ? { why: 'from size 0 there is nothing to prove' } : null;
  const oldRoot = latest!.root;
  if (oldSize === size && proof.length === 0) return oldRoot.every((byte, at) => byte === root[at]) ? null : 'root';
  try {
    verifyConsistency({ oldSize, size, oldRoot, root, path: proof });
    return null;
  } catch (error) {
    if (!(error instanceof TlogError)) throw error;
    return { why: error.message };
  }
}
