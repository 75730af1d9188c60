import { TlogError } from './error.js';
import { equalBytes, nodeHash } from './hash.js';
import { type HashAt, hashesOfSpans, type LeafSpan, nodesOfSpan, type TreeNode } from './subtree.js';
import { powerOfTwoBelow, requireWholeNumber } from './whole-number.js';

/** Two sizes of one log, `oldSize` at most `size`. */
export interface TwoSizes {
  readonly oldSize: number;
  readonly size: number;
}

/**
 * The perfect subtrees whose hashes a consistency path is made of, in the order that `consistencyPathFrom` wants them.
 * @throws {TlogError} SIZE_SHRANK when oldSize > size, CONSISTENCY_FROM_EMPTY when oldSize is 0
 */
export function consistencyPathNodes(sizes: TwoSizes): TreeNode[] {
  return proofSpans(sizes).flatMap(nodesOfSpan);
}

/** The consistency path from the hashes of `consistencyPathNodes`. @throws {TlogError} NODE_MISSING */
export function consistencyPathFrom(sizes: TwoSizes, nodeHashes: readonly Uint8Array[]): Uint8Array[] {
  return hashesOfSpans(proofSpans(sizes), nodeHashes);
}

/** The consistency path, RFC 6962 section 2.1.2; empty for equal sizes. */
export function consistencyPath(sizes: TwoSizes, hashAt: HashAt): Uint8Array[] {
  return consistencyPathFrom(
    sizes,
    consistencyPathNodes(sizes).map(({ level, index }) => hashAt(level, index)),
  );
}

/**
 * Checks that the tree of `size` begins with the leaves of the tree of `oldSize`, RFC 9162 section 2.1.4.2.
 * Both roots must come from verified checkpoints. From size 0 nothing can be proven, not even to size 0: callers decide that before.
 *
 * @throws {TlogError} CONSISTENCY_FROM_EMPTY, SIZE_SHRANK, PATH_LENGTH, ROOT_MISMATCH, HASH_LENGTH
 */
export function verifyConsistency(
  input: TwoSizes & {
    readonly oldRoot: Uint8Array;
    readonly root: Uint8Array;
    readonly path: readonly Uint8Array[];
  },
): void {
  requireSizes(input);
  if (input.oldSize === input.size) {
    if (input.path.length > 0) throw pathLength(input);
    if (!equalBytes(input.oldRoot, input.root)) throw rootMismatch(input, 'one size has two roots');
    return;
  }
  const { oldRoot, root } = rootsFromPath(input);
  if (!equalBytes(oldRoot, input.oldRoot)) throw rootMismatch(input, 'the path does not give the old root');
  if (!equalBytes(root, input.root)) throw rootMismatch(input, 'the path does not give the new root');
}

function rootsFromPath(input: TwoSizes & { readonly oldRoot: Uint8Array; readonly path: readonly Uint8Array[] }): {
  oldRoot: Uint8Array;
  root: Uint8Array;
} {
  let oldLast = input.oldSize - 1;
  let last = input.size - 1;
  while (oldLast % 2 === 1) {
    oldLast = (oldLast - 1) / 2;
    last = Math.floor(last / 2);
  }
  // An old tree that is one perfect subtree is not repeated in the path: its root is the first hash.
  const path = oldLast === 0 ? [input.oldRoot, ...input.path] : input.path;
  const [seed, ...rest] = path;
  if (seed === undefined) throw pathLength(input);
  let oldRoot = seed;
  let root = seed;
  for (const hash of rest) {
    if (last === 0) throw pathLength(input);
    if (oldLast % 2 === 1 || oldLast === last) {
      oldRoot = nodeHash(hash, oldRoot);
      root = nodeHash(hash, root);
      while (oldLast % 2 === 0 && oldLast !== 0) {
        oldLast /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      root = nodeHash(root, hash);
    }
    oldLast = Math.floor(oldLast / 2);
    last = Math.floor(last / 2);
  }
  if (last !== 0) throw pathLength(input);
  return { oldRoot, root };
}

/** Spans of the proof, lowest first: RFC 6962 section 2.1.2, SUBPROOF. */
function proofSpans(sizes: TwoSizes): LeafSpan[] {
  requireSizes(sizes);
  const spans: LeafSpan[] = [];
  let start = 0;
  let end = sizes.size;
  while (end !== sizes.oldSize) {
    const middle = start + powerOfTwoBelow(end - start);
    if (sizes.oldSize <= middle) {
      spans.push({ start: middle, end });
      end = middle;
    } else {
      spans.push({ start, end: middle });
      start = middle;
    }
  }
  // What remains is the old tree's last subtree; if it is the whole old tree, the verifier has its root already.
  if (start > 0) spans.push({ start, end });
  return spans.reverse();
}

function requireSizes({ oldSize, size }: TwoSizes): void {
  requireWholeNumber(oldSize, 'old tree size');
  requireWholeNumber(size, 'tree size');
  if (oldSize > size) throw new TlogError('SIZE_SHRANK', `size ${size} cannot extend size ${oldSize}`);
  if (oldSize === 0)
    throw new TlogError('CONSISTENCY_FROM_EMPTY', 'every tree extends the empty tree: nothing to prove');
}

const pathLength = ({ oldSize, size, path }: TwoSizes & { readonly path: readonly Uint8Array[] }) =>
  new TlogError('PATH_LENGTH', `${path.length} hashes do not lead from size ${oldSize} to size ${size}`);

const rootMismatch = ({ oldSize, size }: TwoSizes, why: string) =>
  new TlogError('ROOT_MISMATCH', `sizes ${oldSize} and ${size} are not shown to be one log: ${why}`);
