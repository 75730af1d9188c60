import {
  decodeEventBody,
  decodeLogEntry,
  decodePrivatePart,
  decodeScanHeader,
  EventKind,
  isSupportedEventKind,
  type LogEntry,
  type PrivatePart,
  type StatementFields,
  statementHash,
} from '#libs/provenance';
import { asBuffer, keyOf } from '../append/hashing.js';
import { BootHistory } from './boot-history.js';
import { claimsOfEvent } from './event-claims.js';
import { type Differences, hex, short } from './findings.js';
import { KeyHistory } from './key-history.js';
import type { LinkSums } from './link-sums.js';
import { type Commitments, wrongValues } from './private-values.js';
import { RefusedCounters } from './refused-counters.js';
import { RegistryHistory } from './registry-history.js';

/** A row of log_entry. */
export interface EntryRow {
  readonly logIndex: number;
  readonly bootNumber: number | null;
  readonly counter: number | null;
  readonly entry: Buffer;
  readonly privatePart: Buffer | null;
}

const NO_PRIVATE_PART: PrivatePart = { uris: [], disclosures: [] };

/** Goes through the log in its order and recomputes what follows from each entry. */
export class EntryCheck {
  readonly registry = new RegistryHistory(
    new KeyHistory((boot, counter) => {
      const history = this.bootHistories.get(keyOf(boot));
      const hash = history?.lastCounter === counter ? history.lastStatementHash : null;
      return { highestCounter: history?.lastCounter ?? 0, ...(hash && { hashOfLast: hash }) };
    }),
  );
  /** By boot number of the database. */
  readonly boots = new Map<number, BootHistory>();
  private readonly bootHistories = new Map<string, BootHistory>();
  private readonly refused = new RefusedCounters();
  private readonly bootNumbers = new Map<number, string>();
  private links = 0;

  constructor(
    private readonly sums: LinkSums,
    private readonly differences: Differences,
  ) {}

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

  private takeScan(
    row: EntryRow,
    scan: Extract<LogEntry, { kind: 'scan' }>['scan'],
    privatePart: PrivatePart | undefined,
  ): void {
    const { logIndex, bootNumber, counter } = row;
    const header = this.attempt(row, 'ENTRY_UNREADABLE', 'has a header that cannot be read', () =>
      decodeScanHeader(scan.header),
    );
    if (!header) return;
    this.name(logIndex, header.objects);
    if (privatePart) this.checkPrivatePart(logIndex, header, privatePart);
    if (bootNumber === null || counter !== scan.counter) {
      this.differences.add(
        'BOOT',
        `entry ${logIndex} has counter ${scan.counter}, its row ${counter} of boot number ${bootNumber}`,
      );
      return;
    }
    const boot = keyOf(scan.boot);
    const known = this.bootNumbers.get(bootNumber);
    if (known === undefined) this.bootNumbers.set(bootNumber, boot);
    else if (known !== boot)
      this.differences.add(
        'BOOT',
        `entry ${logIndex} is of boot ${hex(scan.boot)}, its row says number ${bootNumber}, which is another boot`,
      );
    this.checkCounter(logIndex, bootNumber, scan);
    const fault = this.registry.keys.judge(logIndex, scan);
    if (fault)
      this.differences.add(
        'KEY',
        `entry ${logIndex} logs counter ${scan.counter} of boot ${hex(scan.boot)}, which does not count by the keys before it: ${fault}`,
      );
  }

  private checkCounter(logIndex: number, bootNumber: number, scan: Extract<LogEntry, { kind: 'scan' }>['scan']): void {
    let history = this.boots.get(bootNumber);
    if (!history) {
      this.boots.set(bootNumber, (history = new BootHistory()));
      this.bootHistories.set(keyOf(scan.boot), history);
    }
    if (scan.after !== history.lastCounter)
      this.differences.add(
        'AFTER',
        `entry ${logIndex} says that it comes after counter ${scan.after} of its boot, the log has ${history.lastCounter}`,
      );
    const hash = asBuffer(statementHash(scan));
    const refusedAt = this.refused.contradictedBy(scan, hash);
    if (refusedAt !== undefined) this.addTwice(logIndex, 'logs', scan, refusedAt);
    if (!history.take(scan.counter, hash))
      this.differences.add(
        'COUNTER_DOUBLED',
        `entry ${logIndex} logs counter ${scan.counter} of boot ${hex(scan.boot)} a second time`,
      );
  }

  private takeEvent(
    row: EntryRow,
    event: Extract<LogEntry, { kind: 'event' }>['event'],
    privatePart: PrivatePart | undefined,
  ): void {
    this.name(row.logIndex, event.objects);
    if (row.bootNumber !== null || row.counter !== null)
      this.differences.add('BOOT', `entry ${row.logIndex} is an event, its row says boot number ${row.bootNumber}`);
    if (isSupportedEventKind(event.kind))
      this.attempt(row, 'KEY', 'is an event that does not fit the keys before it', () =>
        this.registry.keys.take(row.logIndex, event),
      );
    if (privatePart)
      this.attempt(row, 'REGISTRY', 'is an event that cannot be read', () => {
        this.checkPrivatePart(row.logIndex, { objects: [], claims: claimsOfEvent(event) }, privatePart);
        this.registry.take(row.logIndex, event, privatePart.disclosures);
        if (event.kind === EventKind.REFUSED) this.takeRefused(row.logIndex, event.body);
      });
  }

  private takeRefused(logIndex: number, bytes: Uint8Array): void {
    const body = decodeEventBody(EventKind.REFUSED, bytes);
    const refusedAt = this.refused.take(logIndex, body);
    if (refusedAt !== undefined) this.addTwice(logIndex, 'refuses', body.statement, refusedAt);
  }

  private addTwice(logIndex: number, does: string, { boot, counter }: StatementFields, refusedAt: number): void {
    this.differences.add(
      'COUNTER_DOUBLED',
      `entry ${logIndex} ${does} counter ${counter} of boot ${hex(boot)}, of which entry ${refusedAt} refused other bytes`,
    );
  }

  private name(logIndex: number, objects: readonly Uint8Array[]): void {
    for (const trailKey of objects) this.sums.toggle(logIndex, trailKey);
    this.links += objects.length;
  }

  private checkPrivatePart(logIndex: number, commitments: Commitments, part: PrivatePart): void {
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
    code: 'ENTRY_UNREADABLE' | 'PRIVATE_PART' | 'REGISTRY' | 'KEY',
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
