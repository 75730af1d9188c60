import {
  decodeLogEntry,
  decodePrivatePart,
  decodeScanHeader,
  EventKind,
  isSupportedEventKind,
  type LogEntry,
  type PrivatePart,
  statementBytes,
} from '#libs/core/wire';
import { keyOf, sha256 } from '#libs/log/ledger';
import { claimsOfEvent } from './event-claims.js';
import { type DifferenceCode, type Differences, hex, short } from './findings.js';
import { KeyHistory } from './key-history.js';
import type { LinkSums } from './link-sums.js';
import { type Commitments, wrongValues } from './private-values.js';
import { RegistryHistory } from './registry-history.js';
import { ScanCounters } from './scan-counters.js';
import type { SeenCheckpoints } from './seen-checkpoints.js';
import type { SignatureChecks } from './signature-checks.js';

/** A row of log_entry. */
export interface EntryRow {
  readonly logIndex: number;
  readonly bootNumber: number | null;
  readonly counter: number | null;
  readonly entry: Buffer;
  readonly privatePart: Buffer | null;
  /** The row is gone, and the entry is that of the public log. */
  readonly isMissing?: boolean;
}

const NO_PRIVATE_PART: PrivatePart = { uris: [], disclosures: [] };

export interface EntryCheckInput {
  readonly sums: LinkSums;
  readonly seen: SeenCheckpoints;
  /** Boots of the database by their number. */
  readonly bootOfNumber: ReadonlyMap<number, string>;
  /** Where signatures are to be checked. */
  readonly signatures: SignatureChecks | null;
  readonly differences: Differences;
}

type LoggedScan = Extract<LogEntry, { kind: 'scan' }>['scan'];
type SignedEvent = Extract<LogEntry, { kind: 'event' }>['event'];

/** Goes through the log in its order and recomputes what follows from each entry. */
export class EntryCheck {
  readonly registry: RegistryHistory;
  readonly counters: ScanCounters;
  private readonly differences: Differences;
  private links = 0;

  constructor(private readonly input: EntryCheckInput) {
    this.differences = input.differences;
    this.counters = new ScanCounters(input.bootOfNumber, input.differences);
    this.registry = new RegistryHistory(new KeyHistory((boot, counter) => this.counters.loggedOf(boot, counter)));
  }

  /** Links that the entries so far add to trails. */
  get linkCount(): number {
    return this.links;
  }

  take(row: EntryRow): void {
    const entry = this.attempt(row, 'ENTRY_UNREADABLE', 'cannot be read', () => decodeLogEntry(row.entry));
    if (!entry) return;
    const privatePart =
      row.privatePart === null
        ? NO_PRIVATE_PART
        : this.attempt(row, 'PRIVATE_PART', 'has a private part that cannot be read', () =>
            decodePrivatePart(row.privatePart!),
          );
    if (entry.kind === 'scan') this.takeScan(row, entry.scan, privatePart);
    else this.takeEvent(row, entry.event, privatePart);
  }

  private takeScan(row: EntryRow, scan: LoggedScan, privatePart: PrivatePart | undefined): void {
    const { logIndex } = row;
    const header = this.attempt(row, 'ENTRY_UNREADABLE', 'has a header that cannot be read', () =>
      decodeScanHeader(scan.header),
    );
    if (!header) return;
    this.name(logIndex, header.objects);
    if (privatePart) this.checkPrivatePart(row, header, privatePart);
    if (header.seenCheckpoint) this.input.seen.take(logIndex, scan.device, header.seenCheckpoint);
    const place = { logIndex, scan, boot: keyOf(scan.boot) };
    if (!row.isMissing) this.counters.compareRow(place, row);
    const statement = statementBytes({ ...scan, headerHash: sha256(scan.header) });
    this.checkKey(logIndex, scan, statement);
    this.counters.take({ ...place, statementHash: sha256(statement) });
  }

  private checkKey(logIndex: number, scan: LoggedScan, statement: Uint8Array): void {
    const fault = this.registry.keys.judge(logIndex, scan);
    // Where no key may sign it, there is no signature to check either: one line.
    if (!fault) this.input.signatures?.addScan(logIndex, scan, statement);
    else
      this.differences.add(
        'KEY',
        `entry ${logIndex} logs counter ${scan.counter} of boot ${hex(scan.boot)}, which does not count by the keys before it: ${fault}`,
      );
  }

  private takeEvent(row: EntryRow, event: SignedEvent, privatePart: PrivatePart | undefined): void {
    const { logIndex } = row;
    this.name(logIndex, event.objects);
    if (row.bootNumber !== null || row.counter !== null)
      this.differences.add('BOOT', `entry ${logIndex} is an event, its row says boot number ${row.bootNumber}`);
    if (isSupportedEventKind(event.kind))
      this.attempt(row, 'KEY', 'is an event that does not fit the keys before it', () => {
        this.registry.keys.take(logIndex, event);
        this.input.signatures?.addEvent(logIndex, row.entry);
      });
    if (privatePart)
      this.attempt(row, 'REGISTRY', 'is an event that cannot be read', () => {
        this.checkPrivatePart(row, { objects: [], claims: claimsOfEvent(event) }, privatePart);
        this.registry.take(logIndex, event, privatePart.disclosures);
        if (event.kind === EventKind.REFUSED) this.counters.takeRefused(logIndex, event.body);
      });
  }

  private name(logIndex: number, objects: readonly Uint8Array[]): void {
    for (const trailKey of objects) this.input.sums.name(logIndex, trailKey);
    this.links += objects.length;
  }

  private checkPrivatePart({ logIndex, isMissing }: EntryRow, commitments: Commitments, part: PrivatePart): void {
    if (isMissing) return; // it is gone with the row
    const { objects, claims } = commitments;
    const wrong = wrongValues(commitments, part);
    if (wrong === null) {
      const has = `${part.uris.length} URIs and ${part.disclosures.length} disclosures`;
      this.differences.add(
        'PRIVATE_PART',
        `entry ${logIndex} names ${objects.length} objects and ${claims.length} claims, its private part has ${has}`,
      );
      return;
    }
    for (const { kind, place } of wrong)
      this.differences.add(
        'PRIVATE_PART',
        kind === 'uri'
          ? `URI ${place} of entry ${logIndex} is not that of its object ${short(objects[place]!)}`
          : `disclosure ${place} of entry ${logIndex} does not open its commitment ${short(claims[place]!)}`,
      );
  }

  private attempt<Result>(
    { logIndex }: EntryRow,
    code: Extract<DifferenceCode, 'ENTRY_UNREADABLE' | 'PRIVATE_PART' | 'REGISTRY' | 'KEY'>,
    what: string,
    read: () => Result,
  ): Result | undefined {
    try {
      return read();
    } catch (error) {
      this.differences.add(code, `entry ${logIndex} ${what}: ${(error as Error).message}`);
      return undefined;
    }
  }
}
