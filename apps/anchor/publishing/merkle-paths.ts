import { nodeHash } from '#libs/core/tlog';

export interface RootAndPaths {
  readonly root: Uint8Array;
  /** Inclusion path of each leaf, from the leaf up. */
  readonly paths: readonly (readonly Uint8Array[])[];
}

/**
 * RFC 6962 tree over leaf hashes, with the inclusion path of every leaf: each node is hashed once for all of them. libs/core/tlog makes
 * one path at a time; a test holds both together.
 *
 * @param leaves at least one.
 */
export function rootAndPaths(leaves: readonly Uint8Array[]): RootAndPaths {
  const paths: Uint8Array[][] = leaves.map(() => []);
  const rootOf = (start: number, end: number): Uint8Array => {
    if (end - start === 1) return leaves[start]!;
    let width = 1;
    while (width * 2 < end - start) width *= 2;
    const middle = start + width;
    const left = rootOf(start, middle);
    const right = rootOf(middle, end);
    for (let at = start; at < middle; at++) paths[at]!.push(right);
    for (let at = middle; at < end; at++) paths[at]!.push(left);
    return nodeHash(left, right);
  };
  return { root: rootOf(0, leaves.length), paths };
}
