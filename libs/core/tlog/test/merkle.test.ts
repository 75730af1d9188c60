import fc from 'fast-check';
import {
  CompactRange,
  consistencyPath,
  consistencyPathFrom,
  consistencyPathNodes,
  EMPTY_ROOT,
  inclusionPath,
  inclusionPathFrom,
  inclusionPathNodes,
  leafHash,
  nodeHash,
  rootFromInclusionPath,
  sha256,
  TlogError,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from '../index.js';
import { codeOf, NaiveTree, someLeaves } from '../../../../test/kit/tlog/naive-tree.js';

const SIZE_MAX = 600;
const leaves = someLeaves(SIZE_MAX);
const tree = new NaiveTree(leaves);
const { hashAt } = tree;
const roots = Array.from({ length: SIZE_MAX + 1 }, (_, size) => tree.root(size));
const EDGE_SIZES = [
  1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257, 511, 512, 513, 600,
];

const aPlace = fc
  .integer({ min: 1, max: SIZE_MAX })
  .chain((size) => fc.record({ size: fc.constant(size), index: fc.integer({ min: 0, max: size - 1 }) }));
const twoSizes = fc
  .integer({ min: 1, max: SIZE_MAX })
  .chain((size) => fc.record({ size: fc.constant(size), oldSize: fc.integer({ min: 1, max: size }) }));

describe('hashes', () => {
  it('prefixes a leaf with 0x00 and a node with 0x01', () => {
    expect(leafHash(Uint8Array.of(7))).toEqual(sha256(Uint8Array.of(0, 7)));
    expect(nodeHash(EMPTY_ROOT, EMPTY_ROOT)).toEqual(sha256(Uint8Array.of(1, ...EMPTY_ROOT, ...EMPTY_ROOT)));
  });
  it('gives the empty tree the hash of nothing', () => {
    expect(EMPTY_ROOT).toEqual(sha256(new Uint8Array()));
    expect(treeRoot([])).toEqual(EMPTY_ROOT);
  });
  it('refuses node children that are not 32 bytes', () => {
    expect(codeOf(() => nodeHash(new Uint8Array(31), EMPTY_ROOT))).toBe('HASH_LENGTH');
    expect(codeOf(() => nodeHash(EMPTY_ROOT, new Uint8Array(33)))).toBe('HASH_LENGTH');
  });
});

describe('a compact range', () => {
  it('has the root of RFC 6962 for every size to 600', () => {
    const range = CompactRange.empty();
    expect(range.root()).toEqual(roots[0]);
    for (const [at, leaf] of leaves.entries()) {
      range.append(leaf);
      expect(range.size).toBe(at + 1);
      expect(range.root()).toEqual(roots[at + 1]);
    }
  });
  it('has the root of RFC 6962 around full tiles of the third level, and at 70,000', () => {
    const many = new NaiveTree(someLeaves(70_000));
    const range = CompactRange.empty();
    for (const size of [65_535, 65_536, 65_537, 70_000]) {
      range.appendAll(many.leaves.slice(range.size, size));
      expect(range.root()).toEqual(many.root(size));
      expect(treeRoot(many.leaves.slice(0, size))).toEqual(many.root(size));
    }
  });
  it('goes on from its size and hashes as if it had never stopped', () => {
    fc.assert(
      fc.property(twoSizes, ({ oldSize, size }) => {
        const before = CompactRange.empty();
        before.appendAll(leaves.slice(0, oldSize));
        const range = CompactRange.of(before.size, before.hashes);
        range.appendAll(leaves.slice(oldSize, size));
        expect(range.root()).toEqual(roots[size]);
      }),
      { numRuns: 50 },
    );
  });
  it('tells of each inner node exactly once, when it is complete', () => {
    const seen = new Map<string, Uint8Array>();
    const range = CompactRange.empty();
    range.appendAll(leaves, (level, index, hash) => {
      expect((index + 1) * 2 ** level).toBeLessThanOrEqual(range.size + 1);
      expect(seen.has(`${level}/${index}`)).toBe(false);
      seen.set(`${level}/${index}`, hash);
    });
    for (const [node, hash] of seen) {
      const [level, index] = node.split('/').map(Number);
      expect(hash).toEqual(hashAt(level!, index!));
    }
    expect(seen.size).toBe(SIZE_MAX - range.hashes.length);
  });
  it('hashes once for each append, amortised', () => {
    let hashed = 0;
    const range = CompactRange.empty();
    range.appendAll(leaves, () => hashed++);
    expect(hashed).toBeLessThan(SIZE_MAX);
  });
  it('shares nothing with its clone', () => {
    const range = CompactRange.empty();
    range.appendAll(leaves.slice(0, 3));
    const clone = range.clone();
    clone.append(leaves[3]!);
    expect([range.size, range.root()]).toEqual([3, roots[3]]);
    expect([clone.size, clone.root()]).toEqual([4, roots[4]]);
  });
  it('refuses another number of hashes than its size has one bits', () => {
    expect(codeOf(() => CompactRange.of(3, [EMPTY_ROOT]))).toBe('RANGE_MALFORMED');
    expect(codeOf(() => CompactRange.of(4, [EMPTY_ROOT, EMPTY_ROOT]))).toBe('RANGE_MALFORMED');
    expect(codeOf(() => CompactRange.of(0, [EMPTY_ROOT]))).toBe('RANGE_MALFORMED');
  });
  it('refuses hashes that are not 32 bytes and stays as it was', () => {
    expect(codeOf(() => CompactRange.of(1, [new Uint8Array(31)]))).toBe('HASH_LENGTH');
    const range = CompactRange.empty();
    expect(codeOf(() => range.append(new Uint8Array(33)))).toBe('HASH_LENGTH');
    expect(range.size).toBe(0);
  });
  it('refuses to grow above 2^53 - 1 leaves', () => {
    const range = CompactRange.of(Number.MAX_SAFE_INTEGER, Array<Uint8Array>(53).fill(EMPTY_ROOT));
    expect(codeOf(() => range.append(EMPTY_ROOT))).toBe('NUMBER_TOO_LARGE');
    expect(range.size).toBe(Number.MAX_SAFE_INTEGER);
    expect(range.hashes).toHaveLength(53);
  });
  it.each([2 ** 53, 2 ** 64, Infinity])('refuses the size %p as too large', (size) => {
    expect(codeOf(() => CompactRange.of(size, []))).toBe('NUMBER_TOO_LARGE');
  });
  it.each([-1, 1.5, NaN])('refuses the size %p as no number', (size) => {
    expect(codeOf(() => CompactRange.of(size, []))).toBe('NUMBER_INVALID');
  });
});

describe('an inclusion path', () => {
  it('is that of RFC 6962, and leads to the root', () => {
    for (const size of EDGE_SIZES) {
      for (let index = 0; index < size; index += size > 64 ? 7 : 1) {
        const path = inclusionPath({ index, size }, hashAt);
        expect(path).toEqual(tree.inclusionPath(index, size));
        verifyInclusion({ index, size, leaf: leaves[index]!, path, root: roots[size]! });
      }
    }
  });
  it('is made of perfect subtrees that can be fetched elsewhere', () => {
    fc.assert(
      fc.property(aPlace, (place) => {
        const nodes = inclusionPathNodes(place);
        for (const { level, index } of nodes) expect((index + 1) * 2 ** level).toBeLessThanOrEqual(place.size);
        const hashes = nodes.map(({ level, index }) => hashAt(level, index));
        expect(inclusionPathFrom(place, hashes)).toEqual(inclusionPath(place, hashAt));
        expect(codeOf(() => inclusionPathFrom(place, [...hashes, EMPTY_ROOT]))).toBe('NODE_MISSING');
        if (hashes.length > 0) expect(codeOf(() => inclusionPathFrom(place, hashes.slice(1)))).toBe('NODE_MISSING');
      }),
      { numRuns: 50 },
    );
  });
  it('proves no other leaf, index, root or size of another shape', () => {
    fc.assert(
      fc.property(aPlace, fc.nat(SIZE_MAX - 1), ({ index, size }, other) => {
        const proof = {
          index,
          size,
          leaf: leaves[index]!,
          path: inclusionPath({ index, size }, hashAt),
          root: roots[size]!,
        };
        fc.pre(other !== index);
        expect(() => verifyInclusion({ ...proof, leaf: leaves[other]! })).toThrow(TlogError);
        expect(() => verifyInclusion({ ...proof, index: other })).toThrow(TlogError);
        expect(codeOf(() => verifyInclusion({ ...proof, root: roots[other === size ? 0 : other]! }))).toBe(
          'ROOT_MISMATCH',
        );
      }),
    );
  });
  it('fails with any bit flipped, any hash dropped or added', () => {
    fc.assert(
      fc.property(aPlace, fc.nat(), fc.nat(255), ({ index, size }, which, bit) => {
        const path = inclusionPath({ index, size }, hashAt);
        const proof = { index, size, leaf: leaves[index]!, root: roots[size]! };
        expect(() => verifyInclusion({ ...proof, path: [...path, EMPTY_ROOT] })).toThrow(TlogError);
        expect(() => verifyInclusion({ ...proof, path: [EMPTY_ROOT, ...path] })).toThrow(TlogError);
        fc.pre(path.length > 0);
        const at = which % path.length;
        const flipped = path.map((hash) => hash.slice());
        flipped[at]![bit >> 3]! ^= 1 << (bit & 7);
        expect(codeOf(() => verifyInclusion({ ...proof, path: flipped }))).toBe('ROOT_MISMATCH');
        expect(() => verifyInclusion({ ...proof, path: path.toSpliced(at, 1) })).toThrow(TlogError);
      }),
    );
  });
  it('says when its length does not fit the place', () => {
    expect(codeOf(() => rootFromInclusionPath({ index: 0, size: 2, leaf: EMPTY_ROOT, path: [] }))).toBe('PATH_LENGTH');
    expect(codeOf(() => rootFromInclusionPath({ index: 0, size: 1, leaf: EMPTY_ROOT, path: [EMPTY_ROOT] }))).toBe(
      'PATH_LENGTH',
    );
  });
  it('refuses an index outside the tree and sizes above 2^53 - 1', () => {
    expect(codeOf(() => inclusionPathNodes({ index: 5, size: 5 }))).toBe('INDEX_OUTSIDE_TREE');
    expect(codeOf(() => inclusionPathNodes({ index: 0, size: 0 }))).toBe('INDEX_OUTSIDE_TREE');
    expect(codeOf(() => inclusionPathNodes({ index: 0, size: 2 ** 53 }))).toBe('NUMBER_TOO_LARGE');
  });
  it('names nodes that add up at the largest sizes', () => {
    const size = Number.MAX_SAFE_INTEGER;
    for (const index of [0, 1, 2 ** 32, 2 ** 52, size - 1]) {
      const covered = inclusionPathNodes({ index, size }).reduce((total, { level }) => total + 2 ** level, 0);
      expect(covered).toBe(size - 1);
    }
  });
});

describe('a consistency path', () => {
  it('is that of RFC 6962, and leads from root to root', () => {
    for (const size of EDGE_SIZES) {
      for (let oldSize = 1; oldSize <= size; oldSize += size > 64 ? 5 : 1) {
        const path = consistencyPath({ oldSize, size }, hashAt);
        expect(path).toEqual(tree.consistencyPath(oldSize, size));
        verifyConsistency({ oldSize, size, oldRoot: roots[oldSize]!, root: roots[size]!, path });
      }
    }
  });
  it('is made of perfect subtrees that can be fetched elsewhere', () => {
    fc.assert(
      fc.property(twoSizes, (sizes) => {
        const hashes = consistencyPathNodes(sizes).map(({ level, index }) => hashAt(level, index));
        expect(consistencyPathFrom(sizes, hashes)).toEqual(consistencyPath(sizes, hashAt));
        expect(codeOf(() => consistencyPathFrom(sizes, [...hashes, EMPTY_ROOT]))).toBe('NODE_MISSING');
      }),
      { numRuns: 50 },
    );
  });
  it('fails for any other root, with any bit flipped, any hash dropped or added', () => {
    fc.assert(
      fc.property(twoSizes, fc.nat(), fc.nat(255), ({ oldSize, size }, which, bit) => {
        const path = consistencyPath({ oldSize, size }, hashAt);
        const proof = { oldSize, size, oldRoot: roots[oldSize]!, root: roots[size]! };
        const refused = (changed: object) =>
          expect(() => verifyConsistency({ ...proof, path, ...changed })).toThrow(TlogError);
        refused({ oldRoot: roots[oldSize - 1] });
        refused({ root: roots[size - 1] });
        refused({ path: [...path, EMPTY_ROOT] });
        refused({ path: [EMPTY_ROOT, ...path] });
        fc.pre(path.length > 0);
        const at = which % path.length;
        const flipped = path.map((hash) => hash.slice());
        flipped[at]![bit >> 3]! ^= 1 << (bit & 7);
        refused({ path: flipped });
        refused({ path: path.toSpliced(at, 1) });
      }),
    );
  });
  it('is empty between equal sizes, which must have one root', () => {
    expect(consistencyPath({ oldSize: 5, size: 5 }, hashAt)).toEqual([]);
    const equal = { oldSize: 5, size: 5, oldRoot: roots[5]!, root: roots[5]!, path: [] };
    verifyConsistency(equal);
    expect(codeOf(() => verifyConsistency({ ...equal, root: roots[6]! }))).toBe('ROOT_MISMATCH');
    expect(codeOf(() => verifyConsistency({ ...equal, path: [EMPTY_ROOT] }))).toBe('PATH_LENGTH');
  });
  it('is refused from the empty tree and to a smaller one', () => {
    const roots0 = { oldRoot: EMPTY_ROOT, root: EMPTY_ROOT, path: [] };
    expect(codeOf(() => verifyConsistency({ oldSize: 0, size: 0, ...roots0 }))).toBe('CONSISTENCY_FROM_EMPTY');
    expect(codeOf(() => verifyConsistency({ oldSize: 0, size: 1, ...roots0 }))).toBe('CONSISTENCY_FROM_EMPTY');
    expect(codeOf(() => verifyConsistency({ oldSize: 2, size: 1, ...roots0 }))).toBe('SIZE_SHRANK');
    expect(codeOf(() => verifyConsistency({ oldSize: 1, size: 2 ** 53, ...roots0 }))).toBe('NUMBER_TOO_LARGE');
  });
});
