import {
  decodeEventBody,
  decodeLogEntry,
  decodeScanHeader,
  EventKind,
  type LoggedScan,
  lastCounterOf,
  refusalAccuses,
  refusedStatements,
  type SignedEvent,
  statementBytes,
  statementHash,
} from '#libs/core/wire';
import { type Boots, type BootState, type Concluded, CopyRows, type TrailBatch } from '#libs/log/sequencer';
import { asBuffer, keyOf, sha256 } from '#libs/log/ledger';
import { claimsOfEvent, type Commitments } from '#libs/log/audit';
import { RecoverError } from './error.js';

/** An entry of the public log with what it says of others. */
export type RecoveredEntry = {
  readonly logIndex: number;
  readonly entry: Buffer;
  /** Trails that it advances. */
  readonly objects: readonly Uint8Array[];
  readonly commitments: Commitments;
  privatePart: Buffer | null;
} & ({ readonly kind: 'scan'; readonly scan: LoggedScan } | { readonly kind: 'event'; readonly event: SignedEvent });

/** @throws {RecoverError} LOG_DAMAGED for an entry that no version of this program has logged. */
export function readEntry(logIndex: number, entry: Buffer): RecoveredEntry {
  try {
    const decoded = decodeLogEntry(entry);
    const common = { logIndex, entry, privatePart: null };
    if (decoded.kind === 'scan') {
      const { objects, claims } = decodeScanHeader(decoded.scan.header);
      return { ...common, kind: 'scan', scan: decoded.scan, objects, commitments: { objects, claims } };
    }
    const { event } = decoded;
    const commitments = { objects: [], claims: claimsOfEvent(event) };
    return { ...common, kind: 'event', event, objects: event.objects, commitments };
  } catch (cause) {
    const why = (cause as Error).message;
    throw new RecoverError('LOG_DAMAGED', `entry ${logIndex} of the public log cannot be read: ${why}`, { cause });
  }
}

const COLUMNS = 5;
const FIXED_BYTES = 8 + 4 + 8;

/** Entries that go into the database together, and what follows from them. */
export class RecoveredBatch implements TrailBatch {
  readonly entries: RecoveredEntry[] = [];
  readonly leaves: Buffer[] = [];
  readonly touched = new Set<BootState>();
  readonly concluded: Pick<Concluded, 'equivocations' | 'refusals' | 'ranges'> = {
    equivocations: [],
    refusals: [],
    ranges: [],
  };
  /** Bytes of entries and private parts. */
  bytes = 0;

  hasScans = false;

  constructor(readonly firstIndex: number) {}

  add(entry: RecoveredEntry, leaf: Buffer): void {
    this.entries.push(entry);
    this.leaves.push(leaf);
    if (entry.kind === 'scan') this.hasScans = true;
    this.bytes += entry.entry.length + (entry.privatePart?.length ?? 0);
  }

  forEachObject(place: number, visit: (trailKey: Buffer) => void): void {
    for (const key of this.entries[place]!.objects) visit(asBuffer(key));
  }

  /** Boots that the entries speak of. */
  bootKeys(): Set<string> {
    const keys = new Set<string>();
    for (const entry of this.entries) {
      if (entry.kind === 'scan') keys.add(keyOf(entry.scan.boot));
      else for (const { boot } of statementsOf(entry.event)) keys.add(keyOf(boot));
    }
    return keys;
  }

  /**
   * Advances the boots as the entries have them, and writes the rows of `log_entry`.
   * @throws {RecoverError} LOG_DAMAGED when an entry is of a boot that nobody enrolled.
   */
  rows(boots: Boots): CopyRows {
    const rows = new CopyRows(this.bytes + this.entries.length * (2 + COLUMNS * 4 + FIXED_BYTES));
    for (const entry of this.entries) {
      const boot = entry.kind === 'scan' ? this.takeScan(entry.scan, bootOf(boots, entry.scan, entry.logIndex)) : null;
      if (entry.kind === 'event') this.takeFinding(entry.event, entry.logIndex, boots);
      rows.startRow(COLUMNS, FIXED_BYTES + entry.entry.length + (entry.privatePart?.length ?? 0));
      rows.int8(entry.logIndex);
      if (boot && entry.kind === 'scan') {
        rows.int4(boot.bootNumber);
        rows.int8(entry.scan.counter);
      } else {
        rows.null();
        rows.null();
      }
      rows.bytes(entry.entry);
      if (entry.privatePart) rows.bytes(entry.privatePart);
      else rows.null();
    }
    return rows;
  }

  private takeScan(scan: LoggedScan, boot: BootState): BootState {
    const { counter } = scan;
    this.touched.add(boot);
    if (counter > boot.lastCounter) {
      boot.lastCounter = counter;
      boot.lastStatementHash = sha256(statementBytes(scan));
    }
    if (counter > boot.settledCounter) boot.settledCounter = counter;
    return boot;
  }

  /** The sequencer's own events: which rows they leave, and that nobody waits for their counters any more. */
  private takeFinding(event: SignedEvent, logIndex: number, boots: Boots): void {
    if (event.kind === EventKind.EQUIVOCATION) {
      const { second, reason } = decodeEventBody(EventKind.EQUIVOCATION, event.body);
      const boot = bootOf(boots, second, logIndex);
      this.concluded.equivocations.push({ bootNumber: boot.bootNumber, counter: second.counter, reason, logIndex });
      this.settle(boot, second.counter);
    } else if (event.kind === EventKind.REFUSED) {
      const body = decodeEventBody(EventKind.REFUSED, event.body);
      const { statement, reason, ranges = [] } = body;
      const boot = bootOf(boots, statement, logIndex);
      const { bootNumber } = boot;
      for (const one of refusedStatements(body)) {
        const place = { bootNumber, counter: one.counter, reason, logIndex };
        this.concluded.refusals.push({ statementHash: asBuffer(statementHash(one)), ...place });
      }
      if (refusalAccuses(reason)) this.settle(boot, statement.counter);
      for (const range of ranges) {
        const span = { first: range.first, last: lastCounterOf(range) };
        this.concluded.ranges.push({ ...span, bootNumber, logIndex });
        if (span.first <= boot.settledCounter + 1 && span.last > boot.settledCounter) {
          boot.settledCounter = span.last;
          this.touched.add(boot);
        }
      }
    }
  }

  private settle(boot: BootState, counter: number): void {
    if (counter !== boot.settledCounter + 1) return;
    boot.settledCounter = counter;
    this.touched.add(boot);
  }
}

function statementsOf({ kind, body }: SignedEvent): { readonly boot: Uint8Array }[] {
  if (kind === EventKind.EQUIVOCATION) return [decodeEventBody(kind, body).second];
  return kind === EventKind.REFUSED ? [decodeEventBody(kind, body).statement] : [];
}

function bootOf(boots: Boots, { boot }: { readonly boot: Uint8Array }, logIndex: number): BootState {
  const known = boots.get(keyOf(boot));
  if (known) return known;
  throw new RecoverError(
    'LOG_DAMAGED',
    `entry ${logIndex} is of the boot ${asBuffer(boot).toString('hex')}, which no entry before has enrolled`,
  );
}
