import type { Lease } from '#libs/log/ledger';
import type { Appended, IncomingRecord, Ledger } from '#libs/log/sequencer';
import {
  behindEntries,
  type ProjectionEvent,
  type ProjectionObserver,
  type ProjectionState,
} from '#libs/projections/runner';
import { logProjectionEvent } from './projecting/log-event.js';
import type { Counter, Histogram, Logger, Metrics } from '#libs/host/service';
import type { PublicCheckpoint } from './publishing/public-checkpoint.js';
import type { PublishObserver, Publisher } from './publishing/publisher.js';
import type { StreamAlarms } from './stream-alarms.js';
import type { Intake } from './sequencing/intake.js';
import type { WitnessState } from './witnessing/witness-state.js';

/** The parts of a reign whose state is shown. */
interface Watched {
  readonly ledger: Ledger;
  readonly publisher: Publisher;
  readonly publicCheckpoint: PublicCheckpoint;
  readonly intake: Intake;
  readonly lease: Lease;
}

const BATCH_BUCKETS = [1, 4, 16, 64, 256, 1_024, 4_096];

/** Counts what the anchor does, a batch at a time. */
export class AnchorObserver implements PublishObserver, ProjectionObserver {
  private watched: Watched | undefined;
  private projections: readonly ProjectionState[] = [];
  private readonly scans: Counter;
  private readonly links: Counter;
  private readonly repeats: Counter;
  private readonly rejects: Counter<'reason'>;
  private readonly dropped: Counter;
  private readonly events: Counter;
  private readonly droppedEventReceipts: Counter;
  private readonly refusedLookups: Counter;
  private readonly receipts: Counter;
  private readonly batch: Histogram;
  private readonly commit: Histogram;
  private readonly publication: Histogram;
  private readonly witnessAnswers: Counter<'witness' | 'outcome'>;
  private readonly witnessOutcomes = new Map<string, WitnessState['latest']>();

  constructor(
    metrics: Metrics,
    private readonly logger: Logger,
    private readonly alarms: StreamAlarms,
  ) {
    this.scans = metrics.counter('cairn_anchor_scans_total', 'Scans logged');
    this.links = metrics.counter('cairn_anchor_links_total', 'Links added to trails');
    this.repeats = metrics.counter('cairn_anchor_repeats_total', 'Scans that were in the log already');
    this.rejects = metrics.counter('cairn_anchor_rejects_total', 'Scans and events that were not taken', ['reason']);
    this.refusedLookups = metrics.counter(
      'cairn_anchor_refused_lookup_records_total',
      'Records of look-ups with a wrong MAC or content',
    );
    this.dropped = metrics.counter('cairn_anchor_rejects_unanswered_total', 'Rejects beyond the number that is signed');
    this.events = metrics.counter(
      'cairn_anchor_event_receipts_total',
      'Events of devices that are in the log, now or before',
    );
    this.droppedEventReceipts = metrics.counter(
      'cairn_anchor_event_receipts_unanswered_total',
      'Event receipts beyond the number that waits',
    );
    this.receipts = metrics.counter('cairn_anchor_receipts_total', 'Scans for which a receipt went out');
    this.batch = metrics.histogram('cairn_anchor_batch_scans', 'Scans of one transaction', { buckets: BATCH_BUCKETS });
    this.commit = metrics.histogram('cairn_anchor_commit_seconds', 'From records read to records committed');
    this.publication = metrics.histogram('cairn_anchor_publish_seconds', 'From tiles to published size');
    this.witnessAnswers = metrics.counter(
      'cairn_anchor_witness_answers_total',
      'What witnesses did when asked to cosign',
      ['witness', 'outcome'],
    );
    this.addGauges(metrics);
  }

  /** Shows the state of this reign from now on. */
  watch(watched: Watched): void {
    this.watched = watched;
  }

  /** Of this process's reign; null where it stands by, or has shown none. */
  get publicCheckpoint(): {
    readonly size: number;
    readonly receiptedSize: number;
    readonly ageSeconds: number | null;
  } | null {
    if (!this.watched?.lease.isHeld) return null;
    const { publicCheckpoint, publisher } = this.watched;
    return { size: publicCheckpoint.size, receiptedSize: publisher.size, ageSeconds: publicCheckpoint.ageSeconds };
  }

  appended({ receipts, repeats, rejects, invalidSignatures, arrivalsAhead, eventReceipts, links }: Appended): void {
    this.alarms.invalid(invalidSignatures);
    this.alarms.ahead(arrivalsAhead);
    this.events.inc(eventReceipts.length);
    this.scans.inc(receipts.length);
    this.links.inc(links);
    this.repeats.inc(repeats.length);
    const reasons = new Map<string, number>();
    for (const { reason } of rejects) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    for (const [reason, count] of reasons) this.rejects.inc({ reason }, count);
  }

  committed(seconds: number, records: readonly IncomingRecord[]): void {
    this.commit.observe(seconds);
    this.batch.observe(records.reduce((total, { scans }) => total + scans.length, 0));
    this.alarms.committed(records);
  }

  published({ seconds, receipts }: { readonly seconds: number; readonly receipts: number }): void {
    this.publication.observe(seconds);
    this.receipts.inc(receipts);
  }

  lookupsRefused(place: { readonly partition: number; readonly offset: number }, err: unknown): void {
    this.refusedLookups.inc();
    this.logger.error({ ...place, err }, 'a record of look-ups was not sealed by this node and is skipped');
  }

  rejectsDropped(count: number): void {
    this.dropped.inc(count);
  }

  eventReceiptsDropped(count: number): void {
    this.droppedEventReceipts.inc(count);
  }

  rebuilding(done: number, size: number): void {
    this.logger.warn({ done, size }, 'the files of the public log are missing or wrong and are written again');
  }

  fillingPrivateFiles(done: number, files: number): void {
    this.logger.warn(
      { done, files },
      'files of private parts are missing or damaged and are written from the database',
    );
  }

  projectionStates(states: readonly ProjectionState[]): void {
    this.projections = states;
  }

  /** Of this process's reign; none while it stands by. */
  get projectionsShown(): readonly ProjectionState[] {
    return this.watched?.lease.isHeld ? this.projections : [];
  }

  projectionEvent(name: string, event: ProjectionEvent): void {
    logProjectionEvent(this.logger, name, event);
  }

  /** Says in the log only what changed: a witness that is away is asked every few seconds. */
  witnessAnswered({ name, latest, text }: WitnessState): void {
    this.witnessAnswers.inc({ witness: name, outcome: latest ?? 'none' });
    if (this.witnessOutcomes.get(name) === latest) return;
    this.witnessOutcomes.set(name, latest);
    if (latest === 'cosigned') this.logger.info({ witness: name }, 'the witness cosigns');
    else this.logger.warn({ witness: name, outcome: latest }, `the witness ${text}`);
  }

  private addGauges(metrics: Metrics): void {
    const gauge = (name: string, help: string, read: (watched: Watched) => number): void => {
      metrics.gauge(name, help, [], (shown) => shown.set(this.watched ? read(this.watched) : 0));
    };
    gauge('cairn_anchor_active', 'Whether this process holds the lease', ({ lease }) => (lease.isHeld ? 1 : 0));
    gauge('cairn_anchor_lease_epoch', 'Epoch of the latest lease of this process', ({ lease }) => lease.epoch);
    gauge('cairn_anchor_log_size', 'Entries committed', ({ ledger }) => ledger.size);
    gauge('cairn_anchor_receipted_size', 'Entries with receipts', ({ publisher }) => publisher.size);
    gauge('cairn_anchor_published_size', 'Entries published', ({ publicCheckpoint }) => publicCheckpoint.size);
    const age = 'Age of the public checkpoint: since it was shown, or its oldest cosignature was made';
    gauge('cairn_anchor_checkpoint_age_seconds', age, ({ publicCheckpoint }) => publicCheckpoint.ageSeconds ?? NaN);
    gauge('cairn_anchor_held_scans', 'Scans that wait for one with a lower counter', ({ ledger }) => ledger.heldScans);
    gauge('cairn_anchor_waiting_scans', 'Scans read and not yet logged', ({ intake }) => intake.waitingScans);
    this.addProjectionGauges(metrics);
    metrics.gauge('cairn_anchor_lag_records', 'Stream records not read yet', ['partition'], (shown) => {
      for (const [partition, lag] of this.watched?.intake.lag() ?? []) shown.set({ partition: String(partition) }, lag);
    });
  }
  /** By projection: a rebuild is none where its gauge has no value. */
  private addProjectionGauges(metrics: Metrics): void {
    const gauge = (name: string, help: string, read: (state: ProjectionState) => number | undefined): void => {
      metrics.gauge(name, help, ['projection'], (shown) => {
        shown.reset();
        for (const state of this.projectionsShown) {
          const value = read(state);
          if (value !== undefined) shown.set({ projection: state.name }, value);
        }
      });
    };
    gauge('cairn_anchor_projection_behind_entries', 'Entries that a projection does not know yet', behindEntries);
    gauge('cairn_anchor_projection_version', 'Version of the rows that are asked', ({ version }) => version);
    gauge('cairn_anchor_projection_stopped', 'Whether an entry cannot be folded', ({ failure }) => (failure ? 1 : 0));
    gauge(
      'cairn_anchor_projection_rebuild_behind_entries',
      'Entries that the tables which are filled anew do not know yet',
      ({ rebuild, size }) => (rebuild ? size - rebuild.nextLogIndex : undefined),
    );
  }
}
