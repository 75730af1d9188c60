import { setTimeout as wait } from 'node:timers/promises';
import type { CheckpointStore, LogStorage, PrivateParts } from '#libs/log/storage';
import {
  type Clock,
  CommittedLog,
  type Faults,
  type Lease,
  LedgerError,
  type LedgerSession,
  PublicationProgress,
} from '#libs/log/ledger';
import { beginLog, type IncomingRecord, Ledger } from '#libs/log/sequencer';
import type { Logger } from '#libs/host/service';
import type { SignatureVerifier } from '#libs/core/signatures';
import { ProjectionRunner } from '#libs/projections/runner';
import type { ScanStream, Subscription } from '#libs/transport/stream';
import { RefusalError } from '../error.js';
import { requireReceiptKey } from '../identity/active-receipt-key.js';
import { firstEvents } from '../identity/first-entries.js';
import type { NodeIdentity } from '#libs/host/keys';
import { LookupKeeper } from '#libs/stores/lookups';
import type { AnchorObserver } from '../metrics.js';
import { CheckpointGuard } from '../publishing/checkpoint-guard.js';
import { CHECKPOINT_PATH, PublicCheckpoint } from '../publishing/public-checkpoint.js';
import { Publisher } from '../publishing/publisher.js';
import { projections } from '../projecting/projections.js';
import type { ClockGuard } from '../clock/clock-guard.js';
import type { Cosigner } from '../witnessing/cosigner.js';
import { Bell } from './bell.js';
import { forgetTaken } from './housekeeping.js';
import { Intake } from './intake.js';
import { mendSequences } from './mend-sequences.js';
import { Pace } from './pace.js';
import { linkedController } from './linked-signal.js';
import { runTogether } from './tasks.js';

/** What a reign works with; all of it outlives the reign. */
export interface ReignParts {
  readonly identity: NodeIdentity;
  readonly databaseUrl: string;
  readonly stream: ScanStream;
  readonly storage: LogStorage;
  readonly checkpoints: CheckpointStore;
  readonly cosigner: Cosigner;
  readonly privateParts: PrivateParts;
  readonly verifier: SignatureVerifier;
  readonly observer: AnchorObserver;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly limits: ReignLimits;
}

export interface ReignLimits {
  /** Time between the starts of two transactions: shorter costs more round trips, longer makes scans wait. */
  readonly commitEveryMs: number;
  /** Time between the starts of two publications. */
  readonly publishEveryMs: number;
  /** After so long an idle log is cosigned again. */
  readonly cosignEveryMs: number;
  /** How long a scan waits for one with a lower counter. */
  readonly holdTimeMs: number;
  readonly scansPerCommitMax: number;
}

const BYTES_PER_COMMIT_MAX = 4 * 1024 * 1024;
const WAITING_BYTES_MAX = 16 * 1024 * 1024;
// What is committed and not yet published stays in memory: beyond this the sequencer waits for the publisher.
const UNPUBLISHED_BYTES_MAX = 32 * 1024 * 1024;
// Nobody waits for the public checkpoint as a device waits for its receipt.
const ROUNDS_A_PUBLIC_CHECKPOINT = 4;
const HOUSEKEEPING_MS = 5_000;
// An operator's wish for a rebuild rings no bell.
const FOLD_AT_LEAST_EVERY_MS = 1_000;
// What is committed within this time is folded together: a person who searches does not notice it.
const FOLD_TOGETHER_MS = 250;

/**
 * One term of being active: from taking the lease until it ends. Everything it knows of the ledger is read from the database at its
 * start and forgotten at its end.
 */
export class Reign {
  private readonly appended = new Bell();
  private readonly published = new Bell();
  /** As `appended`, for the projections. */
  private readonly foldable = new Bell();
  private readonly intake: Intake;
  /** Aborted when the lease ends, or the reign is to end. */
  private readonly ending: AbortController;

  private constructor(
    private readonly parts: ReignParts,
    private readonly lease: Lease,
    private readonly ledger: Ledger,
    private readonly publisher: Publisher,
    private readonly publicCheckpoint: PublicCheckpoint,
    /** Entries that had their receipts before the beginning. */
    private readonly sizeBefore: number,
    partitions: number,
  ) {
    this.ending = linkedController(lease.signal);
    this.intake = new Intake({
      streamKey: parts.identity.streamKey,
      partitions,
      waitingBytesMax: WAITING_BYTES_MAX,
      onWaiting: (records) => ledger.verifyAhead(records),
      signal: this.ending.signal,
    });
    parts.observer.watch({ ledger, publisher, publicCheckpoint, intake: this.intake, lease });
  }

  /**
   * Compares what is signed with what is committed, begins a log where there is none, and publishes what the process before has left.
   * @throws {RefusalError} and all that can fail for the moment.
   */
  static async begin(
    parts: ReignParts,
    lease: Lease,
    { clockGuard, stop }: { readonly clockGuard: ClockGuard; readonly stop: AbortSignal },
  ): Promise<Reign> {
    const { identity, verifier, checkpoints, privateParts, clock, faults, observer, stream, storage, limits } = parts;
    const { databaseUrl, logger } = parts;
    const session = await lease.connect();
    const size = await begun(lease, session, identity);
    const committed = new CommittedLog(session);
    const guard = new CheckpointGuard({ lease, committed, store: checkpoints, identity, verifier });
    const shown = await storage.read(CHECKPOINT_PATH);
    if (size === 0) await guard.beginStore(shown);
    // Before the first append: what would contradict a signed checkpoint must not even be committed.
    await guard.check(shown);
    const signed = await checkpoints.highest();
    if (signed) await parts.cosigner.requireNoneAhead(signed);
    // Before anything is signed with a time.
    const { loggedMs } = await committed.times();
    const sources = {
      loggedMs,
      databaseNowMs: async () => (await committed.times()).nowMs,
      isWitnessed: async () => signed !== null && parts.cosigner.agreesOnTime(signed),
    };
    await clockGuard.pass(sources, AbortSignal.any([lease.signal, stop]));
    const checked = clockGuard.clock;
    // A database may be restored under an anchor that runs.
    await mendSequences(databaseUrl, logger);
    const held = { holdTimeMs: limits.holdTimeMs };
    const ledger = await Ledger.open({ lease, signer: identity.receiptKey, verifier, clock: checked, faults, held });
    if (size === 0) await ledger.begin(await firstEvents(identity, checked.nowMs()));
    await requireReceiptKey(ledger, identity, checked.nowMs());
    const publicCheckpoint = await PublicCheckpoint.open({
      lease,
      storage,
      clock,
      faults,
      cosigner: parts.cosigner,
      cosignEveryMs: limits.cosignEveryMs,
      showEveryMs: ROUNDS_A_PUBLIC_CHECKPOINT * limits.publishEveryMs,
      progress: new PublicationProgress(lease, await lease.connect()),
    });
    const progress = new PublicationProgress(lease, session);
    const sizeBefore = await progress.receiptedSize();
    const files = { storage, checkpoints, privateParts };
    const shared = { lease, committed, progress, guard, ...files, stream, identity, clock: checked, faults, observer };
    const publisher = await Publisher.recover({ ...shared, publicCheckpoint });
    const partitions = await stream.partitions('scans');
    return new Reign(parts, lease, ledger, publisher, publicCheckpoint, sizeBefore, partitions);
  }

  /**
   * Whether this reign has brought receipts for anything, its beginning for what the one before had left included: then what ended
   * that one was overcome, and the next one need not wait longer.
   */
  get hasProgressed(): boolean {
    return this.publisher.size > this.sizeBefore;
  }

  /**
   * Works until the lease ends or `stop` is aborted; then finishes what is under way and publishes it.
   * @throws why the lease or a task ended, unless it was asked to stop.
   */
  async run(stop: AbortSignal): Promise<void> {
    const end = (): void => this.ending.abort();
    stop.addEventListener('abort', end);
    if (stop.aborted) end();
    try {
      await runTogether(
        [
          (signal) => this.sequence(signal),
          (signal) => this.publish(signal),
          (signal) => this.publicCheckpoint.run(signal),
          (signal) => this.project(signal),
        ],
        this.ending.signal,
      );
    } finally {
      stop.removeEventListener('abort', end);
      end();
    }
    if (this.lease.signal.aborted) throw this.lease.signal.reason;
    if (!stop.aborted) throw new Error('a task of the anchor ended by itself');
    await this.publisher.publish();
    await this.publicCheckpoint.finish();
  }

  /** Takes records from the streams into the ledger. */
  private async sequence(signal: AbortSignal): Promise<void> {
    const { stream, identity, observer } = this.parts;
    const group = `cairn-anchor-e${this.lease.epoch}`;
    const keeper = new LookupKeeper({
      lease: this.lease,
      session: await this.lease.connect(),
      stream,
      lookupKey: identity.lookupKey,
      onRefused: (partition, offset, error) => observer.lookupsRefused({ partition, offset }, error),
    });
    const lookups = await keeper.subscribe(group);
    const scans = await stream.subscribe({
      stream: 'scans',
      group,
      startAt: async () => this.ledger.nextOffsets(),
      onBatch: (batch) => this.intake.give(batch),
    });
    try {
      await runTogether(
        [
          (inner) => this.logAll(inner),
          (inner) => this.keepHouse(group, keeper, inner),
          (inner) => orAborted(scans.failed, inner),
          (inner) => orAborted(lookups.failed, inner),
        ],
        signal,
      );
    } finally {
      this.ending.abort(); // before the streams are waited for: they may wait for room in the intake
      await Promise.all([stopQuietly(scans), stopQuietly(lookups)]);
    }
  }

  private async logAll(signal: AbortSignal): Promise<void> {
    const { limits, clock } = this.parts;
    const pace = new Pace(limits.commitEveryMs, clock);
    while (!signal.aborted) {
      const dueMs = this.ledger.nextDueMs();
      await this.intake.something(signal, dueMs === null ? undefined : Math.max(1, dueMs - clock.nowMs()));
      await pace.next(signal);
      const taken = this.intake.take({
        scansMax: limits.scansPerCommitMax,
        bytesMax: BYTES_PER_COMMIT_MAX,
      });
      if (taken.length > 0 || (dueMs !== null && dueMs <= clock.nowMs())) await this.log(taken);
      while (this.publisher.waitingBytes > UNPUBLISHED_BYTES_MAX && !signal.aborted) await this.published.wait(signal);
    }
  }

  /**
   * Only its own bytes make a record unusable, and the intake has judged them. Whatever fails here, an error of the database first of
   * all, ends the reign: the same records come again, for a scan that was passed over would be lost without a word.
   */
  private async log(records: readonly IncomingRecord[]): Promise<void> {
    const { clock, observer, logger } = this.parts;
    const startedMs = clock.monotonicMs();
    try {
      for (const appended of await this.ledger.append(records)) {
        this.publisher.add(appended);
        observer.appended(appended);
      }
    } catch (error) {
      const [first] = records;
      if (first)
        logger.error(
          { err: error, partition: first.partition, offset: first.offset, records: records.length },
          'records of the stream could not be logged and come again',
        );
      throw error;
    }
    observer.committed((clock.monotonicMs() - startedMs) / 1_000, records);
    this.appended.ring();
    this.foldable.ring();
  }

  private async publish(signal: AbortSignal): Promise<void> {
    const pace = new Pace(this.parts.limits.publishEveryMs, this.parts.clock);
    while (!signal.aborted) {
      if (!this.publisher.hasWork) await this.appended.wait(signal);
      if (signal.aborted || !this.publisher.hasWork) continue;
      await pace.next(signal);
      await this.publisher.publish();
      this.published.ring();
    }
  }

  private async project(signal: AbortSignal): Promise<void> {
    const runner = new ProjectionRunner({
      lease: this.lease,
      session: await this.lease.connect(),
      databaseUrl: this.parts.databaseUrl,
      projections,
      observer: this.parts.observer,
      isBusy: () => this.intake.waitingScans > 0,
      idle: async (idle) => {
        await this.foldable.wait(idle, FOLD_AT_LEAST_EVERY_MS);
        await wait(FOLD_TOGETHER_MS, undefined, { signal: idle }).catch(() => {});
      },
    });
    await runner.run(signal);
  }

  private async keepHouse(group: string, keeper: LookupKeeper, signal: AbortSignal): Promise<void> {
    const { stream, logger } = this.parts;
    while (!signal.aborted) {
      await wait(HOUSEKEEPING_MS, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      const taken = { scans: this.ledger.nextOffsets(), lookups: keeper.nextOffsets() };
      // Only tidying up: it is tried again, and the stream's own errors show elsewhere.
      await forgetTaken(stream, group, taken).catch((err: unknown) =>
        logger.warn({ err }, 'the streams could not be tidied up'),
      );
    }
  }
}

async function begun(lease: Lease, session: LedgerSession, identity: NodeIdentity): Promise<number> {
  const { origin, logVkeyText: logVkey, nextLogKey } = identity;
  try {
    return await beginLog(lease, session, { origin, logVkey, nextLogVkey: nextLogKey?.vkeyText });
  } catch (error) {
    if (error instanceof LedgerError && error.code === 'IDENTITY_MISMATCH')
      throw new RefusalError(
        'IDENTITY_MISMATCH',
        `${error.message}. Use the database and the data folder of one node.`,
        {
          cause: error,
        },
      );
    throw error;
  }
}

/** Ends with the signal; before that only by failing. */
async function orAborted(failed: Promise<never>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await Promise.race([failed, new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))]);
}

const stopQuietly = (subscription: Subscription): Promise<void> => subscription.stop().catch(() => {});
