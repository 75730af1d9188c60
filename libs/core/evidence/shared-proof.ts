import { type HashAt, type LeafSpan, nodeHash, nodesOfSpan, type TreeNode } from '#libs/core/tlog';

/** A leaf that is to be proven: its place in the log and its RFC 6962 leaf hash. */
export interface ProvenLeaf {
  readonly index: number;
  readonly hash: Uint8Array;
}

/** Which leaves, strictly ascending, of a tree of how many. */
export interface SharedPlaces {
  readonly size: number;
  readonly indexes: readonly number[];
}

/** An inclusion proof of many leaves has too few or too many hashes, or its leaves are not in order. */
export class SharedProofError extends Error {
  override readonly name = 'SharedProofError';
  constructor(
    readonly code: 'LEAVES_ORDER' | 'PROOF_TOO_SHORT' | 'PROOF_TOO_LONG',
    message: string,
  ) {
    super(message);
  }
}

/**
 * The perfect subtrees whose hashes `sharedProofFrom` needs, left to right, so that a caller may fetch them from tiles as it likes.
 * @throws {SharedProofError} LEAVES_ORDER
 */
export function sharedProofNodes(places: SharedPlaces): TreeNode[] {
  return proofSpans(places).flatMap(nodesOfSpan);
}

/**
 * One inclusion proof for many leaves: the hash of every largest subtree that holds none of them, left to right. Nothing is said twice:
 * what two single paths share, or what one leaf says of another, is left out.
 *
 * @throws {SharedProofError} LEAVES_ORDER
 * @see docs/formats/evidence.md, Proof
 */
export function sharedProof(places: SharedPlaces, hashAt: HashAt): Uint8Array[] {
  return proofSpans(places).map((span) =>
    // A span at the right edge is made of several perfect subtrees, largest first.
    nodesOfSpan(span)
      .map(({ level, index }) => hashAt(level, index))
      .reduceRight((right, left) => nodeHash(left, right)),
  );
}

/** Finds the root that the log had at a smaller size; undefined where the proof does not tell it. */
export type RootAt = (size: number) => Uint8Array | undefined;

/** What leaves and proof say of the tree. */
export interface ProvenTree {
  /** Root of the whole tree. */
  readonly root: Uint8Array;
  readonly rootAt: RootAt;
}

/**
 * The tree of `size` leaves that these leaves and this proof give: its root and, where hashes of it are enough, roots that it had
 * before. Those at the index of a proven leaf and behind the leaf always are: their subtrees are what its path is made of.
 *
 * @throws {SharedProofError} LEAVES_ORDER, PROOF_TOO_SHORT, PROOF_TOO_LONG
 */
export function treeFromSharedProof(input: {
  readonly size: number;
  readonly leaves: readonly ProvenLeaf[];
  readonly proof: readonly Uint8Array[];
}): ProvenTree {
  const { size, leaves, proof } = input;
  requireOrder({ size, indexes: leaves.map(({ index }) => index) });
  const known = new Map<string, Uint8Array>();
  let used = 0;
  const hashOf = (start: number, end: number, within: readonly ProvenLeaf[]): Uint8Array => {
    if (within.length === 0) {
      const hash = proof[used++];
      if (hash === undefined)
        throw new SharedProofError('PROOF_TOO_SHORT', `the proof has only ${proof.length} hashes`);
      return hash;
    }
    if (end - start === 1) return within[0]!.hash;
    const middle = middleOf(start, end);
    const [left, right] = parted(within, ({ index }) => index < middle);
    const leftHash = remember(start, middle, left);
    return nodeHash(leftHash, remember(middle, end, right));
  };
  const remember = (start: number, end: number, within: readonly ProvenLeaf[]): Uint8Array => {
    const hash = hashOf(start, end, within);
    known.set(`${start}-${end}`, hash);
    return hash;
  };
  const root = remember(0, size, leaves);
  if (used !== proof.length) {
    throw new SharedProofError('PROOF_TOO_LONG', `the proof has ${proof.length} hashes, ${used} are needed`);
  }
  const knownOf = (start: number, end: number): Uint8Array | undefined => {
    const hash = known.get(`${start}-${end}`);
    if (hash || end - start <= 1) return hash;
    const middle = middleOf(start, end);
    const left = knownOf(start, middle);
    const right = left && knownOf(middle, end);
    return right && nodeHash(left, right);
  };
  return { root, rootAt: (before) => knownOf(0, before) };
}

/** The root alone of {@link treeFromSharedProof}. */
export const rootFromSharedProof = (input: Parameters<typeof treeFromSharedProof>[0]): Uint8Array =>
  treeFromSharedProof(input).root;

function proofSpans(places: SharedPlaces): LeafSpan[] {
  requireOrder(places);
  const { indexes } = places;
  const spans: LeafSpan[] = [];
  // `from` to before `to` are the places of the leaves within: lists of them would be half of what a proof leaves as garbage.
  const collect = (start: number, end: number, from: number, to: number): void => {
    if (from === to) spans.push({ start, end });
    if (from === to || end - start === 1) return;
    const middle = middleOf(start, end);
    let parting = from;
    while (parting < to && indexes[parting]! < middle) parting++;
    collect(start, middle, from, parting);
    collect(middle, end, parting, to);
  };
  collect(0, places.size, 0, indexes.length);
  return spans;
}

/** RFC 6962 section 2.1 parts a tree of n leaves at the largest power of two below n. */
function middleOf(start: number, end: number): number {
  let width = 1;
  while (width * 2 < end - start) width *= 2;
  return start + width;
}

function parted<T>(items: readonly T[], isLeft: (item: T) => boolean): [T[], T[]] {
  const count = items.filter(isLeft).length;
  return [items.slice(0, count), items.slice(count)];
}

function requireOrder({ size, indexes }: SharedPlaces): void {
  const inOrder = indexes.every((index, at) => at === 0 || indexes[at - 1]! < index);
  if (indexes.length === 0 || !inOrder || indexes[0]! < 0 || indexes.at(-1)! >= size) {
    throw new SharedProofError('LEAVES_ORDER', `expected at least one leaf, strictly ascending, below ${size}`);
  }
}
