import { randomBytes } from 'node:crypto';
import { leafHash, nodeHash, sha256, treeRoot, useSha256 } from '#libs/core/tlog';
import { commitment, objectKey } from '#libs/core/wire';
import { nativeSha256 } from '../index.js';

// Around the block of 64 bytes and where its length is padded, and beyond.
const INPUTS = [...Array(200).keys(), 1_000, 65_536].map((length) => new Uint8Array(randomBytes(length)));

afterEach(() => useSha256(undefined));

it('hashes as the library of the browsers does', () => {
  const expected = INPUTS.map(sha256);
  expect(INPUTS.map(nativeSha256)).toEqual(expected);
});

it('gives the same leaves, nodes, roots, keys and commitments once a program uses it', () => {
  const all = (): unknown => {
    const leaves = INPUTS.map(leafHash);
    const nodes = leaves.slice(1).map((leaf, at) => nodeHash(leaves[at]!, leaf));
    return {
      leaves,
      nodes,
      root: treeRoot(leaves),
      keys: objectKey('https://id.gs1.org/00/1'),
      opened: INPUTS.map(commitment),
    };
  };
  const expected = all();
  let times = 0;
  useSha256((bytes) => {
    times++;
    return nativeSha256(bytes);
  });
  expect(all()).toEqual(expected);
  expect(times).toBeGreaterThanOrEqual(4 * INPUTS.length - 1);
});

it('keeps no answer in a place that the next one takes', () => {
  useSha256(nativeSha256);
  const [one, other] = [
    nodeHash(sha256(INPUTS[1]!), sha256(INPUTS[2]!)),
    nodeHash(sha256(INPUTS[3]!), sha256(INPUTS[4]!)),
  ];
  expect(one).not.toEqual(other);
});

it('takes nothing that is no SHA-256', () => {
  expect(() => useSha256((bytes) => new Uint8Array(32).fill(bytes.length))).toThrow('no SHA-256');
  expect(sha256(INPUTS[9]!)).toEqual(nativeSha256(INPUTS[9]!));
});
