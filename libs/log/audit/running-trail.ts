import { putUint64, sha256 } from '#libs/log/ledger';

const HASH_BYTES = 32;
const SUBTREES_MAX = 53; // of a trail with 2^53 links
const TAG = 'cairn.trail.v1\0';
const N_AT = TAG.length + HASH_BYTES;
const INDEX_AT = N_AT + 8;
const LINK_AT = INDEX_AT + 8;
const LEAF_AT = LINK_AT + HASH_BYTES;

/**
 * The end of the trail that is gone through, in one piece of memory for all trails. The same rule as `advance` of the sequencer, which
 * makes new buffers for what it keeps: the check of a log that the sequencer wrote holds both together.
 */
export class RunningTrail {
  n = 0;
  link: Buffer = Buffer.alloc(HASH_BYTES);
  private readonly frontier = Buffer.alloc(SUBTREES_MAX * HASH_BYTES);
  private frontierBytes = 0;
  private readonly preimage = Buffer.alloc(LEAF_AT + HASH_BYTES);
  private readonly leaf = Buffer.alloc(1 + HASH_BYTES); // byte 0 is the prefix of a leaf
  private readonly node = Buffer.alloc(1 + 2 * HASH_BYTES, 1); // byte 0 is the prefix of an inner node

  constructor() {
    this.preimage.write(TAG, 'latin1');
  }

  /** @param trailKey 32 bytes. */
  begin(trailKey: Uint8Array): void {
    this.preimage.set(trailKey, TAG.length);
    this.preimage.fill(0, LINK_AT, LEAF_AT);
    this.n = 0;
    this.frontierBytes = 0;
  }

  /** @param leaves leaf hashes of the log, one after the other. */
  advance(logIndex: number, leaves: Buffer): void {
    const { preimage, leaf } = this;
    putUint64(preimage, this.n + 1, N_AT);
    putUint64(preimage, logIndex, INDEX_AT);
    leaves.copy(preimage, LEAF_AT, logIndex * HASH_BYTES, (logIndex + 1) * HASH_BYTES);
    this.link = sha256(preimage);
    preimage.set(this.link, LINK_AT);
    leaf.set(this.link, 1);
    this.append(sha256(leaf));
    this.n++;
  }

  hasFrontier(found: Buffer): boolean {
    return found.compare(this.frontier, 0, this.frontierBytes) === 0;
  }

  private append(leaf: Buffer): void {
    const { frontier, node } = this;
    let hash = leaf;
    for (let rest = this.n; rest % 2 === 1; rest = (rest - 1) / 2) {
      this.frontierBytes -= HASH_BYTES;
      frontier.copy(node, 1, this.frontierBytes, this.frontierBytes + HASH_BYTES);
      node.set(hash, 1 + HASH_BYTES);
      hash = sha256(node);
    }
    frontier.set(hash, this.frontierBytes);
    this.frontierBytes += HASH_BYTES;
  }
}
