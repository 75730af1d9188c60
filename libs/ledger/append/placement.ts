import { REASONS, type ReasonCode, type SignedStatement, statementHash } from '#libs/provenance';
import { normaliseSignature, type SignatureAlgorithm } from '#libs/signatures';
import { type BootState, isActive, keyById, type SigningKey } from './boots.js';
import { accuses, type Findings, hashOf, type Rejection, type RejectNotice, type Statement } from './findings.js';
import { asBuffer, sha256 } from './hashing.js';
import type { HeldScans } from './held-scans.js';
import type { History } from './history.js';
import type { LogBatch } from './log-batch.js';
import { BOOT_AT, DEVICE_AT, KEY_ID_AT, type ScanView } from './scan-view.js';

export interface PlacementInput {
  readonly batch: LogBatch;
  readonly held: HeldScans;
  /** Holds what is logged at the counters that do not follow the boot's last one, and beside them. */
  readonly history: History;
  readonly findings: Findings;
  readonly nowMs: number;
}

/**
 * Decides for each scan of a batch, in the order of arrival: log it now, hold it, answer it again, refuse it. Synchronous, from
 * memory; what it cannot decide alone it leaves in `findings`.
 */
export class Placement {
  /** What this batch has refused so far, by boot and counter. */
  private readonly refusedNow = new Map<string, Statement>();

  constructor(private readonly input: PlacementInput) {}

  place(view: ScanView, boot: BootState | undefined): void {
    if (!boot || !isOf(boot, view)) this.input.findings.strangers.push(view);
    else if (view.counter <= boot.lastCounter) this.placeLate(view, boot);
    // One that contradicts a refused one waits for nobody, so that none is held that a refusal would have to be looked up for.
    else if (view.counter <= boot.settledCounter + 1 || this.refusedOther(boot, view)) {
      this.log(view, boot);
      this.letFollowersGo(boot);
    } else this.input.held.hold({ bootNumber: boot.bootNumber, view, heldTimeMs: this.input.nowMs });
  }

  /** Ends the waiting for what lies before this counter: the hole shows as a gap. */
  letGo(boot: BootState, counterMax: number): void {
    const { held } = this.input;
    for (
      let next = held.takeNext(boot.bootNumber, counterMax);
      next;
      next = held.takeNext(boot.bootNumber, counterMax)
    ) {
      if (next.view.counter <= boot.lastCounter) this.placeLate(next.view, boot);
      else this.log(next.view, boot);
    }
    this.letFollowersGo(boot);
  }

  /** A final refusal by ingest of a validly signed statement: for the log, so that its counter cannot pass for a gap. */
  placeRefused(signed: SignedStatement, notice: Rejection, boot: BootState): void {
    const { findings } = this.input;
    const hash = asBuffer(statementHash(signed));
    const key = keyById(boot, signed.keyId);
    // Without a key of the device the signature says nothing to a reader of the log.
    if (!key) return void findings.rejects.push({ ...notice, logIndex: null });
    const statement = { signed: { ...signed, signature: normalised(key, signed.signature) }, hash };
    const logged = this.loggedHash(boot, signed.counter);
    const refused = logged ? undefined : this.refusedOther(boot, { counter: signed.counter, statementHash: hash });
    if (refused) {
      findings.rejects.push({ ...notice, logIndex: null });
      this.convict(boot, signed.counter, { refused, second: statement });
      this.letFollowersGo(boot);
    } else if (!logged) {
      this.noteRefusal(boot, statement, notice);
      for (const { view } of this.input.held.takeOthers(boot.bootNumber, signed.counter, hash)) this.keyFor(view, boot);
      this.settle(boot, signed.counter);
      this.letFollowersGo(boot);
    } else if (hash.equals(logged)) {
      // Logged before from bytes that were whole: the device gets its receipt again.
      findings.rejects.push({ ...notice, logIndex: null });
      this.repeat(boot, signed.counter, hash);
    } else {
      findings.rejects.push({ ...notice, logIndex: null });
      findings.conflicts.push({ boot, counter: signed.counter, second: statement });
    }
  }

  private letFollowersGo(boot: BootState): void {
    const { held } = this.input;
    if (held.size === 0) return;
    for (;;) {
      const next = held.takeNext(boot.bootNumber, boot.settledCounter + 1);
      if (!next) return;
      if (next.view.counter <= boot.lastCounter) this.placeLate(next.view, boot);
      else this.log(next.view, boot);
    }
  }

  /** A scan with a counter above all that are logged. */
  private log(view: ScanView, boot: BootState): void {
    const { batch, findings } = this.input;
    const key = this.keyFor(view, boot);
    if (!key) return;
    batch.addScan(boot, view, asBuffer(normalised(key, signatureOf(view))));
    const { counter, statementHash } = view;
    if (counter > 1 && counter === boot.lastCounter + 1 && !follows(view, boot.lastStatementHash!))
      findings.misfits.push({ boot, counter });
    boot.lastCounter = counter;
    boot.lastStatementHash = statementHash;
    if (counter > boot.settledCounter) boot.settledCounter = counter;
  }

  /** A scan with a counter below one that is logged: again, in contradiction, or late. */
  private placeLate(view: ScanView, boot: BootState): void {
    const { batch, findings } = this.input;
    const { counter } = view;
    const logged = this.loggedHash(boot, counter);
    if (logged) {
      if (view.statementHash.equals(logged)) this.repeat(boot, counter, logged);
      else {
        const key = this.activeKeyFor(view, boot);
        if (key) this.convict(boot, counter, { second: statementOf(key, view) });
      }
      return;
    }
    const key = this.keyFor(view, boot);
    if (!key) return;
    batch.addScan(boot, view, asBuffer(normalised(key, signatureOf(view))));
    const before = this.loggedHash(boot, counter - 1);
    if (before && !follows(view, before)) findings.misfits.push({ boot, counter });
    const afterwards = this.previousOf(boot, counter + 1);
    if (afterwards && !view.statementHash.equals(afterwards)) findings.misfits.push({ boot, counter: counter + 1 });
  }

  /** The key under which the scan may be logged, at the coming log index and under the limits of its enrolment. */
  private keyFor(view: ScanView, boot: BootState): SigningKey | undefined {
    const key = this.activeKeyFor(view, boot);
    if (!key) return undefined;
    const refused = this.refusedOther(boot, view);
    if (refused) this.convict(boot, view.counter, { refused, second: statementOf(key, view) });
    else if (boot.objectsMax > 0 && view.objectCount > boot.objectsMax)
      this.refuse(view, boot, key, 'DEVICE_LIMIT_OBJECTS');
    else if (boot.claimsMax > 0 && view.claimCount > boot.claimsMax)
      this.refuse(view, boot, key, 'DEVICE_LIMIT_CLAIMS');
    else return key;
    return undefined;
  }

  private activeKeyFor(view: ScanView, boot: BootState): SigningKey | undefined {
    const key = keyById(boot, view.bytes.subarray(KEY_ID_AT, KEY_ID_AT + 8));
    if (!key) this.input.findings.rejects.push(rejectOf(view, boot, 'KEY_UNKNOWN'));
    else if (!isActive(key, this.input.batch.nextIndex)) this.refuse(view, boot, key, 'KEY_NOT_ACTIVE');
    else return key;
    return undefined;
  }

  private refuse(view: ScanView, boot: BootState, key: SigningKey, reason: ReasonCode): void {
    const { logIndex: _, ...notice } = rejectOf(view, boot, reason);
    this.noteRefusal(boot, statementOf(key, view), notice);
    this.settle(boot, view.counter);
  }

  private noteRefusal(boot: BootState, statement: Statement, notice: Rejection): void {
    const { reason, counter } = notice;
    this.input.findings.refusals.push({ boot, statement, reason, notice });
    if (!accuses(reason)) return;
    this.refusedNow.set(`${boot.bootNumber}:${counter}`, statement);
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

  private previousOf(boot: BootState, counter: number): Uint8Array | undefined {
    const inBatch = this.input.batch.find(boot, counter);
    if (inBatch) return inBatch.bytes.subarray(inBatch.previousAt, inBatch.previousAt + 32);
    return this.input.history.get(boot, counter)?.statement.previous;
  }
}

/** P-256 has two signatures for each: the one with the lower s is logged. */
const normalised = (key: SigningKey, signature: Uint8Array): Uint8Array =>
  normaliseSignature(key.algorithm as SignatureAlgorithm, signature);

const signatureOf = ({ bytes, signatureAt }: ScanView): Buffer => bytes.subarray(signatureAt, signatureAt + 64);

const statementOf = (key: SigningKey, view: ScanView): Statement => ({
  view,
  signature: normalised(key, signatureOf(view)),
});

const isOf = (boot: BootState, { bytes }: ScanView): boolean =>
  bytes.compare(boot.deviceKey, 0, 32, DEVICE_AT, DEVICE_AT + 32) === 0;

const follows = ({ bytes, previousAt }: ScanView, hash: Uint8Array): boolean =>
  bytes.compare(hash, 0, 32, previousAt, previousAt + 32) === 0;

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
