import { TlogError } from './error.js';
import { EMPTY_ROOT, nodeHash, requireHash } from './hash.js';
import { requireWholeNumber } from './whole-number.js';

/** Told of each inner node that became complete. `level` 1 is the parent of two leaves; node `index` covers leaves index * 2^level on. */
export type NodeVisitor = (level: number, index: number, hash: Uint8Array) => void;

/**
 * What must be remembered of a tree to append to it and to know its root: the roots of its perfect subtrees, at most 53 hashes.
 * An append hashes about once, amortised.
 */
export class CompactRange {
  private constructor(
    private leafCount: number,
    private readonly subtrees: Uint8Array[],
  ) {}

  static empty(): CompactRange {
    return new CompactRange(0, []);
  }

  /**
   * The range of a tree as `hashes` gave it.
   *
   * @param size number of leaves
   * @param hashes roots of the perfect subtrees, left to right, largest first: as many as `size` has one bits
   * @throws {TlogError} RANGE_MALFORMED for another number of hashes, HASH_LENGTH, NUMBER_TOO_LARGE
   */
  static of(size: number, hashes: readonly Uint8Array[]): CompactRange {
    const expected = onesIn(requireWholeNumber(size, 'tree size'));
    if (hashes.length !== expected) {
      throw new TlogError('RANGE_MALFORMED', `a range of ${size} leaves has ${expected} hashes, got ${hashes.length}`);
    }
    return new CompactRange(
      size,
      hashes.map((hash) => requireHash(hash, 'a range hash').slice()),
    );
  }

  /** Number of leaves. */
  get size(): number {
    return this.leafCount;
  }

  /** Roots of the perfect subtrees, left to right, largest first. */
  get hashes(): readonly Uint8Array[] {
    return [...this.subtrees];
  }

  /** Adds one leaf hash (32 bytes). @throws {TlogError} HASH_LENGTH, NUMBER_TOO_LARGE; the range is then as before */
  append(leaf: Uint8Array, visit?: NodeVisitor): void {
    requireHash(leaf, 'a leaf hash');
    requireWholeNumber(this.leafCount + 1, 'tree size');
    let hash = leaf;
    // Each trailing one bit of the size is a perfect subtree that the new leaf makes one larger.
    let index = this.leafCount;
    for (let level = 1; index % 2 === 1; level++) {
      index = (index - 1) / 2;
      hash = nodeHash(this.subtrees.pop()!, hash);
      visit?.(level, index, hash);
    }
    this.subtrees.push(hash);
    this.leafCount++;
  }

  /**
   * Adds leaf hashes in order. `visit` is told of every inner node that they complete, which are exactly the nodes that
   * tiles of higher levels hold (level 8, 16, ...), so nobody has to hash them again.
   */
  appendAll(leaves: Iterable<Uint8Array>, visit?: NodeVisitor): void {
    for (const leaf of leaves) this.append(leaf, visit);
  }

  /** RFC 6962 tree head of the leaves so far, 32 bytes; SHA-256 of nothing while there is none. */
  root(): Uint8Array {
    return this.subtrees.length === 0 ? EMPTY_ROOT.slice() : foldSubtrees(this.subtrees).slice();
  }

  clone(): CompactRange {
    return new CompactRange(this.leafCount, [...this.subtrees]);
  }
}

/** Root of a run of perfect subtrees, largest first (RFC 6962 section 2.1 splits at the largest power of two). At least one. */
export function foldSubtrees(subtrees: readonly Uint8Array[]): Uint8Array {
  let root = subtrees[subtrees.length - 1]!;
  for (let at = subtrees.length - 2; at >= 0; at--) root = nodeHash(subtrees[at]!, root);
  return root;
}

/** RFC 6962 tree head of these leaf hashes. */
export function treeRoot(leaves: Iterable<Uint8Array>): Uint8Array {
  const range = CompactRange.empty();
  range.appendAll(leaves);
  return range.root();
}

function onesIn(size: number): number {
  let ones = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
}
