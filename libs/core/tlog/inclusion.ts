import { TlogError } from './error.js';
import { equalBytes, nodeHash, requireHash } from './hash.js';
import { type HashAt, hashesOfSpans, type LeafSpan, nodesOfSpan, type TreeNode } from './subtree.js';
import { powerOfTwoBelow, requireWholeNumber } from './whole-number.js';

/** A leaf's place in the tree of the first `size` leaves. */
export interface LeafPlace {
  readonly index: number;
  readonly size: number;
}

/**
 * The perfect subtrees whose hashes an inclusion path is made of, in the order that `inclusionPathFrom` wants them.
 * A path hash at the right edge is made of several. So a caller may fetch them from tiles in any way it likes.
 *
 * @throws {TlogError} INDEX_OUTSIDE_TREE unless index < size
 */
export function inclusionPathNodes(place: LeafPlace): TreeNode[] {
  return siblingSpans(place).flatMap(nodesOfSpan);
}

/** The inclusion path, leaf to root, from the hashes of `inclusionPathNodes`. @throws {TlogError} NODE_MISSING */
export function inclusionPathFrom(place: LeafPlace, nodeHashes: readonly Uint8Array[]): Uint8Array[] {
  return hashesOfSpans(siblingSpans(place), nodeHashes);
}

/** The inclusion path, leaf to root, RFC 6962 section 2.1.1. */
export function inclusionPath(place: LeafPlace, hashAt: HashAt): Uint8Array[] {
  return inclusionPathFrom(
    place,
    inclusionPathNodes(place).map(({ level, index }) => hashAt(level, index)),
  );
}

/**
 * The root that a leaf and its path give, RFC 9162 section 2.1.3.2.
 *
 * @throws {TlogError} INDEX_OUTSIDE_TREE, PATH_LENGTH when the path is shorter or longer than that place has, HASH_LENGTH
 */
export function rootFromInclusionPath(
  input: LeafPlace & { readonly leaf: Uint8Array; readonly path: readonly Uint8Array[] },
): Uint8Array {
  requirePlace(input);
  let hash = requireHash(input.leaf, 'the leaf hash');
  let index = input.index;
  let last = input.size - 1;
  for (const sibling of input.path) {
    if (last === 0) throw pathLength(input);
    if (index % 2 === 1 || index === last) {
      hash = nodeHash(sibling, hash);
      // A last node without a right neighbour rises until it is somebody's right child.
      while (index % 2 === 0 && index !== 0) {
        index /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    index = Math.floor(index / 2);
    last = Math.floor(last / 2);
  }
  if (last !== 0) throw pathLength(input);
  return hash;
}

/**
 * Checks that the leaf stands at `index` in the tree with this size and root, which must come from a verified checkpoint.
 * @throws {TlogError} ROOT_MISMATCH, and what `rootFromInclusionPath` throws
 */
export function verifyInclusion(
  input: LeafPlace & { readonly leaf: Uint8Array; readonly path: readonly Uint8Array[]; readonly root: Uint8Array },
): void {
  if (!equalBytes(rootFromInclusionPath(input), input.root)) {
    throw new TlogError('ROOT_MISMATCH', `leaf ${input.index} and its path do not give the root of size ${input.size}`);
  }
}

/** Spans beside the way from the leaf to the root, leaf first. @throws {TlogError} INDEX_OUTSIDE_TREE */
function siblingSpans(place: LeafPlace): LeafSpan[] {
  requirePlace(place);
  const spans: LeafSpan[] = [];
  let start = 0;
  let end = place.size;
  while (end - start > 1) {
    const middle = start + powerOfTwoBelow(end - start);
    if (place.index < middle) {
      spans.push({ start: middle, end });
      end = middle;
    } else {
      spans.push({ start, end: middle });
      start = middle;
    }
  }
  return spans.reverse();
}

function requirePlace({ index, size }: LeafPlace): void {
  requireWholeNumber(index, 'leaf index');
  requireWholeNumber(size, 'tree size');
  if (index >= size) throw new TlogError('INDEX_OUTSIDE_TREE', `a tree of ${size} has no leaf ${index}`);
}

const pathLength = ({ index, size, path }: LeafPlace & { readonly path: readonly Uint8Array[] }) =>
  new TlogError('PATH_LENGTH', `${path.length} hashes do not lead from leaf ${index} to the root of size ${size}`);
