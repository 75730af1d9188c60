import type { LogStorage } from '#libs/log/storage';
import type { Clock, Faults, Lease, PublicationProgress } from '#libs/log/ledger';
import { parseCheckpointBody, parseNote } from '#libs/core/tlog';
import { Bell } from '../sequencing/bell.js';
import type { CosignedCheckpoint, Cosigner, SignedCheckpoint } from '../witnessing/cosigner.js';
import { carryOut } from './effect.js';

export const CHECKPOINT_PATH = 'checkpoint';

export interface PublicCheckpointParts {
  readonly lease: Lease;
  /** On a session of the lease for this alone: it writes while the publisher does. */
  readonly progress: PublicationProgress;
  readonly storage: LogStorage;
  readonly cosigner: Cosigner;
  readonly clock: Clock;
  readonly faults: Faults;
  /** Cosignatures of a checkpoint that nothing follows are made again after so long, so that an idle log does not look abandoned. */
  readonly cosignEveryMs: number;
  /** Time between two rounds under load: each costs a request to every witness, a file and a transaction, and no receipt waits for it. */
  readonly showEveryMs: number;
}

// A witness that is away is asked four times a second at first, then every 5 s: its return is noticed soon, and costs nothing.
const RETRY_MS = 250;
const RETRY_MS_MAX = 5_000;
const LAST_ATTEMPT_MS = 500; // `cairn up` gives the anchor 1.2 s to end

/**
 * The checkpoint that the public sees: the newest that was signed and has its quorum. It waits for nobody but the witnesses, and
 * nobody waits for it: where they are away, receipts go on and the last good one stays.
 */
export class PublicCheckpoint {
  private newest: SignedCheckpoint | null = null;
  private shown: CosignedCheckpoint | null = null;
  private shownMs: number | null = null;
  /** Rounds in a row that did not meet the quorum, or met it without all witnesses. */
  private missed = 0;
  private incomplete = 0;
  /** Not before this is asked again what the last round did not get. */
  private retryAtMs = -Infinity;
  /** Nor before this whatever is new. */
  private roundAtMs = -Infinity;
  private readonly offered = new Bell();

  private constructor(
    private readonly parts: PublicCheckpointParts,
    private publishedSize: number,
  ) {}

  static async open(parts: PublicCheckpointParts): Promise<PublicCheckpoint> {
    return new PublicCheckpoint(parts, await parts.progress.publishedSize());
  }

  /** Entries that the public checkpoint covers. */
  get size(): number {
    return this.publishedSize;
  }

  /** How old the public checkpoint is in seconds: since it was shown, or cosigned. Null before this process has shown one. */
  get ageSeconds(): number | null {
    return this.shownMs === null ? null : Math.max(0, (this.parts.clock.nowMs() - this.shownMs) / 1_000);
  }

  /** Takes what was signed. Without a quorum to wait for it is shown when this resolves. */
  async offer(checkpoint: SignedCheckpoint): Promise<void> {
    this.newest = checkpoint;
    if (this.parts.cosigner.needsNone)
      await this.show({ ...checkpoint, isQuorumMet: true, isComplete: false, cosignedTimeMs: null });
    this.offered.ring();
  }

  /** Has checkpoints cosigned and shows them, until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.offered.wait(signal, this.dueInMs());
      if (signal.aborted) return;
      if (this.dueInMs() === 0) await this.advance(signal);
    }
  }

  /** One more attempt for what was signed last, so that a node that ends in order leaves nothing unseen. */
  async finish(): Promise<void> {
    if (!this.isBehind()) return;
    await this.advance(AbortSignal.timeout(LAST_ATTEMPT_MS));
  }

  /** How long nothing is to be done: 0 where something is. */
  private dueInMs(): number {
    const { cosigner, clock, cosignEveryMs } = this.parts;
    if (!this.newest || !cosigner.hasWitnesses) return Infinity;
    // A witness that is missed beyond the quorum holds nothing up.
    if (this.isBehind() && this.missed === 0) return Math.max(0, this.roundAtMs - clock.monotonicMs());
    const { isComplete = false, cosignedTimeMs = null } = this.shown ?? {};
    if (this.isBehind() || !isComplete) return Math.max(0, this.retryAtMs - clock.monotonicMs());
    return cosignedTimeMs === null ? Infinity : Math.max(0, cosignedTimeMs + cosignEveryMs - clock.nowMs());
  }

  private isBehind(): boolean {
    return this.newest !== null && this.newest.size !== this.shown?.size;
  }

  private async advance(signal: AbortSignal): Promise<void> {
    this.roundAtMs = this.parts.clock.monotonicMs() + this.parts.showEveryMs;
    const cosigned = await carryOut(this.parts, 'cosign', () => this.parts.cosigner.cosign(this.newest!, signal));
    this.missed = cosigned.isQuorumMet ? 0 : this.missed + 1;
    this.incomplete = cosigned.isComplete ? 0 : this.incomplete + 1;
    const failures = this.missed || this.incomplete;
    const retryMs = Math.min(RETRY_MS_MAX, RETRY_MS * 2 ** Math.min(failures, 10));
    this.retryAtMs = this.parts.clock.monotonicMs() + retryMs;
    if (cosigned.isQuorumMet) await this.show(cosigned);
  }

  private async show(checkpoint: CosignedCheckpoint): Promise<void> {
    const { size, note } = checkpoint;
    if (this.shown?.size === size && Buffer.compare(this.shown.note, note) === 0) return;
    await carryOut(this.parts, 'publish', () => this.replace(note, size));
    await carryOut(this.parts, 'published-size', () => this.storePublishedSize(size));
    this.shown = checkpoint;
    this.shownMs = checkpoint.cosignedTimeMs ?? this.parts.clock.nowMs();
  }

  private async replace(note: Uint8Array, size: number): Promise<void> {
    const { storage, lease } = this.parts;
    const shown = await storage.read(CHECKPOINT_PATH);
    // A recovery comes by sizes that were passed before the crash: a smaller checkpoint never replaces a larger one.
    if (shown && sizeOf(shown) > size) return;
    await storage.replace({ path: CHECKPOINT_PATH, bytes: note }, () => lease.requireHeld());
  }

  private async storePublishedSize(size: number): Promise<void> {
    await this.parts.progress.setPublishedSize({ from: this.publishedSize, to: size });
    this.publishedSize = size;
  }
}

function sizeOf(note: Uint8Array): number {
  try {
    return parseCheckpointBody(parseNote(note).text).size;
  } catch {
    return -1; // nothing that anybody could hold against us: written anew
  }
}
