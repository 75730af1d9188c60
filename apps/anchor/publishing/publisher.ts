import type { CheckpointStore, LogFile, LogStorage, PrivateParts, TileEdge } from '#libs/log/storage';
import {
  type Clock,
  type CommittedLog,
  type Effect,
  type Faults,
  type Lease,
  LedgerError,
  type PublicationProgress,
} from '#libs/log/ledger';
import type { Appended, EventReceiptDue, PasswordReceiptDue, RejectNotice, Repeat } from '#libs/log/sequencer';
import type { ScanStream } from '#libs/transport/stream';
import { CompactRange, parseTilePath } from '#libs/core/tlog';
import type { NodeIdentity } from '#libs/host/keys';
import type { CheckpointGuard } from './checkpoint-guard.js';
import { carryOut } from './effect.js';
import { packMessages } from './outbox.js';
import { makePasswordReceipts } from './password-receipts.js';
import { fillPrivateFiles, recordsOf } from './private-files.js';
import { CHECKPOINT_PATH, type PublicCheckpoint } from './public-checkpoint.js';
import { EVENT_RECEIPTS_SIGNED_MAX, EVENT_RECEIPTS_WAITING_MAX, makeEventReceipts } from './event-receipts.js';
import { loadEdge } from './published-edge.js';
import { makeReceipts } from './receipts.js';
import { makeRejects, WaitingRejects } from './rejects.js';
import { type EntryRun, readUnpublished } from './unpublished.js';

/** What a publisher tells whoever counts. */
export interface PublishObserver {
  published(publication: { readonly size: number; readonly seconds: number; readonly receipts: number }): void;
  rejectsDropped(count: number): void;
  eventReceiptsDropped(count: number): void;
  rebuilding(done: number, size: number): void;
  /** Files of private parts that were missing or damaged are written from the database: so many of so many. */
  fillingPrivateFiles(done: number, files: number): void;
}

export interface PublisherParts {
  readonly lease: Lease;
  readonly committed: CommittedLog;
  /** On a session of the lease for this publisher alone, and what it starts with. */
  readonly progress: PublicationProgress;
  readonly guard: CheckpointGuard;
  readonly storage: LogStorage;
  readonly checkpoints: CheckpointStore;
  readonly privateParts: PrivateParts;
  readonly stream: ScanStream;
  readonly publicCheckpoint: PublicCheckpoint;
  readonly identity: NodeIdentity;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly observer: PublishObserver;
}

/** What one publication does. */
interface Work {
  readonly runs: EntryRun[];
  readonly repeats: Repeat[];
  readonly rejects: RejectNotice[];
  readonly eventReceipts: EventReceiptDue[];
  readonly passwordReceipts: PasswordReceiptDue[];
}

/**
 * DESIGN section 3, step 4: brings what is committed to the devices, and its signed checkpoint on the way to the public. One call of
 * `publish` at a time; after an error the publisher is of no use any more, and the next one starts from the receipted size.
 */
export class Publisher {
  private runs: EntryRun[] = [];
  private repeats: Repeat[] = [];
  private rejects = new WaitingRejects();
  private eventReceipts: EventReceiptDue[] = [];
  private passwordReceipts: PasswordReceiptDue[] = [];
  private bytes = 0;

  private constructor(
    private readonly parts: PublisherParts,
    private readonly edge: TileEdge,
    private readonly partitions: number,
    private receiptedSize: number,
  ) {}

  /** Publishes what was committed and not published when the process before ended. */
  static async recover(parts: PublisherParts): Promise<Publisher> {
    const { committed, progress, storage, checkpoints, privateParts, stream, guard, lease, observer } = parts;
    // Whoever wrote before and was stopped in the middle finds nothing that it could finish.
    await storage.discardUnfinished();
    await checkpoints.discardUnfinished();
    await privateParts.discardUnfinished();
    await guard.check(await storage.read(CHECKPOINT_PATH));
    const size = await progress.receiptedSize();
    const onRebuild = (done: number, total: number): void => observer.rebuilding(done, total);
    const edge = await loadEdge({ committed, storage, onRebuild, stillAllowed: () => lease.requireHeld() }, size);
    await fillPrivateFiles({ committed, privateParts, observer, stillAllowed: () => lease.requireHeld() }, size);
    const publisher = new Publisher(parts, edge, await stream.partitions('receipts'), size);
    for (;;) {
      const run = await readUnpublished(committed, publisher.receiptedSize);
      if (!run) break;
      publisher.runs.push(run);
      await publisher.publish();
    }
    // Also where nothing new is there: the file may be missing, or be older than what the database says is published.
    await publisher.publish({ evenIfUnchanged: true });
    return publisher;
  }

  /** Entries that have their receipts. */
  get size(): number {
    return this.receiptedSize;
  }

  /** Bytes of entries, and of their private parts, that wait to be published. */
  get waitingBytes(): number {
    return this.bytes;
  }

  get hasWork(): boolean {
    const { runs, repeats, eventReceipts, passwordReceipts } = this;
    const { rejects } = this.rejects;
    return [runs, repeats, rejects, eventReceipts, passwordReceipts].some(({ length }) => length > 0);
  }

  /** Takes what a commit added. */
  add({ repeats, rejects, eventReceipts, passwordReceipts, ...run }: Appended): void {
    if (run.entries.length > 0) this.runs.push(run);
    for (const entry of run.entries) this.bytes += entry.length;
    for (const part of run.privateParts) this.bytes += part?.length ?? 0;
    this.repeats.push(...repeats);
    const told = rejects.filter(({ deviceId }) => deviceId !== null);
    const dropped = told.length - this.rejects.take(told);
    if (dropped > 0) this.parts.observer.rejectsDropped(dropped);
    const waiting = EVENT_RECEIPTS_WAITING_MAX - this.eventReceipts.length;
    this.eventReceipts.push(...eventReceipts.slice(0, waiting));
    if (eventReceipts.length > waiting) this.parts.observer.eventReceiptsDropped(eventReceipts.length - waiting);
    // A device has one in its life; beyond this they ask again.
    this.passwordReceipts.push(...passwordReceipts.slice(0, EVENT_RECEIPTS_WAITING_MAX - this.passwordReceipts.length));
  }

  /**
   * Publishes all that was taken so far. Every step may be done again after a crash at any place: recovery calls this very function
   * from the receipted size on.
   *
   * @throws {RefusalError} when a signed checkpoint would be contradicted; {LedgerError} LEASE_LOST; errors of files, stream, database.
   */
  async publish({ evenIfUnchanged = false } = {}): Promise<void> {
    const { guard, checkpoints, storage, privateParts, lease, clock } = this.parts;
    const started = clock.monotonicMs();
    const { runs, repeats, ...answers } = this.takeWork();
    const grown = this.grow(runs);
    const { size } = this.edge;
    const hasGrown = size > this.receiptedSize;
    let note: Uint8Array | null = null;
    if (hasGrown || evenIfUnchanged) {
      await this.writeLog(grown.files);
      // Before the signature: whatever size is signed, the database can be made anew from files.
      await this.effect('private-parts', () => privateParts.write(recordsOf(runs), () => lease.requireHeld()));
      note = await this.effect('sign', () => guard.sign(size, this.root()));
      // From here the checkpoint is promised: it is kept outside the database before anybody else sees it.
      await this.effect('checkpoint-store', () => checkpoints.create({ size, note: note! }, () => lease.requireHeld()));
    }
    const due = [...repeats, ...runs.flatMap(({ receipts }) => receipts)];
    await this.effect('receipts', () => this.answer(due, answers));
    if (note) {
      await this.effect('receipted-size', () => this.storeReceiptedSize(size));
      await this.effect('tidy', async () => {
        for (const folder of grown.obsolete) await storage.remove(folder, () => lease.requireHeld());
      });
      await this.parts.publicCheckpoint.offer({ size, note });
    }
    const seconds = (clock.monotonicMs() - started) / 1_000;
    this.parts.observer.published({ size, seconds, receipts: due.length });
  }

  private takeWork(): Work {
    const { runs, repeats } = this;
    const { rejects } = this.rejects;
    // The others with the next publication: each has a signature of its own, and receipts of scans do not wait for them.
    const eventReceipts = this.eventReceipts.splice(0, EVENT_RECEIPTS_SIGNED_MAX);
    const passwordReceipts = this.passwordReceipts.splice(0, EVENT_RECEIPTS_SIGNED_MAX);
    this.runs = [];
    this.repeats = [];
    this.rejects = new WaitingRejects();
    this.bytes = 0;
    return { runs, repeats, rejects, eventReceipts, passwordReceipts };
  }

  private grow(runs: readonly EntryRun[]): { files: LogFile[]; obsolete: string[] } {
    let due = this.edge.size;
    for (const { firstIndex, entries } of runs) {
      if (firstIndex !== due)
        throw new LedgerError('HEAD_MOVED', `entry ${firstIndex} came to be published where ${due} was due`);
      due += entries.length;
    }
    const { files, obsolete } = this.edge.grow(
      runs.flatMap(({ entries }) => entries),
      runs.flatMap(({ leaves }) => leaves),
    );
    return { files: [...files], obsolete: [...obsolete] };
  }

  /** Tiles and bundles at once: neither needs the other, and each costs its own way to the disk. */
  private async writeLog(files: readonly LogFile[]): Promise<void> {
    const { storage, lease } = this.parts;
    const write = (some: readonly LogFile[]) => () => storage.writeAll(some, () => lease.requireHeld());
    const written = await Promise.allSettled([
      this.effect('tiles', write(files.filter((file) => !isEntryBundle(file)))),
      this.effect('bundles', write(files.filter(isEntryBundle))),
    ]);
    // Not Promise.all: when one fails, nobody may still be writing.
    for (const one of written) if (one.status === 'rejected') throw one.reason;
  }

  private root(): Uint8Array {
    return CompactRange.of(this.edge.size, this.edge.frontier()).root();
  }

  private async answer(
    due: readonly Repeat[],
    { rejects: notices, eventReceipts, passwordReceipts }: Omit<Work, 'runs' | 'repeats'>,
  ): Promise<void> {
    const { identity, stream, clock } = this.parts;
    const { origin, receiptKey: signer, streamKey } = identity;
    const timeMs = clock.nowMs();
    const messages = [
      ...(await makeReceipts({ due, signer, origin, timeMs })),
      ...(await makeRejects({ notices, signer, origin, timeMs })),
      ...(await makeEventReceipts({ due: eventReceipts, signer, origin, timeMs })),
      ...(await makePasswordReceipts({ due: passwordReceipts, signer, origin, timeMs })),
    ];
    if (messages.length === 0) return;
    const records = packMessages(messages, { partitions: this.partitions, streamKey });
    this.parts.lease.requireHeld();
    await stream.append('receipts', records);
  }

  private async storeReceiptedSize(size: number): Promise<void> {
    await this.parts.progress.setReceiptedSize({ from: this.receiptedSize, to: size });
    this.receiptedSize = size;
  }

  private effect<Result>(name: Effect, run: () => Promise<Result>): Promise<Result> {
    return carryOut(this.parts, name, run);
  }
}

const isEntryBundle = ({ path }: LogFile): boolean => parseTilePath(path).kind === 'entries';
