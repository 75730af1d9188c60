import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { TlogError } from './error.js';

/** Bytes of every hash here. */
export const HASH_BYTES = 32;

/** Root of the tree without entries: SHA-256 of nothing. Never written to. */
// prettier-ignore
export const EMPTY_ROOT: Uint8Array = /* @__PURE__ */ Uint8Array.of(
  0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
  0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
);

/** What a platform hashes by, where it brings something faster than the library that runs everywhere. */
let faster: ((bytes: Uint8Array) => Uint8Array) | undefined;

// SHA-256("abc"), FIPS 180-2.
const ABC = /* @__PURE__ */ Uint8Array.of(0x61, 0x62, 0x63);
// prettier-ignore
const ABC_HASH = /* @__PURE__ */ Uint8Array.of(
  0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23,
  0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad,
);

/**
 * Hashes by this from now on. A program says so once, at its start: the answers are the same, so nobody else need know.
 *
 * @param sha256 answers 32 bytes that it keeps no reference to; undefined takes the library again
 * @throws {TlogError} HASH_LENGTH where it is no SHA-256
 */
export function useSha256(sha256: ((bytes: Uint8Array) => Uint8Array) | undefined): void {
  if (sha256 && !equalBytes(sha256(ABC), ABC_HASH)) throw new TlogError('HASH_LENGTH', 'this is no SHA-256');
  faster = sha256;
}

const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

/** SHA-256, 32 bytes. */
export const sha256 = (bytes: Uint8Array): Uint8Array => (faster ?? nobleSha256)(bytes);

/** Hash of an entry's leaf: SHA-256(0x00 || entry), RFC 6962 section 2.1. */
export function leafHash(entry: Uint8Array): Uint8Array {
  const preimage = new Uint8Array(1 + entry.length);
  preimage[0] = LEAF_PREFIX;
  preimage.set(entry, 1);
  return sha256(preimage);
}

// One buffer and one hasher for all nodes: hashing is synchronous and keeps no reference (measured: new ones each time take half as long again).
const nodePreimage = /* @__PURE__ */ new Uint8Array(1 + 2 * HASH_BYTES);
// Fed in pieces shorter than a block: for a whole one the hasher makes a view each time (measured: a tenth).
const nodePieces = [
  /* @__PURE__ */ nodePreimage.subarray(0, 63),
  /* @__PURE__ */ nodePreimage.subarray(63, 64),
  /* @__PURE__ */ nodePreimage.subarray(64),
] as const;
const nodeDigest = /* @__PURE__ */ new Uint8Array(HASH_BYTES);
const nodeHasher = /* @__PURE__ */ nobleSha256.create();
const freshHasher = /* @__PURE__ */ nobleSha256.create();

/**
 * Hash of an inner node: SHA-256(0x01 || left || right), RFC 6962 section 2.1.
 * @throws {TlogError} HASH_LENGTH unless both have 32 bytes: other lengths would let two trees have one root
 */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES) {
    throw new TlogError('HASH_LENGTH', `a hash has ${HASH_BYTES} bytes, got ${left.length} and ${right.length}`);
  }
  nodePreimage.set(left, 1);
  nodePreimage.set(right, 1 + HASH_BYTES);
  const digest = digestOfPreimage();
  return digest === nodeDigest ? digest.slice() : digest;
}

/**
 * The same for hashes that stand one after the other in `hashes`, which also takes the result.
 * @param pairAt place of the left one, in hashes
 * @param at place of their parent
 */
export function hashPair(hashes: Uint8Array, { pairAt, at }: { readonly pairAt: number; readonly at: number }): void {
  const start = pairAt * HASH_BYTES;
  nodePreimage.set(hashes.subarray(start, start + 2 * HASH_BYTES), 1);
  hashes.set(digestOfPreimage(), at * HASH_BYTES);
}

/** Perhaps overwritten by the next one. */
function digestOfPreimage(): Uint8Array {
  nodePreimage[0] = NODE_PREFIX;
  if (faster) return faster(nodePreimage);
  freshHasher._cloneInto(nodeHasher);
  for (const piece of nodePieces) nodeHasher.update(piece);
  nodeHasher.digestInto(nodeDigest);
  return nodeDigest;
}

/** @throws {TlogError} HASH_LENGTH unless `hash` has 32 bytes */
export function requireHash(hash: Uint8Array, what: string): Uint8Array {
  if (hash.length !== HASH_BYTES) {
    throw new TlogError('HASH_LENGTH', `${what} has ${HASH_BYTES} bytes, got ${hash.length}`);
  }
  return hash;
}

/** Whether both hold the same bytes. Hashes here are public: no constant time is needed. */
export function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
