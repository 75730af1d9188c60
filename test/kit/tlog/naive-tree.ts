import { leafHash, nodeHash, sha256, TlogError } from '../../../libs/core/tlog/index.js';

/** The definitions of RFC 6962 section 2.1, word for word: what the library is measured against. Remembers roots, nothing else. */
export class NaiveTree {
  private readonly known = new Map<string, Uint8Array>();
  constructor(readonly leaves: readonly Uint8Array[]) {}

  /** MTH(D[start:end]). */
  root(end: number, start = 0): Uint8Array {
    if (end === start) return sha256(new Uint8Array());
    if (end === start + 1) return this.leaves[start]!;
    const span = `${start}:${end}`;
    let root = this.known.get(span);
    if (!root) {
      const middle = start + split(end - start);
      root = nodeHash(this.root(middle, start), this.root(end, middle));
      this.known.set(span, root);
    }
    return root;
  }

  /** PATH(index, D[start:end]). */
  inclusionPath(index: number, end: number, start = 0): Uint8Array[] {
    if (end - start <= 1) return [];
    const middle = start + split(end - start);
    return index < middle
      ? [...this.inclusionPath(index, middle, start), this.root(end, middle)]
      : [...this.inclusionPath(index, end, middle), this.root(middle, start)];
  }

  /** SUBPROOF(oldSize, D[start:end], whole). */
  consistencyPath(oldSize: number, end: number, start = 0, whole = true): Uint8Array[] {
    if (oldSize === end) return whole ? [] : [this.root(end, start)];
    const middle = start + split(end - start);
    return oldSize <= middle
      ? [...this.consistencyPath(oldSize, middle, start, whole), this.root(end, middle)]
      : [...this.consistencyPath(oldSize, end, middle, false), this.root(middle, start)];
  }

  /** The hash of a perfect subtree. */
  readonly hashAt = (level: number, index: number): Uint8Array => {
    if ((index + 1) * 2 ** level > this.leaves.length) throw new Error(`the tree has no node ${level}/${index}`);
    return this.root((index + 1) * 2 ** level, index * 2 ** level);
  };
}

export const someLeaves = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, at) => leafHash(new TextEncoder().encode(`entry ${at}`)));

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

function split(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}
