import {
  type Claim,
  decodeEventBody,
  EventKind,
  isSupportedEventKind,
  lastCounterOf,
  parseDisclosure,
  refusedStatements,
  type SignedEvent,
  statementHash,
} from '#libs/core/wire';
import { bytesOfKey, sha256 } from '#libs/log/ledger';
import { type DeviceKeyRecord, deviceKeyRecords, operatorKeyRecord, segmentRecord } from '#libs/log/sequencer';
import { hex } from './findings.js';
import type { KeyHistory } from './key-history.js';

/** Rows of the registry as the log and the private parts have them: one text for each, by table and key. */
export class RegistryHistory {
  private readonly rows = new Map<string, Map<string, string>>();
  private readonly enrolled = new Map<string, readonly (string | number | null | undefined)[]>();
  private operator = '';

  /** @param keys takes the same events. */
  constructor(readonly keys: KeyHistory) {}

  /** Takes the next event of the log. @param disclosures of its claims; erased ones are empty. */
  take(logIndex: number, event: SignedEvent, disclosures: readonly Uint8Array[]): void {
    const { kind } = event;
    if (!isSupportedEventKind(kind)) return;
    const claims = valuesOf(disclosures);
    if (kind === EventKind.OPERATOR) this.operator = hex(decodeEventBody(kind, event.body).operator);
    else if (kind === EventKind.PARTY) {
      const { party } = decodeEventBody(kind, event.body);
      this.set('party', hex(party), [claims['partyGln'], claims['partyName'], claims['partyCountry'], logIndex]);
    } else if (kind === EventKind.ENROL) {
      const { device, boot, party, objectsMax, claimsMax, kind: deviceKind } = decodeEventBody(kind, event.body);
      const row = [claims['deviceId'] ?? '', hex(party), logIndex, objectsMax, claimsMax, deviceKind];
      this.enrolled.set(hex(device), row);
      this.set('boot', hex(boot), [hex(device), logIndex]);
    } else if (kind === EventKind.BOOT) {
      const { device, boot } = decodeEventBody(kind, event.body);
      this.set('boot', hex(boot), [hex(device), logIndex]);
    } else if (kind === EventKind.CODES) {
      const { digits, role, party, fromMs, untilMs } = decodeEventBody(kind, event.body);
      this.set('code_holder', `${digits}/${role}/${hex(party)}`, [fromMs, untilMs, logIndex]);
    } else if (kind === EventKind.EQUIVOCATION) {
      const { second, reason } = decodeEventBody(kind, event.body);
      this.set('equivocation', `${hex(second.boot)}/${second.counter}/${reason}`, [logIndex]);
      return;
    } else if (kind === EventKind.REFUSED) {
      const body = decodeEventBody(kind, event.body);
      const { reason, ranges = [] } = body;
      for (const statement of refusedStatements(body))
        this.set('refusal', hex(statementHash(statement)), [hex(statement.boot), statement.counter, reason, logIndex]);
      for (const range of ranges)
        this.set('refused_range', `${hex(body.statement.boot)}/${range.first}/${logIndex}`, [lastCounterOf(range)]);
      return;
    }
    this.set('signed_event', hex(sha256(Buffer.concat([Buffer.of(kind), event.body]))), [kind, logIndex]);
  }

  /** After the last event: what follows from all of them. */
  complete(): void {
    const { keys } = this;
    for (const key of keys.operator.keys) {
      const { keyId, role, ...row } = operatorKeyRecord(key);
      this.set('operator_signing_key', `${hex(keyId)}/${role}`, [this.operator, ...keyValues(row)]);
    }
    for (const [device, known] of keys.devices) {
      const owner = hex(bytesOfKey(device));
      this.set('device', owner, [...(this.enrolled.get(owner) ?? []), keys.changed.get(device)]);
      for (const { keyId, expiresMs, ...row } of deviceKeyRecords(known))
        this.set('device_signing_key', `${owner}/${hex(keyId)}`, [...keyValues(row), expiresMs]);
      for (const segment of known.segments.map(segmentRecord)) {
        const { keyId, fromCounter, closedLogIndex, closedBy, toCounter, lastHash, barredLogIndex } = segment;
        const row = [hex(keyId), fromCounter, closedLogIndex, closedBy, toCounter, lastHash && hex(lastHash)];
        this.set('key_segment', `${hex(segment.boot)}/${segment.openedLogIndex}`, [...row, barredLogIndex]);
      }
    }
  }

  /** What the log says of a table, by key. Rows that were found are to be deleted: what is left is missing in the database. */
  table(name: string): Map<string, string> {
    let table = this.rows.get(name);
    if (!table) this.rows.set(name, (table = new Map()));
    return table;
  }

  private set(table: string, key: string, values: readonly (string | number | null | undefined)[]): void {
    this.table(table).set(key, rowText(values));
  }
}

type KeyValues = Omit<DeviceKeyRecord, 'keyId' | 'expiresMs'>;

const keyValues = (row: KeyValues): (string | number | null)[] => [
  row.algorithm,
  hex(row.publicKey),
  row.fromLogIndex,
  row.toLogIndex,
  row.compromisedLogIndex,
  row.compromisedSinceMs,
];

/** A row in the form in which both sides are compared. */
export const rowText = (values: readonly (string | number | null | undefined)[]): string =>
  values.map((value) => value ?? '-').join(' | ');

function valuesOf(disclosures: readonly Uint8Array[]): Partial<Record<string, string>> {
  const claims = disclosures
    .filter((disclosure) => disclosure.length > 0)
    .map((disclosure): Claim => parseDisclosure(disclosure));
  return Object.fromEntries(claims.map(({ name, value }) => [name, value]));
}
