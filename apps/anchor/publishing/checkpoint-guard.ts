import type { CheckpointStore } from '#libs/log/storage';
import type { CommittedLog, Lease } from '#libs/log/ledger';
import { SignatureAlgorithm, type SignatureVerifier } from '#libs/core/signatures';
import {
  formatCheckpointBody,
  formatNote,
  type NoteSignature,
  noteSignature,
  openCheckpoint,
  type OpenedCheckpoint,
  signedBytes,
} from '#libs/core/tlog';
import { RECOVER_OR_RESTORE, RefusalError } from '../error.js';
import type { NodeIdentity } from '#libs/host/keys';

export interface CheckpointGuardParts {
  readonly lease: Lease;
  readonly committed: CommittedLog;
  readonly store: CheckpointStore;
  readonly identity: NodeIdentity;
  readonly verifier: SignatureVerifier;
}

/**
 * Signs checkpoints, and only such as no signed one contradicts (promise P4). It signs a size only if the database has committed it,
 * with the root that the tiles give, under this lease, and if the database still has, at the size of the highest stored checkpoint,
 * the root that was signed.
 */
export class CheckpointGuard {
  constructor(private readonly parts: CheckpointGuardParts) {}

  /**
   * Stores the checkpoint of the empty log, so that a store that is missing later is noticed. For a database without entries.
   * @throws {RefusalError} DATABASE_BEHIND when a larger size is public: then a store that begins anew would hide what is missing.
   */
  async beginStore(shown: Uint8Array | null): Promise<void> {
    const { store, lease } = this.parts;
    await this.compareShown(await this.openShown(shown), 0);
    const root = await this.committedRoot(0, 0);
    if ((await this.highest()) === null)
      await store.create({ size: 0, note: await this.noteOf(0, root) }, () => lease.requireHeld());
  }

  /**
   * Compares the database with the store, and with the public checkpoint where it is given.
   * @throws {RefusalError} when they contradict each other; {LedgerError} LEASE_LOST.
   */
  async check(shown: Uint8Array | null = null): Promise<void> {
    const stored = await this.highest();
    // Asks the lease too: who lost it signs nothing.
    const headSize = await this.parts.committed.sizeUnder(this.parts.lease);
    const opened = await this.openShown(shown);
    if (stored === null) {
      throw new RefusalError(
        'CHECKPOINTS_MISSING',
        `the database has ${headSize} entries${opened ? `, the public checkpoint is of size ${opened.size}` : ''}, and no signed checkpoint is stored outside both. Put the folder checkpoints back from where it was kept: without it nobody can tell whether the database was set back. Where it is lost for good, docs/guides/operators.md says what is left to do.`,
      );
    }
    await this.compare(stored, headSize, 'a checkpoint in the folder checkpoints');
    await this.compareShown(opened, headSize);
  }

  /** One that cannot be opened proves nothing and is written anew; one of ours is as good a witness as the store. */
  private async openShown(shown: Uint8Array | null): Promise<OpenedCheckpoint | null> {
    return shown && (await this.open(shown).catch(() => null));
  }

  private async compareShown(opened: OpenedCheckpoint | null, headSize: number): Promise<void> {
    if (opened) await this.compare(opened, headSize, 'the public checkpoint');
  }

  private async compare(signed: OpenedCheckpoint, headSize: number, what: string): Promise<void> {
    if (signed.size > headSize) {
      throw new RefusalError(
        'DATABASE_BEHIND',
        `the database has ${headSize} entries, and ${what} is signed for size ${signed.size}: the database was set back. ${RECOVER_OR_RESTORE}; or restore a database that has all ${signed.size} entries.`,
      );
    }
    if (equal(await this.committedRoot(signed.size, headSize), signed.root)) return;
    throw new RefusalError(
      'CHECKPOINT_CONTRADICTED',
      `the database has ${headSize} entries, and at size ${signed.size} another root than ${what} that was signed: it holds another history. ${RECOVER_OR_RESTORE}; or restore the database that was signed.`,
    );
  }

  /**
   * @param root as the tiles give it.
   * @returns the signed note.
   * @throws {RefusalError}; {LedgerError} LEASE_LOST, HEAD_MOVED.
   */
  async sign(size: number, root: Uint8Array): Promise<Uint8Array> {
    await this.check();
    const committed = await this.committedRoot(size, size);
    if (!equal(committed, root)) {
      throw new RefusalError(
        'CHECKPOINT_CONTRADICTED',
        `the tiles of size ${size} have another root than the database has committed. Run cairn check to see where they part.`,
      );
    }
    const { lease } = this.parts;
    lease.requireHeld();
    return this.noteOf(size, root);
  }

  private async highest(): Promise<OpenedCheckpoint | null> {
    const stored = await this.parts.store.highest();
    if (!stored) return null;
    try {
      const opened = await this.open(stored.note);
      if (opened.size === stored.size) return opened;
    } catch (cause) {
      throw unreadable(stored.size, cause);
    }
    throw unreadable(stored.size);
  }

  private open(note: Uint8Array): Promise<OpenedCheckpoint> {
    const { identity, verifier } = this.parts;
    return openCheckpoint({
      note,
      vkey: identity.logVkeys,
      verify: async ({ publicKey, message, signature }) =>
        (await verifier.verifyAll([{ algorithm: SignatureAlgorithm.ED25519, publicKey, message, signature }]))[0]!,
    });
  }

  /** The root that was committed at a size. Refuses rather than to recompute: only committed sizes are ever signed. */
  private async committedRoot(size: number, headSize: number): Promise<Uint8Array> {
    const root = await this.parts.committed.rootAt(size);
    if (root) return root;
    throw new RefusalError(
      'CHECKPOINT_CONTRADICTED',
      `the database has ${headSize} entries and has never committed size ${size}, of which a checkpoint has been signed: it holds another history. ${RECOVER_OR_RESTORE}; or restore the database that was signed.`,
    );
  }

  /** Signed by the key of the log, and by the one that is to follow it while they are exchanged. Opened again before anybody gets it. */
  private async noteOf(size: number, root: Uint8Array): Promise<Uint8Array> {
    const { origin, logKey: key, logVkey: vkey, nextLogKey } = this.parts.identity;
    const text = formatCheckpointBody({ origin, size, root });
    const signatures: NoteSignature[] = [];
    for (const log of [{ key, vkey }, ...(nextLogKey ? [nextLogKey] : [])]) {
      const signature = await log.key.sign(signedBytes(text));
      signatures.push(noteSignature({ name: origin, keyId: log.vkey.keyId, signature }));
    }
    const note = new TextEncoder().encode(formatNote(text, signatures));
    await this.open(note);
    return note;
  }
}

const equal = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

const unreadable = (size: number, cause?: unknown): RefusalError =>
  new RefusalError(
    'CHECKPOINT_UNREADABLE',
    `the stored checkpoint of size ${size} is not one of this log. Were keys or the folder checkpoints exchanged?`,
    { cause },
  );
