import { leafHash, nodeHash, sha256, TlogError } from '../index.js';

/** The definitions of RFC 6962 section 2.1, word for word and slow: what the library is measured against. */
const split = (count: number): number => {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
};

export function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array());
  if (leaves.length === 1) return leaves[0]!;
  const middle = split(leaves.length);
  return nodeHash(naiveRoot(leaves.slice(0, middle)), naiveRoot(leaves.slice(middle)));
}

export function naiveInclusionPath(index: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length <= 1) return [];
  const middle = split(leaves.length);
  const left = leaves.slice(0, middle);
  const right = leaves.slice(middle);
  return index < middle
    ? [...naiveInclusionPath(index, left), naiveRoot(right)]
    : [...naiveInclusionPath(index - middle, right), naiveRoot(left)];
}

export function naiveConsistencyPath(oldSize: number, leaves: readonly Uint8Array[], whole = true): Uint8Array[] {
  if (oldSize === leaves.length) return whole ? [] : [naiveRoot(leaves)];
  const middle = split(leaves.length);
  const left = leaves.slice(0, middle);
  const right = leaves.slice(middle);
  return oldSize <= middle
    ? [...naiveConsistencyPath(oldSize, left, whole), naiveRoot(right)]
    : [...naiveConsistencyPath(oldSize - middle, right, false), naiveRoot(left)];
}

export const someLeaves = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, at) => leafHash(new TextEncoder().encode(`entry ${at}`)));

/** Every perfect subtree of the leaves, and the root of each size. */
export function nodesOf(leaves: readonly Uint8Array[]) {
  const levels: Uint8Array[][] = [[...leaves]];
  for (let level = levels[0]!; level.length > 1;) {
    const below = level;
    level = Array.from({ length: below.length >> 1 }, (_, at) => nodeHash(below[2 * at]!, below[2 * at + 1]!));
    levels.push(level);
  }
  const hashAt = (level: number, index: number): Uint8Array => {
    const hash = levels[level]?.[index];
    if (!hash) throw new Error(`the tree has no node ${level}/${index}`);
    return hash;
  };
  return { hashAt, roots: Array.from({ length: leaves.length + 1 }, (_, size) => naiveRoot(leaves.slice(0, size))) };
}

/** The code of the TlogError that `run` throws; anything else is a failure of the test. */
export function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof TlogError) return error.code;
    throw error;
  }
  return 'nothing was thrown';
}
