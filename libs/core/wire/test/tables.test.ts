import { join } from 'node:path';
import protobuf from 'protobufjs';
import * as entryTables from '../entry-tables.js';
import * as receiptTables from '../receipt-tables.js';
import type { MessageRule } from '../rules.js';
import * as scanTables from '../scan-tables.js';

// The strict tables repeat the .proto files: this holds both side by side.

const FOLDER = join(import.meta.dirname, '../../../../proto/cairn/v1');
const root = new protobuf.Root().loadSync(
  ['scan', 'entry', 'receipt'].map((name) => join(FOLDER, `${name}.proto`)),
  { keepCase: false },
);

const rules = [scanTables, entryTables, receiptTables]
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

it('there is a table for every message of scan.proto, entry.proto and receipt.proto', () => {
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
  ['EventKind', entryTables.SIGNED_EVENT, 'kind'],
  ['SignatureAlgorithm', entryTables.ENROL_BODY, 'algorithm'],
] as const)('the table knows every value of %s', (name, rule, field) => {
  const values = Object.values(root.lookupEnum(`cairn.v1.${name}`).values);
  expect(rule.fields.find((one) => one?.name === field)?.max).toBe(Math.max(...values));
  expect(values.length).toBe(Math.max(...values) + 1);
});
