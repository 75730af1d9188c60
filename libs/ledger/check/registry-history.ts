import {
  type Claim,
  decodeEventBody,
  EventKind,
  isSupportedEventKind,
  parseDisclosure,
  type SignedEvent,
  statementHash,
} from '#libs/provenance';
import { keyIdOf } from '#libs/signatures';
import { sha256 } from '../append/hashing.js';
import { hex } from './findings.js';

/** Rows of the registry as the log and the private parts have them: one text for each, by table and key. */
export class RegistryHistory {
  private readonly rows = new Map<string, Map<string, string>>();

  /** Takes the next event of the log. @param disclosures of its claims; erased ones are empty. */
  take(logIndex: number, event: SignedEvent, disclosures: readonly Uint8Array[]): void {
    const { kind } = event;
    if (!isSupportedEventKind(kind)) return;
    const claims = valuesOf(disclosures);
    if (kind === EventKind.OPERATOR || kind === EventKind.RECEIPT_KEY) {
      const { operator, algorithm, publicKey } = decodeEventBody(kind, event.body);
      const role = kind === EventKind.OPERATOR ? 1 : 2;
      const keyId = hex(keyIdOf(algorithm, publicKey));
      this.set('operator_signing_key', `${keyId}/${role}`, [hex(operator), algorithm, hex(publicKey), logIndex, null]);
    } else if (kind === EventKind.PARTY) {
      const { party } = decodeEventBody(kind, event.body);
      this.set('party', hex(party), [claims['partyGln'], claims['partyName'], claims['partyCountry'], logIndex]);
    } else if (kind === EventKind.ENROL) {
      const { device, algorithm, publicKey, boot, party, objectsMax, claimsMax } = decodeEventBody(kind, event.body);
      const [owner, keyId] = [hex(device), hex(keyIdOf(algorithm, publicKey))];
      this.set('device', owner, [claims['deviceId'] ?? '', hex(party), logIndex, objectsMax, claimsMax]);
      this.set('device_signing_key', `${owner}/${keyId}`, [algorithm, hex(publicKey), logIndex, null]);
      this.set('boot', hex(boot), [owner, logIndex]);
    } else if (kind === EventKind.EQUIVOCATION) {
      const { second, reason } = decodeEventBody(kind, event.body);
      this.set('equivocation', `${hex(second.boot)}/${second.counter}/${reason}`, [logIndex]);
      return;
    } else if (kind === EventKind.REFUSED) {
      const { statement, reason } = decodeEventBody(kind, event.body);
      const { boot, counter } = statement;
      this.set('refusal', hex(statementHash(statement)), [hex(boot), counter, reason, logIndex]);
      return;
    }
    this.set('signed_event', hex(sha256(Buffer.concat([Buffer.of(kind), event.body]))), [kind, logIndex]);
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

/** A row in the form in which both sides are compared. */
export const rowText = (values: readonly (string | number | null | undefined)[]): string =>
  values.map((value) => value ?? '-').join(' | ');

function valuesOf(disclosures: readonly Uint8Array[]): Partial<Record<string, string>> {
  const claims = disclosures
    .filter((disclosure) => disclosure.length > 0)
    .map((disclosure): Claim => parseDisclosure(disclosure));
  return Object.fromEntries(claims.map(({ name, value }) => [name, value]));
}
