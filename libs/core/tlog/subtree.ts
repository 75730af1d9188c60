import { TlogError } from './error.js';
import { foldSubtrees } from './compact-range.js';
import { requireHash } from './hash.js';

/** A perfect subtree: node `index` of `level` covers the 2^level leaves from index * 2^level on. Level 0 holds the leaf hashes. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
}

/** Gives the hash of a perfect subtree. */
export type HashAt = (level: number, index: number) => Uint8Array;

/** The leaves from `start` to before `end`, where `start` is where a subtree of RFC 6962 begins. */
export interface LeafSpan {
  readonly start: number;
  readonly end: number;
}

/** The perfect subtrees that make up the span, left to right, largest first. */
export function nodesOfSpan({ start, end }: LeafSpan): TreeNode[] {
  const nodes: TreeNode[] = [];
  for (let at = start; at < end;) {
    let level = 0;
    let width = 1;
    while (width * 2 <= end - at) {
      width *= 2;
      level++;
    }
    nodes.push({ level, index: at / width });
    at += width;
  }
  return nodes;
}

/**
 * One hash for each span, from the hashes of all their nodes in one list.
 * @throws {TlogError} NODE_MISSING when the list is shorter or longer, HASH_LENGTH
 */
export function hashesOfSpans(spans: readonly LeafSpan[], nodeHashes: readonly Uint8Array[]): Uint8Array[] {
  let used = 0;
  const hashes = spans.map((span) => {
    const count = nodesOfSpan(span).length;
    const nodes = nodeHashes.slice(used, used + count);
    used += count;
    if (nodes.length < count)
      throw new TlogError('NODE_MISSING', `${used} node hashes wanted, got ${nodeHashes.length}`);
    return requireHash(foldSubtrees(nodes), 'a node hash');
  });
  if (used !== nodeHashes.length) {
    throw new TlogError('NODE_MISSING', `${used} node hashes wanted, got ${nodeHashes.length}`);
  }
  return hashes;
}
