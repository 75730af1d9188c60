import { join } from 'node:path';
import protobuf from 'protobufjs';
import * as entryTables from '../entry-tables.js';
import * as eventTables from '../event-tables.js';
import { contentsPlace, fieldBytes, fieldNumber, fieldTags } from '../field-places.js';
import * as passwordTables from '../password-tables.js';
import * as privateTables from '../private-tables.js';
import { EventKind } from '../event-bodies.js';
import { DeviceKind, PartyKind } from '../kinds.js';
import * as receiptTables from '../receipt-tables.js';
import type { MessageRule } from '../rules.js';
import * as scanTables from '../scan-tables.js';

// The strict tables repeat the .proto files: this holds both side by side.

const FOLDER = join(import.meta.dirname, '../../../../proto/cairn/v1');
const root = new protobuf.Root().loadSync(
  ['scan', 'entry', 'receipt', 'password', 'store'].map((name) => join(FOLDER, `${name}.proto`)),
  { keepCase: false },
);

const rules = [scanTables, entryTables, eventTables, receiptTables, passwordTables, privateTables]
  .flatMap((tables) => Object.values(tables) as unknown[])
  .filter((table): table is MessageRule => typeof table === 'object' && table !== null && 'fields' in table);

const KINDS: Readonly<Record<string, string>> = {
  bytes: 'bytes',
  string: 'string',
  uint64: 'number',
  int64: 'number',
  uint32: 'number',
  sint32: 'signed',
  bool: 'flag',
};

/** What the .proto file says of a field, in the words of the tables. */
function declared(field: protobuf.Field) {
  field.resolve();
  const kind = field.resolvedType instanceof protobuf.Enum ? 'number' : (KINDS[field.type] ?? 'message');
  return { number: field.id, name: field.name, kind, repeated: field.repeated };
}

it('there is a table for every message of scan.proto, entry.proto, receipt.proto, password.proto and store.proto', () => {
  const messages = root.lookup('cairn.v1') as protobuf.Namespace;
  const names = messages.nestedArray.filter((one) => one instanceof protobuf.Type).map(({ name }) => name);
  expect(rules.map(({ name }) => name).sort()).toEqual(names.sort());
});

it.each(rules.map((rule) => [rule.name, rule] as const))(
  'the table of %s has the fields of its message',
  (name, rule) => {
    const fields = root.lookupType(`cairn.v1.${name}`).fieldsArray.map(declared);
    const table = rule.fields.flatMap((field, number) =>
      field ? [{ number, name: field.name, kind: field.kind, repeated: field.repeated === true }] : [],
    );
    expect(table).toEqual(fields.sort((a, b) => a.number - b.number));
  },
);

it.each([
  ['Precision', scanTables.SCAN_HEADER, 'precision'],
  ['EventType', scanTables.SCAN_HEADER, 'eventType'],
  ['Action', scanTables.SCAN_HEADER, 'action'],
  ['PartyKind', entryTables.PARTY_BODY, 'kind'],
  ['RecallStatus', eventTables.RECALL_BODY, 'status'],
  ['CodesRole', eventTables.CODES_BODY, 'role'],
  ['SignatureAlgorithm', entryTables.ENROL_BODY, 'algorithm'],
] as const)('the table knows every value of %s', (name, rule, field) => {
  const values = Object.values(root.lookupEnum(`cairn.v1.${name}`).values);
  expect(rule.fields.find((one) => one?.name === field)?.max).toBe(Math.max(...values));
  expect(values.length).toBe(Math.max(...values) + 1);
});

it('numbers of kinds are those of the .proto file', () => {
  const valuesOf = (name: string) => {
    const { [`${name.replace(/(?<=.)[A-Z]/g, '_$&').toUpperCase()}_UNSPECIFIED`]: none, ...values } = root.lookupEnum(
      `cairn.v1.${name}`,
    ).values;
    expect(none).toBe(0);
    return values;
  };
  expect(valuesOf('EventKind')).toEqual(EventKind);
  expect(valuesOf('PartyKind')).toEqual(PartyKind);
  expect(valuesOf('DeviceKind')).toEqual(DeviceKind);
});

/** Bytes of a message whose fields hold these many bytes, written by protobufjs from the .proto file and not by any table. */
function written(name: string, lengths: Readonly<Record<string, number>>): Uint8Array {
  const type = root.lookupType(`cairn.v1.${name}`);
  const value = Object.entries(lengths).map(([field, length]) => {
    const bytes = new Uint8Array(length).fill(0xee);
    return [field, type.fields[field]!.repeated ? [bytes] : bytes];
  });
  return type.encode(type.fromObject(Object.fromEntries(value))).finish();
}

describe('what the views ask of the tables is what the .proto files say', () => {
  it.each(rules.map((rule) => [rule.name, rule] as const))('numbers and tags of %s', (name, rule) => {
    for (const field of root.lookupType(`cairn.v1.${name}`).fieldsArray) {
      field.resolve();
      const isVarint = declared(field).kind === 'number' || declared(field).kind === 'signed' || field.type === 'bool';
      expect(fieldNumber(rule, field.name)).toBe(field.id);
      expect(fieldTags(rule, field.name)).toEqual({ [field.name]: field.id * 8 + (isVarint ? 0 : 2) });
    }
  });

  it('places of the fields with which a scan begins', () => {
    const fields = { device: 32, keyId: 8, boot: 16 };
    for (const [index, name] of Object.keys(fields).entries()) {
      const upTo = Object.fromEntries(Object.entries(fields).slice(0, index + 1));
      const place = written('SignedScan', upTo).length - Object.values(upTo).at(-1)!;
      expect([name, contentsPlace(scanTables.SIGNED_SCAN, name)]).toEqual([name, place]);
    }
  });

  it('bytes from one object to the next', () => {
    expect(fieldBytes(scanTables.SCAN_HEADER, 'objects')).toBe(written('ScanHeader', { objects: 32 }).length);
  });

  it('the logged fields of a scan have the same numbers in the log', () => {
    const numbersOf = (name: string) =>
      scanTables.publicFields.map((field) => root.lookupType(`cairn.v1.${name}`).fields[field.name]!.id);
    expect(numbersOf('LoggedScan')).toEqual(numbersOf('SignedScan'));
    expect(numbersOf('SignedScan')).toEqual(scanTables.publicFields.map((_, index) => index + 1));
  });

  it('a field that a table does not have, or that has no one place, is refused', () => {
    expect(() => fieldNumber(scanTables.SIGNED_SCAN, 'colour')).toThrow('SignedScan has no field colour');
    expect(() => contentsPlace(scanTables.SIGNED_SCAN, 'header')).toThrow('has no one length');
  });
});
