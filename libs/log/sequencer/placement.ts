import type { KnownKey } from '#libs/core/keys';
import {
  BOOT_AT,
  DEVICE_AT,
  KEY_ID_AT,
  REASONS,
  type ReasonCode,
  refusalAccuses,
  statementHash,
} from '#libs/core/wire';
import { normaliseSignature } from '#libs/core/signatures';
import { type BootSegment, type BootState, type ChainReach, keyById, type Standing, standingOf } from './boots.js';
import { type Findings, hashOf, type Rejection, type RejectNotice, type Statement } from './findings.js';
import { asBuffer, sha256 } from '#libs/log/ledger';
import { ARRIVAL_AHEAD_MS_MAX, type Arrivals } from './arrivals.js';
import type { HeldScan, HeldScans } from './held-scans.js';
import type { History } from './history.js';
import type { LogBatch } from './log-batch.js';
import type { RefusedStatement } from './refused-statement.js';
import { SCANS_OF_OBJECT_A_DAY_MAX, type ScanRate } from './scan-rate.js';
import { isSignedBy } from './scan-signatures.js';
import type { ScanView } from './scan-view.js';

export interface PlacementInput {
  readonly batch: LogBatch;
  readonly held: HeldScans;
  /** Holds what is logged at the counters that do not follow the boot's last one, and beside them. */
  readonly history: History;
  readonly findings: Findings;
  readonly arrivals: Arrivals;
  readonly rate: ScanRate;
  readonly nowMs: number;
}

/**
 * Decides for each scan of a batch, in the order of arrival: log it now, hold it, answer it again, refuse it. Synchronous, from
 * memory; what it cannot decide alone it leaves in `findings`, and scans of segments that have ended among those held, for `chainLate`.
 */
export class Placement {
  /** What this batch has refused so far, by boot and counter. */
  private readonly refusedNow = new Map<string, Statement>();
  /** Boots of which late scans came, or have waited long enough. */
  readonly late = new Set<BootState>();
  /** Late scans that have waited long enough. */
  readonly overdue = new Set<HeldScan>();

  constructor(private readonly input: PlacementInput) {}

  place(view: ScanView, boot: BootState | undefined): void {
    const { findings, nowMs } = this.input;
    if (!boot || !isOf(boot, view)) return void findings.strangers.push(view);
    // Before it can take others along: what is logged behind it would have arrived no earlier.
    if (view.receivedTimeMs > nowMs + ARRIVAL_AHEAD_MS_MAX) return this.refuseAhead(view, boot);
    const key = keyOfView(view, boot);
    if (!key || isSignedBy(view, key)) return this.decide(view, boot);
    // Nobody has signed these bytes: they take no counter and end no waiting.
    findings.rejects.push(rejectOf(view, boot, 'SIGNATURE_INVALID'));
    findings.invalidSignatures.push({ deviceId: boot.deviceId, counter: view.counter });
  }

  /** For now: the clock of this machine, or of the one where it came in, is wrong, and the device is not to blame. */
  private refuseAhead(view: ScanView, boot: BootState): void {
    const { findings, nowMs } = this.input;
    findings.rejects.push(rejectOf(view, boot, 'ARRIVAL_AHEAD'));
    findings.arrivalsAhead.push({ deviceId: boot.deviceId, aheadMs: view.receivedTimeMs - nowMs });
  }

  /** Ends the waiting of a scan, and of all of its boot before it: the hole shows as a gap. */
  letGo(boot: BootState, due: HeldScan): void {
    const { held } = this.input;
    if (due.isLate) {
      this.late.add(boot);
      this.overdue.add(due);
      return;
    }
    const counterMax = due.view.counter;
    for (let next = held.takeNext(boot.bootNumber, counterMax); next; next = held.takeNext(boot.bootNumber, counterMax))
      this.decide(next.view, boot, next);
    this.letFollowersGo(boot);
  }

  /** Whether a late scan still waits for its chain; it does not when its key was reported as compromised meanwhile. */
  mayStillChain(waiting: HeldScan, boot: BootState): boolean {
    const standing = this.standing(waiting.view, boot);
    if (standing.kind !== 'refused') return true;
    this.input.held.takeLate(waiting);
    this.refuseStanding(waiting.view, boot, standing.reason);
    return false;
  }

  /** Whether nothing but its chain would keep a late scan out; if something does, it is refused. */
  admitsChained(waiting: HeldScan, boot: BootState): boolean {
    const isFree = this.isFree(waiting.view, boot, keyOfView(waiting.view, boot)!);
    if (!isFree) this.input.held.takeLate(waiting);
    return isFree;
  }

  /** Logs a late scan that chains. */
  logChained(waiting: HeldScan, boot: BootState): void {
    this.input.held.takeLate(waiting);
    this.log(waiting.view, boot, keyOfView(waiting.view, boot)!);
  }

  /** A late scan that did not chain: for good, if it never can; if its time is over, for now. */
  settleLate(waiting: HeldScan, boot: BootState, { from, needs }: ChainReach): void {
    const { held, findings } = this.input;
    const { view } = waiting;
    const { counter } = view;
    const canNever = needs === null || counter >= from || (counter === from - 1 && !view.statementHash.equals(needs));
    if (!canNever && !this.overdue.has(waiting)) return;
    held.takeLate(waiting);
    const key = keyOfView(view, boot)!;
    if (!canNever) findings.rejects.push(rejectOf(view, boot, 'CHAIN_OPEN'));
    else if (this.loggedHash(boot, counter)) this.convict(boot, counter, { second: statementOf(key, view) });
    else this.refuse(view, boot, key, 'PREVIOUS_MISMATCH');
  }

  /** A final refusal by ingest of a statement that its device has signed: for the log, so that its counter cannot pass for a gap. */
  placeRefused({ statement: signed, rejection: notice, receivedTimeMs }: RefusedStatement, boot: BootState): void {
    const { findings, batch } = this.input;
    const hash = asBuffer(statementHash(signed));
    const key = keyById(boot, signed.keyId);
    // Without a key of the device the signature says nothing to a reader of the log.
    if (!key) return void findings.rejects.push({ ...notice, logIndex: null });
    const { counter, keyId } = signed;
    const arrivalMs = this.input.arrivals.raised(receivedTimeMs);
    const standing = standingOf(boot, { counter, keyId, logIndex: batch.nextIndex, receivedTimeMs: arrivalMs });
    const statement = { signed: { ...signed, signature: normalised(key, signed.signature) }, hash };
    const logged = this.loggedHash(boot, counter);
    const refused = logged ? undefined : this.refusedOther(boot, { counter, statementHash: hash });
    if (logged && hash.equals(logged)) {
      // Logged before from bytes that were whole: the device gets its receipt again.
      findings.rejects.push({ ...notice, logIndex: null });
      this.repeat(boot, counter, hash);
    } else if (standing.kind !== 'counts') {
      // The device is told what is wrong with its bytes; the log, that this key says nothing here.
      const reason = standing.kind === 'refused' ? standing.reason : 'KEY_NOT_ACTIVE';
      this.noteRefusal(boot, { statement, reason, notice });
    } else if (logged) {
      findings.rejects.push({ ...notice, logIndex: null });
      findings.conflicts.push({ boot, counter, second: statement });
    } else if (refused) {
      findings.rejects.push({ ...notice, logIndex: null });
      this.convict(boot, counter, { refused, second: statement });
      this.letFollowersGo(boot);
    } else {
      this.noteRefusal(boot, { statement, reason: notice.reason, notice });
      for (const { view } of this.input.held.takeOthers(boot.bootNumber, counter, hash)) this.decide(view, boot);
      this.settle(boot, counter);
      this.letFollowersGo(boot);
    }
  }

  /** Logs what has waited for nothing but the counters that are there now. */
  letFollowersGo(boot: BootState): void {
    const { held } = this.input;
    if (held.size === 0) return;
    for (;;) {
      const next = held.takeNext(boot.bootNumber, boot.settledCounter + 1);
      if (!next) return;
      this.decide(next.view, boot, next);
    }
  }

  /** @param waited what was held until now, whose waiting is over. */
  private decide(view: ScanView, boot: BootState, waited?: HeldScan): void {
    const { counter } = view;
    view.receivedTimeMs = this.input.arrivals.raised(view.receivedTimeMs);
    const logged = counter <= boot.lastCounter ? this.loggedHash(boot, counter) : undefined;
    // First of all: a receipt that got lost is given again whatever became of the key.
    if (logged && view.statementHash.equals(logged)) return this.repeat(boot, counter, logged);
    const standing = this.standing(view, boot);
    if (standing.kind === 'refused') return this.refuseStanding(view, boot, standing.reason);
    const { key } = standing;
    if (logged) this.convict(boot, counter, { second: statementOf(key, view) });
    else if (standing.kind === 'late') this.takeLate(view, boot, standing, waited);
    // One that contradicts a refused one waits for nobody, so that none is held that a refusal would have to be looked up for.
    else if (waited || counter <= boot.settledCounter + 1 || this.refusedOther(boot, view)) {
      if (!this.isFree(view, boot, key)) return;
      this.log(view, boot, key);
      if (!waited) this.letFollowersGo(boot);
    } else this.hold(view, boot);
  }

  /** A scan whose segment was closed before: refused at once where it cannot chain, else held until it does. */
  private takeLate(
    view: ScanView,
    boot: BootState,
    { key, segment }: Extract<Standing, { kind: 'late' }>,
    waited: HeldScan | undefined,
  ): void {
    const mustBe = view.counter === segment.to ? segment.lastHash : this.previousOf(boot, view.counter + 1, segment);
    if (mustBe && !view.statementHash.equals(mustBe)) return this.refuse(view, boot, key, 'PREVIOUS_MISMATCH');
    const { held, nowMs } = this.input;
    const { bootNumber } = boot;
    const late = held.hold({ bootNumber, view, heldTimeMs: waited?.heldTimeMs ?? nowMs, isLate: true });
    if (!late) return;
    this.late.add(boot);
    if (waited) this.overdue.add(late);
  }

  private hold(view: ScanView, boot: BootState): void {
    const { held, nowMs } = this.input;
    held.hold({ bootNumber: boot.bootNumber, view, heldTimeMs: nowMs, isLate: false });
  }

  /** A scan whose counter is not logged, under a key that may sign it. */
  private log(view: ScanView, boot: BootState, key: KnownKey): void {
    const { batch, findings, arrivals } = this.input;
    const { counter, statementHash } = view;
    view.receivedTimeMs = arrivals.raised(view.receivedTimeMs);
    arrivals.logged(view.receivedTimeMs);
    batch.addScan(boot, view, asBuffer(normalised(key, signatureOf(view))));
    if (counter > boot.lastCounter) {
      if (counter > 1 && counter === boot.lastCounter + 1 && !follows(view, boot.lastStatementHash!))
        findings.misfits.push({ boot, counter });
      boot.lastCounter = counter;
      boot.lastStatementHash = statementHash;
      if (counter > boot.settledCounter) boot.settledCounter = counter;
      return;
    }
    const before = this.loggedHash(boot, counter - 1);
    if (before && !follows(view, before)) findings.misfits.push({ boot, counter });
    const afterwards = this.previousOf(boot, counter + 1);
    if (afterwards && !statementHash.equals(afterwards)) findings.misfits.push({ boot, counter: counter + 1 });
  }

  /** Whether nothing but its key would stand against the scan: what was refused at its counter, and the limits of its enrolment. */
  private isFree(view: ScanView, boot: BootState, key: KnownKey): boolean {
    const refused = this.refusedOther(boot, view);
    if (refused) this.convict(boot, view.counter, { refused, second: statementOf(key, view) });
    else if (boot.objectsMax > 0 && view.objectCount > boot.objectsMax)
      this.refuse(view, boot, key, 'DEVICE_LIMIT_OBJECTS');
    else if (boot.claimsMax > 0 && view.claimCount > boot.claimsMax)
      this.refuse(view, boot, key, 'DEVICE_LIMIT_CLAIMS');
    // Last of all, so that only what is logged is counted.
    else if (!this.input.rate.take(boot, view))
      this.input.findings.rejects.push({ ...rejectOf(view, boot, 'OVERLOADED'), text: TOO_OFTEN });
    else return true;
    return false;
  }

  private standing({ bytes, counter, receivedTimeMs }: ScanView, boot: BootState): Standing {
    const keyId = bytes.subarray(KEY_ID_AT, KEY_ID_AT + 8);
    return standingOf(boot, { counter, keyId, logIndex: this.input.batch.nextIndex, receivedTimeMs });
  }

  private refuseStanding(view: ScanView, boot: BootState, reason: ReasonCode): void {
    const key = keyOfView(view, boot);
    if (key && REASONS[reason].final) this.refuse(view, boot, key, reason);
    else this.input.findings.rejects.push(rejectOf(view, boot, reason));
  }

  private refuse(view: ScanView, boot: BootState, key: KnownKey, reason: ReasonCode): void {
    const { logIndex: _, ...notice } = rejectOf(view, boot, reason);
    this.noteRefusal(boot, { statement: statementOf(key, view), reason, notice });
    // Who has lost the right to a counter does not say that nobody else is waited for there.
    if (refusalAccuses(reason)) this.settle(boot, view.counter);
  }

  private noteRefusal(
    boot: BootState,
    refusal: { readonly statement: Statement; readonly reason: string; readonly notice: Rejection },
  ): void {
    const { findings } = this.input;
    // What a key signs that has ended is kept and not told: whoever finds an old key makes no trail longer with it.
    if (!refusalAccuses(refusal.reason)) return void findings.rejects.push({ ...refusal.notice, logIndex: null });
    findings.refusals.push({ boot, ...refusal });
    this.refusedNow.set(`${boot.bootNumber}:${refusal.notice.counter}`, refusal.statement);
    boot.hasRefusals = true;
  }

  private convict(boot: BootState, counter: number, statements: { refused?: Statement; second: Statement }): void {
    this.input.findings.conflicts.push({ boot, counter, ...statements });
    this.settle(boot, counter);
  }

  /** The first statement that was refused at the counter of this one, unless this one was refused there itself. */
  private refusedOther(
    boot: BootState,
    { counter, statementHash }: Pick<ScanView, 'counter' | 'statementHash'>,
  ): Statement | undefined {
    if (!boot.hasRefusals) return undefined;
    const now = this.refusedNow.get(`${boot.bootNumber}:${counter}`);
    const refused = [...this.input.history.refused(boot, counter), ...(now ? [now] : [])];
    return refused.some((one) => hashOf(one).equals(statementHash)) ? undefined : refused[0];
  }

  private settle(boot: BootState, counter: number): void {
    if (counter !== boot.settledCounter + 1) return;
    boot.settledCounter = counter;
    this.input.batch.touched.add(boot);
  }

  private repeat(boot: BootState, counter: number, hash: Uint8Array): void {
    const logged = this.input.history.get(boot, counter);
    if (!logged) return; // logged by this very batch: its receipt is coming
    this.input.findings.repeats.push({
      deviceKey: boot.deviceKey,
      deviceId: boot.deviceId,
      boot: boot.boot,
      counter,
      statementHash: hash,
      logIndex: logged.logIndex,
    });
  }

  private loggedHash(boot: BootState, counter: number): Uint8Array | undefined {
    if (counter === boot.committedCounter && boot.committedHash) return boot.committedHash;
    return this.input.batch.find(boot, counter)?.statementHash ?? this.input.history.get(boot, counter)?.hash;
  }

  /** @param within a segment that the counter must be of: only its own statements chain. */
  private previousOf(boot: BootState, counter: number, within?: BootSegment): Uint8Array | undefined {
    if (within && counter > (within.to ?? 0)) return undefined;
    const inBatch = this.input.batch.find(boot, counter);
    if (inBatch) return inBatch.bytes.subarray(inBatch.previousAt, inBatch.previousAt + 32);
    return this.input.history.get(boot, counter)?.statement.previous;
  }
}

/** P-256 has two signatures for each: the one with the lower s is logged. */
const normalised = ({ algorithm }: KnownKey, signature: Uint8Array): Uint8Array =>
  normaliseSignature(algorithm, signature);

const signatureOf = ({ bytes, signatureAt }: ScanView): Buffer => bytes.subarray(signatureAt, signatureAt + 64);

const statementOf = (key: KnownKey, view: ScanView): Statement => ({
  view,
  signature: normalised(key, signatureOf(view)),
});

/** The key that a scan names, where the device has or had it. */
export const keyOfView = ({ bytes }: ScanView, boot: BootState): KnownKey | undefined =>
  keyById(boot, bytes.subarray(KEY_ID_AT, KEY_ID_AT + 8));

const isOf = (boot: BootState, { bytes }: ScanView): boolean =>
  bytes.compare(boot.deviceKey, 0, 32, DEVICE_AT, DEVICE_AT + 32) === 0;

const follows = ({ bytes, previousAt }: ScanView, hash: Uint8Array): boolean =>
  bytes.compare(hash, 0, 32, previousAt, previousAt + 32) === 0;

const TOO_OFTEN = `This device has scanned an object of this scan ${SCANS_OF_OBJECT_A_DAY_MAX} times today (UTC): send it again later.`;

const HEAD_BYTES = 256;

export function rejectOf(view: ScanView, boot: BootState | null, reason: ReasonCode): RejectNotice {
  return {
    payloadHash: sha256(view.bytes),
    deviceKey: Buffer.from(view.bytes.subarray(DEVICE_AT, DEVICE_AT + 32)),
    deviceId: boot?.deviceId ?? null,
    boot: Buffer.from(view.bytes.subarray(BOOT_AT, BOOT_AT + 16)),
    counter: view.counter,
    reason,
    text: REASONS[reason].text,
    final: REASONS[reason].final,
    payloadHead: Buffer.from(view.bytes.subarray(0, HEAD_BYTES)),
    logIndex: null,
  };
}
