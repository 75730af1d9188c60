import { LIMITS } from './limits.js';
import type { FieldRule, MessageRule } from './strict.js';

// The strict tables of every message that crosses a border between owners: field number, kind, length, limits. The numbers repeat
// proto/cairn/v1; test/tables.test.ts holds both side by side.

type Options = Omit<FieldRule, 'name' | 'kind'>;

const bytes = (name: string, length: number, options: Options = {}): FieldRule => ({
  name,
  kind: 'bytes',
  length,
  ...options,
});
const anyBytes = (name: string, options: Options = {}): FieldRule => ({ name, kind: 'bytes', ...options });
const text = (name: string, lengthMax: number, options: Options = {}): FieldRule => ({
  name,
  kind: 'string',
  lengthMax,
  lengthCode: 'LIMIT_TEXT_BYTES',
  ...options,
});
const number = (name: string, options: Options = {}): FieldRule => ({ name, kind: 'number', ...options });
const choice = (name: string, max: number, options: Options = {}): FieldRule =>
  number(name, { max, maxCode: 'ENUM_UNKNOWN', ...options });
const time = (name: string, options: Options = {}): FieldRule => number(name, { max: LIMITS.timeMsMax, ...options });
const required = { required: true } as const;

const objects = (options: Options = {}): FieldRule =>
  bytes('objects', 32, {
    repeated: true,
    ascending: true,
    countMax: LIMITS.objectsMax,
    countCode: 'LIMIT_OBJECTS',
    ...options,
  });
const claims: FieldRule = bytes('claims', 32, {
  repeated: true,
  countMax: LIMITS.claimsMax,
  countCode: 'LIMIT_CLAIMS',
});
const counter: FieldRule = number('counter', { required: true, missingCode: 'COUNTER_MISSING' });

/** Field rules 1 to 5 of everything that holds a statement. */
const statement = [
  bytes('device', 32, required),
  bytes('keyId', 8, required),
  bytes('boot', 16, required),
  counter,
  bytes('previous', 32, required),
];
const header = anyBytes('header', {
  required: true,
  lengthMax: LIMITS.headerBytesMax,
  lengthCode: 'LIMIT_HEADER_BYTES',
});
const signature = bytes('signature', 64, required);

/** Field 0 does not exist. */
const message = (name: string, fields: readonly FieldRule[], options: Partial<MessageRule> = {}): MessageRule => ({
  name,
  fields: [undefined, ...fields],
  ...options,
});

export const SIGNED_SCAN = message(
  'SignedScan',
  [
    ...statement,
    header,
    signature,
    text('uris', LIMITS.uriBytesMax, { repeated: true, countMax: LIMITS.objectsMax, countCode: 'LIMIT_OBJECTS' }),
    anyBytes('disclosures', { repeated: true, countMax: LIMITS.claimsMax, countCode: 'LIMIT_CLAIMS' }),
  ],
  { bytesMax: LIMITS.signedScanBytesMax, bytesCode: 'LIMIT_SCAN_BYTES' },
);

export const SCAN_HEADER = message(
  'ScanHeader',
  [
    time('eventTimeMs'),
    choice('precision', 3, required),
    { name: 'zoneOffsetMinutes', kind: 'signed', max: LIMITS.zoneOffsetMinutesMax, maxCode: 'ZONE_OFFSET_RANGE' },
    choice('eventType', 5, required),
    choice('action', 3),
    objects(required),
    anyBytes('roles', { required: true, lengthMax: LIMITS.objectsMax, lengthCode: 'ROLES_LENGTH' }),
    bytes('to', 32),
    claims,
    bytes('seenCheckpoint', 40),
  ],
  { bytesMax: LIMITS.headerBytesMax, bytesCode: 'LIMIT_HEADER_BYTES' },
);

export const LOGGED_SCAN = message('LoggedScan', [
  ...statement,
  header,
  signature,
  time('receivedTimeMs', required),
  number('after'),
  number('verificationProfile', { required: true, max: 1, maxCode: 'PROFILE_UNKNOWN' }),
]);

export const SIGNED_EVENT = message(
  'SignedEvent',
  [
    choice('kind', 14, required),
    anyBytes('body', required),
    bytes('signerKeyId', 8, required),
    signature,
    objects(required),
  ],
  // In an entry it stands behind one byte of tag and three of length.
  { bytesMax: LIMITS.entryBytesMax - 4, bytesCode: 'LIMIT_ENTRY_BYTES' },
);

export const LOG_ENTRY = message(
  'LogEntry',
  [
    { name: 'scan', kind: 'message', message: LOGGED_SCAN },
    { name: 'event', kind: 'message', message: SIGNED_EVENT },
  ],
  { oneOf: true, bytesMax: LIMITS.entryBytesMax, bytesCode: 'LIMIT_ENTRY_BYTES' },
);

const algorithm = choice('algorithm', 2, required);
const publicKey = anyBytes('publicKey', { required: true, lengthMax: 33 });
const timeMs = time('timeMs', required);
const origin = text('logOrigin', LIMITS.originBytesMax, required);
const reason = text('reason', LIMITS.reasonBytesMax, required);

export const OPERATOR_BODY = message('OperatorBody', [
  bytes('operator', 32, required),
  algorithm,
  publicKey,
  origin,
  timeMs,
]);
export const PARTY_BODY = message('PartyBody', [bytes('party', 32, required), timeMs, claims]);
export const ENROL_BODY = message('EnrolBody', [
  bytes('device', 32, required),
  algorithm,
  publicKey,
  bytes('boot', 16, required),
  bytes('party', 32, required),
  timeMs,
  number('objectsMax', { max: LIMITS.objectsMax, maxCode: 'LIMIT_OBJECTS' }),
  number('claimsMax', { max: LIMITS.claimsMax, maxCode: 'LIMIT_CLAIMS' }),
  claims,
]);
export const RECEIPT_KEY_BODY = message('ReceiptKeyBody', [
  bytes('operator', 32, required),
  algorithm,
  publicKey,
  timeMs,
]);

export const SIGNED_STATEMENT = message('SignedStatement', [
  ...statement,
  bytes('headerHash', 32, required),
  signature,
]);
const nested = (name: string, rule: MessageRule, options: Options = {}): FieldRule => ({
  name,
  kind: 'message',
  message: rule,
  ...options,
});
export const EQUIVOCATION_BODY = message('EquivocationBody', [
  nested('first', SIGNED_STATEMENT, required),
  nested('second', SIGNED_STATEMENT, required),
  timeMs,
  reason,
]);
export const REFUSED_BODY = message('RefusedBody', [nested('statement', SIGNED_STATEMENT, required), reason, timeMs]);

export const RECEIPT_BATCH = message('ReceiptBatch', [
  origin,
  bytes('receiptKeyId', 8, required),
  timeMs,
  bytes('root', 32, required),
  number('leafCount', required),
]);
export const RECEIPT_ITEM = message('ReceiptItem', [
  bytes('boot', 16, required),
  counter,
  bytes('statementHash', 32, required),
  number('logIndex'),
]);
const receiptLimit = { bytesMax: LIMITS.receiptBytesMax, bytesCode: 'LIMIT_RECEIPT_BYTES' } as const;
export const RECEIPT = message(
  'Receipt',
  [
    anyBytes('batch', required),
    signature,
    bytes('device', 32, required),
    nested('items', RECEIPT_ITEM, { required: true, repeated: true }),
    number('leafIndex'),
    bytes('path', 32, { repeated: true }),
  ],
  receiptLimit,
);
export const REJECT_BODY = message('RejectBody', [
  origin,
  bytes('receiptKeyId', 8, required),
  bytes('scanHash', 32, required),
  bytes('device', 32),
  bytes('boot', 16),
  number('counter'),
  reason,
  text('text', LIMITS.textBytesMax),
  { name: 'final', kind: 'flag' },
  timeMs,
]);
export const REJECT = message('Reject', [anyBytes('body', required), signature], receiptLimit);
export const DEVICE_MESSAGE = message('DeviceMessage', [nested('receipt', RECEIPT), nested('reject', REJECT)], {
  oneOf: true,
  ...receiptLimit,
});
