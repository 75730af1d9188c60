import { sha256 } from '#libs/log/ledger';

const HASH_BYTES = 32;
const NODE_BYTES = 1 + 2 * HASH_BYTES;
const node = Buffer.alloc(NODE_BYTES, 1); // one for all: hashing is synchronous; byte 0 is the prefix of an inner node

/** SHA-256("") */
const EMPTY_ROOT = Buffer.from('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'hex');

/** Hashes of a compact range in one string, largest subtree first: as the columns `frontier` keep it. */
export const EMPTY_FRONTIER = Buffer.alloc(0);

/**
 * The frontier of `size + 1` leaves from that of `size` and one more leaf hash. The same rule as CompactRange of libs/core/tlog, over the
 * bytes of a column and with OpenSSL, for the sequencer; a property test holds both together.
 */
export function appendToFrontier(frontier: Buffer, size: number, leaf: Buffer): Buffer {
  let kept = frontier.length;
  let hash = leaf;
  for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
    kept -= HASH_BYTES;
    hash = nodeHash(frontier, kept, hash);
  }
  const next = Buffer.allocUnsafeSlow(kept + HASH_BYTES); // kept for long: not a slice that holds a whole pool
  frontier.copy(next, 0, 0, kept);
  hash.copy(next, kept);
  return next;
}

/** RFC 6962 root of the leaves that the frontier stands for. */
export function rootOfFrontier(frontier: Buffer): Buffer {
  if (frontier.length === 0) return EMPTY_ROOT;
  let root = frontier.subarray(frontier.length - HASH_BYTES);
  for (let at = frontier.length - 2 * HASH_BYTES; at >= 0; at -= HASH_BYTES) root = nodeHash(frontier, at, root);
  return Buffer.from(root);
}

function nodeHash(left: Buffer, leftAt: number, right: Buffer): Buffer {
  left.copy(node, 1, leftAt, leftAt + HASH_BYTES);
  right.copy(node, 1 + HASH_BYTES, 0, HASH_BYTES);
  return sha256(node);
}
