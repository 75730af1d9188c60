import { formatCheckpointBody, formatNote, formatWitnessRequest, leafHash, type TwoSizes } from '#libs/core/tlog';
import { aSigner, type TestSigner } from '../tlog/ed25519.js';
import { NaiveTree, someLeaves } from '../tlog/naive-tree.js';

/** Room for every test; a tree remembers its roots. */
const SIZE_MAX = 1_200;

/** A log that signs whatever a test wants of it, also two truths. */
export class ALog {
  readonly signer: TestSigner;
  readonly tree: NaiveTree;

  /** @param forkedAt from this entry on the log has others than its twin of the same name. */
  constructor(
    readonly origin = 'cairn.example/log',
    { forkedAt = SIZE_MAX, key = origin }: { readonly forkedAt?: number; readonly key?: string } = {},
  ) {
    this.signer = aSigner(origin, undefined, key);
    const leaves = someLeaves(SIZE_MAX);
    this.tree = new NaiveTree(
      leaves.map((leaf, at) => (at < forkedAt ? leaf : leafHash(new TextEncoder().encode(`other entry ${at}`)))),
    );
  }

  /** The log's other truth: the same up to an entry. */
  fork(forkedAt: number): ALog {
    return new ALog(this.origin, { forkedAt });
  }

  text(size: number): string {
    return formatCheckpointBody({ origin: this.origin, size, root: this.tree.root(size) });
  }

  /** The checkpoint of a size, signed. */
  note(size: number): string {
    return formatNote(this.text(size), [this.signer.signNote(this.text(size))]);
  }

  proof = ({ oldSize, size }: TwoSizes): Uint8Array[] =>
    oldSize === 0 || oldSize >= size ? [] : this.tree.consistencyPath(oldSize, size);

  /** The body of an honest request. */
  request(oldSize: number, size: number): string {
    return formatWitnessRequest({ oldSize, proof: this.proof({ oldSize, size }), note: this.note(size) });
  }
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
