import { sha256 } from '#libs/log/ledger';

const HASH_BYTES = 32;
const node = Buffer.alloc(1 + 2 * HASH_BYTES, 1); // one for all: hashing is synchronous; byte 0 is the prefix of an inner node

/** A growing RFC 6962 tree as its complete subtrees, largest first: one hash for each leaf that comes. */
export class HashStack {
  private readonly kept: Buffer[] = [];
  private count = 0;

  static of(hashes: Iterable<Buffer>): HashStack {
    const stack = new HashStack();
    for (const hash of hashes) stack.append(hash);
    return stack;
  }

  get hashes(): readonly Buffer[] {
    return this.kept;
  }

  append(leaf: Buffer): void {
    let hash = leaf;
    for (let rest = this.count; rest % 2 === 1; rest = (rest - 1) / 2) hash = nodeHash(this.kept.pop()!, hash);
    this.kept.push(hash);
    this.count++;
  }

  clear(): void {
    this.kept.length = 0;
    this.count = 0;
  }
}

/** The root of the tree whose complete subtrees these are, largest first; at least one. */
export function rootOf(subtrees: readonly Buffer[]): Buffer {
  let root = subtrees.at(-1)!;
  for (let at = subtrees.length - 2; at >= 0; at--) root = nodeHash(subtrees[at]!, root);
  return root;
}

function nodeHash(left: Buffer, right: Buffer): Buffer {
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return sha256(node);
}
