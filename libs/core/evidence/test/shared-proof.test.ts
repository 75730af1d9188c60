import fc from 'fast-check';
import { inclusionPath, leafHash, nodeHash, treeRoot } from '#libs/core/tlog';
import { rootFromSharedProof, sharedProof, sharedProofNodes, treeFromSharedProof } from '../shared-proof.js';

const leafOf = (index: number): Uint8Array => leafHash(Uint8Array.of(index >> 8, index & 255));
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const hashAt = (level: number, index: number): Uint8Array =>
  level === 0 ? leafOf(index) : nodeHash(hashAt(level - 1, 2 * index), hashAt(level - 1, 2 * index + 1));

/** A tree size and some of its leaves. */
const places = fc
  .integer({ min: 1, max: 130 })
  .chain((size) =>
    fc
      .uniqueArray(fc.nat(size - 1), { minLength: 1, maxLength: 12 })
      .map((indexes) => ({ size, indexes: indexes.sort((one, other) => one - other) })),
  );
const rootOf = (size: number): string => hex(treeRoot(Array.from({ length: size }, (_, index) => leafOf(index))));
const leavesAt = (indexes: readonly number[]) => indexes.map((index) => ({ index, hash: leafOf(index) }));

describe('an inclusion proof of many leaves', () => {
  it('gives the root of the tree', () => {
    fc.assert(
      fc.property(places, ({ size, indexes }) => {
        const proof = sharedProof({ size, indexes }, hashAt);
        expect(hex(rootFromSharedProof({ size, leaves: leavesAt(indexes), proof }))).toBe(rootOf(size));
      }),
    );
  });

  it('tells roots of before, those at each leaf and behind it always, and never another than there was', () => {
    fc.assert(
      fc.property(places, ({ size, indexes }) => {
        const proof = sharedProof({ size, indexes }, hashAt);
        const { rootAt } = treeFromSharedProof({ size, leaves: leavesAt(indexes), proof });
        const told = Array.from({ length: size + 2 }, (_, before) => before).filter((before) => rootAt(before));
        expect(told.map((before) => hex(rootAt(before)!))).toEqual(told.map(rootOf));
        expect(told).toEqual(expect.arrayContaining(indexes.flatMap((at) => [at, at + 1]).filter((at) => at > 0)));
        expect([told.includes(0), told.includes(size + 1)]).toEqual([false, false]);
      }),
    );
  });

  it('is the inclusion path of RFC 6962 for one leaf, ordered from left to right', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 130 }), fc.nat(), (size, at) => {
        const index = at % size;
        const path = inclusionPath({ index, size }, hashAt).map(hex);
        expect(
          sharedProof({ size, indexes: [index] }, hashAt)
            .map(hex)
            .sort(),
        ).toEqual(path.sort());
      }),
    );
  });

  it('names the nodes it needs, each once and none that a given leaf is in', () => {
    fc.assert(
      fc.property(places, ({ size, indexes }) => {
        const nodes = sharedProofNodes({ size, indexes });
        const covered = nodes.flatMap(({ level, index }) =>
          Array.from({ length: 2 ** level }, (_, i) => index * 2 ** level + i),
        );
        expect([...covered, ...indexes].sort((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, i) => i));
      }),
    );
  });

  it('has no hash twice, where single paths have', () => {
    const size = 100;
    const indexes = [3, 17, 18, 63, 99];
    const single = indexes.reduce((sum, index) => sum + inclusionPath({ index, size }, hashAt).length, 0);
    const shared = sharedProof({ size, indexes }, hashAt);
    expect(new Set(shared.map(hex)).size).toBe(shared.length);
    expect(shared.length).toBeLessThan(single);
  });

  it('does not give the root for a leaf at another index, another leaf, another size or a changed hash', () => {
    const size = 77;
    const indexes = [5, 40, 76];
    const proof = sharedProof({ size, indexes }, hashAt);
    const attempts = [
      { leaves: [{ index: 4, hash: leafOf(5) }, ...leavesAt([40, 76])] },
      { leaves: [{ index: 5, hash: leafOf(6) }, ...leavesAt([40, 76])] },
      { size: 78 },
      { proof: proof.map((hash, at) => (at === 2 ? leafOf(1) : hash)) },
    ];
    for (const attempt of attempts) {
      let root = 'refused';
      try {
        root = hex(rootFromSharedProof({ size, leaves: leavesAt(indexes), proof, ...attempt }));
      } catch {
        // another place may need another number of hashes
      }
      expect(root).not.toBe(rootOf(size));
    }
  });

  it('is refused with a hash too many or too few', () => {
    const given = { size: 50, leaves: leavesAt([7, 20]) };
    const proof = sharedProof({ size: 50, indexes: [7, 20] }, hashAt);
    expect(() => rootFromSharedProof({ ...given, proof: proof.slice(1) })).toThrow(
      expect.objectContaining({ code: 'PROOF_TOO_SHORT' }),
    );
    expect(() => rootFromSharedProof({ ...given, proof: [...proof, leafOf(1)] })).toThrow(
      expect.objectContaining({ code: 'PROOF_TOO_LONG' }),
    );
  });

  it('is refused for leaves that are doubled, not in order, outside of the tree or none', () => {
    for (const indexes of [[3, 3], [4, 3], [50], []]) {
      expect(() => rootFromSharedProof({ size: 50, leaves: leavesAt(indexes), proof: [] })).toThrow(
        expect.objectContaining({ code: 'LEAVES_ORDER' }),
      );
    }
  });
});
