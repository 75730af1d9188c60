import type { SignatureCheck, SignatureVerifier } from '#libs/core/signatures';
import { readEntry, type ReadEntry, type ReadEvent, type ReadScan } from '#libs/core/entries';
import { KeyState, KeyStateError, quotedSignature, quotedStatements } from '#libs/core/keys';
import { EventKind, judgeScanTime, ScanError, statementBytes, WireError } from '#libs/core/wire';
import { ArrivalWatch } from './arrival-watch.js';
import { CounterWatch } from './counter-watch.js';
import { EnrolmentWatch } from './enrolment-watch.js';
import { contradiction, type MonitorFinding, notice } from './finding.js';
import { keyFindings, segmentOf } from './key-findings.js';

/** An event that made keys or parties known: what the state of keys is made of. */
export interface KeptEvent {
  readonly logIndex: number;
  readonly entry: Uint8Array;
}

interface Signed {
  readonly logIndex: number;
  readonly what: string;
  readonly check: SignatureCheck;
}

/**
 * Judges every entry of one log, given in log order from the first on: form, keys, signatures, counters, and whether late scans chain. That the
 * entries are the log's is for the caller to see to (LogReader of libs/core/tlog). Keeps keys, and counters and holes per boot; no entries
 * but key events.
 *
 * @see docs/formats/entry.md, LoggedScan: «A scan counts if», and Keys that age
 */
export class LogMonitor {
  readonly counters = new CounterWatch();
  private readonly arrivals = new ArrivalWatch();
  private readonly keys: KeyState;
  private readonly enrolments: EnrolmentWatch;
  private readonly kept: KeptEvent[] = [];
  private taken = 0;
  private unread = 0;
  private seenAtSize = 0;

  /** @param origin of the log */
  constructor(
    readonly origin: string,
    private readonly verifier: SignatureVerifier,
  ) {
    this.keys = new KeyState(origin);
    this.enrolments = new EnrolmentWatch();
  }

  /** Entries taken so far. */
  get size(): number {
    return this.taken;
  }

  /** Entries of kinds that this version cannot judge. */
  get unreadEntries(): number {
    return this.unread;
  }

  /** What `resume` needs beside `counters`. */
  get memory(): {
    readonly size: number;
    readonly seenAtSize: number;
    readonly unread: number;
    /** Highest arrival so far, in milliseconds since 1970. */
    readonly arrivedMs: number;
    readonly events: readonly KeptEvent[];
  } {
    return {
      size: this.taken,
      seenAtSize: this.seenAtSize,
      unread: this.unread,
      arrivedMs: this.arrivals.highestMs,
      events: this.kept,
    };
  }

  /**
   * Takes up where another one ended. Their signatures were judged then.
   * @throws {KeyStateError}, {WireError} when the events are not those of a log
   */
  resume({ size, seenAtSize, unread, arrivedMs, events }: LogMonitor['memory']): void {
    for (const event of events) {
      const read = readEntry({ ...event, uris: [], disclosures: [] });
      if (read.kind === 'event') {
        this.keys.apply(read);
        this.enrolments.takeEvent(read, this.keys);
      }
      this.kept.push(event);
    }
    this.taken = size;
    this.seenAtSize = seenAtSize;
    this.unread = unread;
    this.arrivals.resume(arrivedMs);
  }

  /** Takes the next entries. @returns what was found; after a contradiction the state is of no more use. */
  async take(entries: readonly Uint8Array[]): Promise<MonitorFinding[]> {
    const findings: MonitorFinding[] = [];
    const signed: Signed[] = [];
    for (const entry of entries) this.takeEntry(entry, signed, findings);
    const verdicts = await this.verifier.verifyAll(signed.map(({ check }) => check));
    for (const [at, { logIndex, what }] of signed.entries()) {
      if (verdicts[at] === true) continue;
      const text = `Entry ${logIndex}: the signature of ${what} is not by the key that was active there.`;
      findings.push(contradiction('SIGNATURE', logIndex, text));
    }
    return findings;
  }

  /** To be asked when all entries of a published size were taken. @returns what should have been told of by now, and has not been. */
  endOfCheckpoint(): MonitorFinding[] {
    const findings = this.counters.overdue(this.taken, this.seenAtSize);
    this.seenAtSize = this.taken;
    return findings;
  }

  private takeEntry(entry: Uint8Array, signed: Signed[], findings: MonitorFinding[]): void {
    const logIndex = this.taken++;
    try {
      const read = readEntry({ logIndex, entry, uris: [], disclosures: [] });
      this.takeRead(read, entry, signed, findings);
    } catch (error) {
      if (error instanceof KeyStateError) {
        // A key event of a kind that is not known here may have made the key known.
        const weight = this.unread > 0 ? 'not judged' : 'contradiction';
        findings.push({ code: 'KEYS', weight, logIndex, text: `${sentence(error.message)} (${error.code}).` });
      } else if (error instanceof WireError || error instanceof ScanError) {
        const text = `Entry ${logIndex} is not of this format: ${error.message} (${error.code}).`;
        findings.push(contradiction('ENTRY_UNREADABLE', logIndex, text));
      } else throw error;
    }
  }

  private takeRead(read: ReadEntry, entry: Uint8Array, signed: Signed[], findings: MonitorFinding[]): void {
    const { logIndex } = read;
    if (read.kind === 'unread event') {
      this.unread++;
      const text = `Entry ${logIndex} is an event of kind ${read.event.kind}, which this version cannot judge.`;
      findings.push({ code: 'KIND_UNKNOWN', weight: 'not judged', logIndex, text });
    } else if (read.kind === 'scan') this.takeScan(read, signed, findings);
    else this.takeEvent(read, entry, signed, findings);
  }

  private takeScan(read: ReadScan, signed: Signed[], findings: MonitorFinding[]): void {
    const { scan, header, logIndex } = read;
    const segment = segmentOf(read, this.keys);
    // Counters first: they are told of, whoever has signed.
    findings.push(...this.counters.takeScan(read, segment), ...this.enrolments.takeScan(read));
    findings.push(...this.arrivals.take(read));
    const time = judgeScanTime({ eventTimeMs: header.eventTimeMs, receivedTimeMs: scan.receivedTimeMs });
    if (time !== undefined && time !== 'CLOCK_AHEAD')
      findings.push(notice('TIME_ODD', logIndex, `The device time of entry ${logIndex} cannot be (${time}).`));
    const signer = this.keys.signerOfScan(read);
    findings.push(...this.counters.takeSigned(read, signer, segment!));
    const { algorithm, publicKey } = signer.key;
    const check = { algorithm, publicKey, message: statementBytes(scan), signature: scan.signature };
    signed.push({ logIndex, what: 'its device', check });
  }

  private takeEvent(read: ReadEvent, entry: Uint8Array, signed: Signed[], findings: MonitorFinding[]): void {
    const { logIndex } = read;
    const checks = this.keys.apply(read, (device, last) => this.counters.loggedOf(device, last));
    for (const check of checks) signed.push({ logIndex, what: 'its signer', check });
    this.keep(read, entry);
    findings.push(
      ...this.enrolments.takeEvent(read, this.keys),
      ...this.counters.takeEvent(read),
      ...keyFindings(read),
    );
    for (const statement of quotedStatements(read)) {
      const check = quotedSignature(statement, this.keys);
      if (check) signed.push({ logIndex, what: 'a statement that it quotes', check });
      else {
        const text = `Entry ${logIndex} quotes a statement by a key that the log never made known for its device.`;
        findings.push({ code: 'KEYS', weight: this.unread > 0 ? 'not judged' : 'contradiction', logIndex, text });
      }
    }
  }

  private keep({ eventKind, logIndex }: ReadEvent, entry: Uint8Array): void {
    if (KEPT.has(eventKind)) this.kept.push({ logIndex, entry: entry.slice() });
  }
}

/** Kinds that say who may sign what. */
const KEPT: ReadonlySet<number> = new Set([
  EventKind.OPERATOR,
  EventKind.PARTY,
  EventKind.ENROL,
  EventKind.BOOT,
  EventKind.ROTATE,
  EventKind.RETIRE,
  EventKind.COMPROMISED,
  EventKind.RECEIPT_KEY,
]);

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
