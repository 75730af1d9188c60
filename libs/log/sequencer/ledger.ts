import type pg from 'pg';
import { type OperatorKey, OperatorKeys } from '#libs/core/keys';
import { BOOT_AT, bytesEqual, type DistantSigner, type SubmittedEvent } from '#libs/core/wire';
import type { SignatureVerifier } from '#libs/core/signatures';
import { advanceTrails } from './advance-trails.js';
import { Arrivals } from './arrivals.js';
import { Boots, type BootState, keyById } from './boots.js';
import { commitBatch } from './commit.js';
import { conclude, type Concluded } from './conclude.js';
import {
  type ArrivalAhead,
  type EventReceiptDue,
  type Findings,
  type InvalidSignature,
  noFindings,
  type PasswordReceiptDue,
  type RejectNotice,
  type Repeat,
} from './findings.js';
import { appendToFrontier, rootOfFrontier } from './frontier.js';
import {
  clientOf,
  type Clock,
  type Faults,
  keyOf,
  type Lease,
  LedgerError,
  noFaults,
  readOffsets,
  systemClock,
} from '#libs/log/ledger';
import { type HeldLimits, HeldScans } from './held-scans.js';
import { History } from './history.js';
import type { IncomingRecord } from './incoming.js';
import { chainLate, type ChainWrite } from './late-chains.js';
import { LogBatch } from './log-batch.js';
import { emptyPart, type Part, partsOf } from './parts.js';
import { PasswordChanges, type SetPasswords } from './password-changes.js';
import { keyOfView, Placement } from './placement.js';
import { readRefused, type RefusedStatement } from './refused-statement.js';
import { admitEvents } from './registry-events.js';
import { loadOperatorKeys } from './registry-snapshot.js';
import type { RegistryWrites } from './registry-writes.js';
import { ScanRate } from './scan-rate.js';
import type { ScanView } from './scan-view.js';
import { Refusals } from './refusals.js';
import { type KeyedScan, ScanSignatures } from './scan-signatures.js';
import { TrailHeads } from './trail-heads.js';

export interface LedgerOptions {
  readonly lease: Lease;
  /** The receipt key: signs equivocations and refusals. */
  readonly signer: DistantSigner;
  /** Checks all signatures but the log's own. It need not judge the keys: each is judged when it comes into the registry. */
  readonly verifier: SignatureVerifier;
  readonly clock?: Clock;
  readonly faults?: Faults;
  readonly held?: Partial<HeldLimits>;
  /** How often a device may scan one object in a day. Default 200. */
  readonly scansOfObjectADayMax?: number | undefined;
}

/** A scan for whose device a receipt is due. */
export interface ReceiptDue {
  readonly deviceKey: Uint8Array;
  readonly deviceId: string;
  readonly boot: Uint8Array;
  readonly counter: number;
  readonly statementHash: Uint8Array;
  readonly logIndex: number;
}

/** What a commit added to the log, for publication. */
export interface Appended {
  /** Log index of the first entry; `firstIndex + entries.length` is the size now. */
  readonly firstIndex: number;
  readonly entries: readonly Buffer[];
  readonly leaves: readonly Buffer[];
  /** PrivatePart of each entry, null where it has none. */
  readonly privateParts: readonly (Buffer | null)[];
  /** In log order; events give none. */
  readonly receipts: readonly ReceiptDue[];
  readonly repeats: readonly Repeat[];
  readonly rejects: readonly RejectNotice[];
  readonly invalidSignatures: readonly InvalidSignature[];
  /** Scans that were refused for now, since they arrived later than it is. */
  readonly arrivalsAhead: readonly ArrivalAhead[];
  /** Events of devices that are in the log, now or before. */
  readonly eventReceipts: readonly EventReceiptDue[];
  /** Of devices whose password is the one that they asked for, now or since before. */
  readonly passwordReceipts: readonly PasswordReceiptDue[];
  /** Links that were added to trails. */
  readonly links: number;
  readonly registryChanged: boolean;
}

const HELD_LIMITS: HeldLimits = {
  holdTimeMs: 2_000, // several ingest processes behind one subscription differ by far less
  rowsMax: 10_000,
  bytesMax: 32 * 1024 * 1024,
};

/**
 * Orders scans and events into the log, under a lease. One call at a time. After any error the object is of no use any more: what
 * it keeps in memory may differ from what is committed. Open another one, which reads it back.
 */
export class Ledger {
  private readonly boots: Boots;
  private readonly heads: TrailHeads;
  private arrivals = Arrivals.none();
  private readonly rate: ScanRate;
  private readonly refusals: Refusals;
  private readonly held: HeldScans;
  private readonly offsets = new Map<number, number>();
  private readonly signatures: ScanSignatures;
  /** Verifications under way, begun before their turn. */
  private readonly ahead = new Map<IncomingRecord, Promise<void>>();
  private readonly clock: Clock;
  private readonly faults: Faults;
  private broken = false;
  /** Of the operator, as the log has them. */
  private operatorKeys = OperatorKeys.of();

  private constructor(
    private readonly options: LedgerOptions,
    private readonly client: pg.Client,
    readonly origin: string,
    private currentSize: number,
    private frontier: Buffer,
  ) {
    this.boots = new Boots(client);
    this.heads = new TrailHeads(client);
    this.refusals = new Refusals(client);
    this.held = new HeldScans({ ...HELD_LIMITS, ...options.held });
    this.rate = new ScanRate(options.scansOfObjectADayMax);
    this.signatures = new ScanSignatures(options.verifier);
    this.clock = options.clock ?? systemClock;
    this.faults = options.faults ?? noFaults;
  }

  /** @throws {LedgerError} SCHEMA_MISSING when the log was never begun (`beginLog`); errors of the database. */
  static async open(options: LedgerOptions): Promise<Ledger> {
    const client = clientOf(await options.lease.connect());
    const { rows } = await client.query<{ origin: string; size: number; frontier: Buffer }>(
      'SELECT origin, size, frontier FROM log_head',
    );
    const [head] = rows;
    if (!head) throw new LedgerError('SCHEMA_MISSING', 'the log has not been begun in this database');
    const ledger = new Ledger(options, client, head.origin, head.size, head.frontier);
    await ledger.readState();
    return ledger;
  }

  /** Entries that are committed. */
  get size(): number {
    return this.currentSize;
  }

  /** RFC 6962 root of the committed entries. */
  root(): Buffer {
    return rootOfFrontier(this.frontier);
  }

  /** Scans that wait for one with a lower counter. */
  get heldScans(): number {
    return this.held.size;
  }

  /** When the next of them is due, or a refusal that waits to be told of, in milliseconds since 1970; null when none waits. */
  nextDueMs(): number | null {
    const [scanMs, refusalMs] = [this.held.nextDueMs(), this.refusals.nextDueMs()];
    return scanMs === null || refusalMs === null ? (scanMs ?? refusalMs) : Math.min(scanMs, refusalMs);
  }

  /** The key that signs what the sequencer says, as the log knows it; undefined when it does not. */
  get signerKey(): OperatorKey | undefined {
    const { keyId } = this.options.signer;
    return this.operatorKeys.keys.find((key) => key.role === 'receipt key' && bytesEqual(key.keyId, keyId));
  }

  /** Whether a key may sign as the operator. */
  knowsActiveOperator(keyId: Uint8Array): boolean {
    return this.operatorKeys.active('operator').some((key) => bytesEqual(key.keyId, keyId));
  }

  /** Where to go on in the stream `scans`; partitions that were never read are absent. */
  nextOffsets(): ReadonlyMap<number, number> {
    return this.offsets;
  }

  /**
   * Logs what these records hold, lets scans go whose time of waiting is over, and stores the offsets: one transaction, or more
   * where registry events stand between scans, which are judged by the registry that the events leave behind. Records that were
   * taken before are passed over.
   *
   * @throws {LedgerError} LEASE_LOST, HEAD_MOVED, ROW_MALFORMED when a record does not follow the one before, RECEIPT_KEY_ENDED when
   *   an event has ended the key that signs here; errors of the database.
   */
  async append(records: readonly IncomingRecord[]): Promise<Appended[]> {
    // A failure is no verdict: what has none is verified in its turn.
    await Promise.allSettled(records.map((record) => this.ahead.get(record)));
    if (this.broken) throw new LedgerError('HEAD_MOVED', 'this ledger failed before and must be opened again');
    this.broken = true;
    const appended: Appended[] = [];
    for (const part of partsOf(this.notTakenYet(records))) appended.push(await this.appendPart(part));
    this.broken = false;
    return appended;
  }

  /**
   * Begins to verify scans while the records before them are being committed, by the keys that are known now. What it leaves out,
   * and scans whose key is another one by then, `append` verifies.
   */
  verifyAhead(records: readonly IncomingRecord[]): void {
    const keyed = records.flatMap(({ scans }) => keyedScans(scans, (view) => this.boots.inMemory(bootKeyOf(view))));
    if (keyed.length === 0) return;
    const verified = this.signatures.verify(keyed);
    const forget = (): void => {
      for (const record of records) this.ahead.delete(record);
    };
    for (const record of records) this.ahead.set(record, verified);
    void verified.then(forget, forget);
  }

  /** Logs events that came with no record: those that begin the log. Once logged they are passed over. */
  async begin(events: readonly SubmittedEvent[]): Promise<void> {
    this.broken = true;
    const { rejects } = await this.appendPart({ ...emptyPart(), events: [...events] });
    if (rejects[0]) throw new LedgerError('ROW_MALFORMED', `the log cannot begin: ${rejects[0].text}`);
    this.broken = false;
  }

  private async appendPart(part: Part): Promise<Appended> {
    const nowMs = this.clock.nowMs();
    const work: Work = {
      nowMs,
      batch: new LogBatch(this.currentSize, bytesOf(part.scans)),
      history: new History(this.client),
      findings: noFindings(),
      chains: [],
    };
    const registry = part.events.length > 0 ? await this.admit(part.events, work) : null;
    const passwords = part.passwordChanges.length > 0 ? await this.judgePasswords(part, work) : null;
    if (!registry) {
      this.requireSigner();
      await this.placeScans(part, work);
    }
    const { client, refusals } = this;
    const isQuiet = registry !== null;
    const concluded = await conclude({ client, signer: this.options.signer, refusals, isQuiet, ...work });
    const { links, set } = await this.commit({ part, work, registry, passwords, concluded });
    return appendedOf(work, concluded, { links, set, registryChanged: registry !== null && !registry.isEmpty });
  }

  private judgePasswords({ passwordChanges: payloads }: Part, { nowMs }: Work): Promise<PasswordChanges> {
    const { client, origin, options } = this;
    return PasswordChanges.judge({ client, verifier: options.verifier, origin, payloads, nowMs });
  }

  private async admit(submitted: readonly SubmittedEvent[], { batch, findings, nowMs }: Work): Promise<RegistryWrites> {
    const { client, origin, options } = this;
    const { verifier } = options;
    const { writes, rejects, receipts } = await admitEvents({ client, origin, verifier, batch, submitted, nowMs });
    findings.rejects.push(...rejects);
    findings.eventReceipts.push(...receipts);
    return writes;
  }

  /** @throws {LedgerError} RECEIPT_KEY_ENDED: nobody would believe what is signed from here on. */
  private requireSigner(): void {
    const { endedIndex } = this.signerKey ?? {};
    if (endedIndex !== undefined)
      throw new LedgerError(
        'RECEIPT_KEY_ENDED',
        `entry ${endedIndex} of the log ended the key that signs receipts here`,
      );
  }

  private async placeScans({ scans, rejected }: Part, work: Work): Promise<void> {
    const { held, boots, client } = this;
    const { findings, history } = work;
    const due = held.due(work.nowMs);
    const refused = readRefused(rejected, findings);
    const bootKeys = scans.map(bootKeyOf);
    const dueKeys = due.map(({ view }) => bootKeyOf(view));
    await boots.load([...bootKeys, ...dueKeys, ...refused.map(({ bootKey }) => bootKey)]);
    await this.signatures.verify(keyedScans(scans, (_, index) => boots.get(bootKeys[index]!)));
    const signed = await this.signedRefusals(refused, findings);

    for (const [index, view] of scans.entries()) wantHistory(history, boots.get(bootKeys[index]!), view.counter);
    for (const { bootKey, statement } of signed) wantHistory(history, boots.get(bootKey), statement.counter);
    await history.load();

    const placement = new Placement({ ...work, held, arrivals: this.arrivals, rate: this.rate });
    for (const [index, waiting] of due.entries()) {
      const boot = boots.get(dueKeys[index]!);
      if (boot && held.isHeld(waiting)) placement.letGo(boot, waiting);
    }
    for (const [index, view] of scans.entries()) placement.place(view, boots.get(bootKeys[index]!));
    for (const one of signed) placement.placeRefused(one, boots.get(one.bootKey)!);
    work.chains.push(...(await chainLate({ client, held, history, placement })));
  }

  /** Those that the log may tell of: of a device that is known, and signed by it. The others are kept among the rejects alone. */
  private async signedRefusals(refused: readonly RefusedStatement[], findings: Findings): Promise<RefusedStatement[]> {
    const keyed = refused.flatMap((one) => {
      const { device, keyId } = one.statement;
      const boot = this.boots.get(one.bootKey);
      const key = boot?.deviceKey.equals(device) ? keyById(boot, keyId) : undefined;
      if (key) return [{ refused: one, key, deviceId: boot!.deviceId }];
      findings.rejects.push({ ...one.rejection, logIndex: null });
      return [];
    });
    const verdicts = await this.signatures.verifyRefused(keyed);
    return keyed.flatMap(({ refused: one, deviceId }, index) => {
      if (verdicts[index]) return [one];
      findings.rejects.push({ ...one.rejection, logIndex: null });
      findings.invalidSignatures.push({ deviceId, counter: one.statement.counter });
      return [];
    });
  }

  private async commit({ part, work, registry, passwords, concluded }: CommitPart) {
    const { batch, nowMs } = work;
    const links = await advanceTrails(batch, this.heads);
    let frontier = this.frontier;
    for (const [index, leaf] of batch.leaves.entries())
      frontier = appendToFrontier(frontier, batch.firstIndex + index, leaf);
    const set = await commitBatch({
      faults: this.faults,
      lease: this.options.lease,
      client: this.client,
      oldSize: this.currentSize,
      newSize: batch.nextIndex,
      frontier,
      root: rootOfFrontier(frontier),
      entries: batch.rows,
      links,
      boots: batch.touched,
      registry,
      passwords,
      chains: work.chains,
      concluded,
      held: this.held,
      offsets: part.offsets,
      nowMs,
    });
    // From here the entries are promised: whatever happens now, they are published and their receipts go out.
    this.currentSize = batch.nextIndex;
    this.frontier = frontier;
    this.held.written();
    for (const boot of batch.touched) {
      boot.tail = -1;
      boot.committedCounter = boot.lastCounter;
      boot.committedHash = boot.lastStatementHash;
    }
    if (registry && !registry.isEmpty) {
      this.boots.clear();
      this.operatorKeys = registry.snapshot.operator;
    }
    for (const [partition, offset] of part.offsets) this.offsets.set(partition, offset);
    return { links: links.rows, set };
  }

  private *notTakenYet(records: readonly IncomingRecord[]): Generator<IncomingRecord> {
    const expected = new Map(this.offsets);
    for (const record of records) {
      const next = expected.get(record.partition);
      if (next !== undefined && record.offset < next) continue;
      if (next !== undefined && record.offset > next)
        throw new LedgerError(
          'ROW_MALFORMED',
          `record ${record.offset} of partition ${record.partition} came where ${next} was due`,
        );
      expected.set(record.partition, record.offset + 1);
      yield record;
    }
  }

  private async readState(): Promise<void> {
    for (const [partition, next] of await readOffsets(this.client, 'scans')) this.offsets.set(partition, next);
    await this.held.load(this.client);
    this.arrivals = await Arrivals.read(this.client);
    await this.refusals.load(this.clock.nowMs());
    this.operatorKeys = await loadOperatorKeys(this.client);
  }
}

interface Work {
  readonly nowMs: number;
  readonly batch: LogBatch;
  readonly history: History;
  readonly findings: Findings;
  readonly chains: ChainWrite[];
}

interface CommitPart {
  readonly part: Part;
  readonly work: Work;
  readonly registry: RegistryWrites | null;
  readonly passwords: PasswordChanges | null;
  readonly concluded: Concluded;
}

const bootKeyOf = ({ bytes }: ScanView): string => keyOf(bytes.subarray(BOOT_AT, BOOT_AT + 16));

/** Scans of known boots with the key that each names, where its device has it. */
const keyedScans = (
  scans: readonly ScanView[],
  bootOf: (view: ScanView, index: number) => BootState | undefined,
): KeyedScan[] => {
  const keyed: KeyedScan[] = [];
  for (const [index, view] of scans.entries()) {
    const boot = bootOf(view, index);
    const key = boot && keyOfView(view, boot);
    if (key) keyed.push({ view, key });
  }
  return keyed;
};

/** Asks for what is logged at a counter that does not follow the last one, and beside it, and for what was refused there. */
function wantHistory(history: History, boot: BootState | undefined, counter: number): void {
  if (!boot) return;
  history.wantRefused(boot, counter);
  if (counter > boot.lastCounter) return;
  for (const near of [counter - 1, counter, counter + 1]) history.want(boot, near);
}

const ROW_OVERHEAD_BYTES = 120;
const bytesOf = (scans: readonly ScanView[]): number =>
  scans.reduce((total, { bytes }) => total + bytes.length + ROW_OVERHEAD_BYTES, 0);

function appendedOf(
  { batch, findings }: Work,
  { rejects }: Concluded,
  { set, ...counted }: { readonly links: number; readonly set: SetPasswords | null; readonly registryChanged: boolean },
): Appended {
  const receipts: ReceiptDue[] = [];
  for (const [index, item] of batch.items.entries()) {
    if (item.kind === 'event') continue;
    const { deviceKey, deviceId, boot } = item.boot;
    const { counter, statementHash } = item.view;
    receipts.push({ deviceKey, deviceId, boot, counter, statementHash, logIndex: batch.firstIndex + index });
  }
  const { firstIndex, entries, leaves, privateParts } = batch;
  return {
    firstIndex,
    entries,
    leaves,
    privateParts,
    receipts,
    repeats: findings.repeats,
    rejects: [...rejects, ...(set?.rejects ?? [])],
    invalidSignatures: findings.invalidSignatures,
    arrivalsAhead: findings.arrivalsAhead,
    eventReceipts: findings.eventReceipts,
    passwordReceipts: set?.receipts ?? [],
    ...counted,
  };
}
