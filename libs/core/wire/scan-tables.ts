import { LIMITS } from './limits.js';
import {
  anyBytes,
  bytes,
  choice,
  type FieldRule,
  message,
  number,
  type Options,
  required,
  text,
  time,
} from './rules.js';

// Strict tables of what devices send. Here, in entry-tables.ts, receipt-tables.ts and private-tables.ts stand the numbers of
// proto/cairn/v1, and nowhere else: who needs one asks field-places.ts. test/tables.test.ts holds tables and .proto files side by side.

export const objects = (options: Options = {}): FieldRule =>
  bytes('objects', 32, {
    repeated: true,
    ascending: true,
    countMax: LIMITS.objectsMax,
    countCode: 'LIMIT_OBJECTS',
    ...options,
  });
export const claims: FieldRule = bytes('claims', 32, {
  repeated: true,
  countMax: LIMITS.claimsMax,
  countCode: 'LIMIT_CLAIMS',
});
export const counter: FieldRule = number('counter', { required: true, missingCode: 'COUNTER_MISSING' });

/** Field rules 1 to 5 of everything that holds a statement. */
export const statement = [
  bytes('device', 32, required),
  bytes('keyId', 8, required),
  bytes('boot', 16, required),
  counter,
  bytes('previous', 32, required),
];
export const header = anyBytes('header', {
  required: true,
  lengthMax: LIMITS.headerBytesMax,
  lengthCode: 'LIMIT_HEADER_BYTES',
});
export const signature = bytes('signature', 64, required);

/** What is logged of a scan. LoggedScan has the same fields under the same numbers, so that a log entry is made by copying bytes. */
export const publicFields = [...statement, header, signature];

export const SIGNED_SCAN = message(
  'SignedScan',
  [
    ...publicFields,
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
