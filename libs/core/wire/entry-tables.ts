import { LIMITS } from './limits.js';
import { anyBytes, bytes, choice, message, nested, number, required, text, time } from './rules.js';
import { claims, objects, publicFields, signature, statement } from './scan-tables.js';

// Strict tables of what the log holds.

export const LOGGED_SCAN = message('LoggedScan', [
  ...publicFields,
  time('receivedTimeMs', required),
  number('after'),
  number('verificationProfile', { required: true, max: 1, maxCode: 'PROFILE_UNKNOWN' }),
]);

export const SIGNED_EVENT = message(
  'SignedEvent',
  [
    // Of any number: what a later version logs is kept and hashed.
    choice('kind', LIMITS.eventKindMax, required),
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
export const timeMs = time('timeMs', required);
const expiresMs = time('expiresMs', { optional: true });
export const origin = text('logOrigin', LIMITS.originBytesMax, required);
export const reason = text('reason', LIMITS.reasonBytesMax, required);

export const OPERATOR_BODY = message('OperatorBody', [
  bytes('operator', 32, required),
  algorithm,
  publicKey,
  origin,
  timeMs,
]);
export const PARTY_BODY = message('PartyBody', [
  bytes('party', 32, required),
  timeMs,
  claims,
  choice('kind', 14, { optional: true }),
  { name: 'demo', kind: 'flag', optional: true },
]);
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
  expiresMs,
  choice('kind', 4, { optional: true }),
  bytes('object', 32),
]);
export const RECEIPT_KEY_BODY = message('ReceiptKeyBody', [
  bytes('operator', 32, required),
  algorithm,
  publicKey,
  timeMs,
]);

export const LAST_STATEMENT = message('LastStatement', [
  bytes('boot', 16, required),
  number('counter'),
  bytes('statementHash', 32),
]);
const subject = bytes('subject', 32, required);
export const BOOT_BODY = message('BootBody', [
  bytes('device', 32, required),
  bytes('boot', 16, required),
  nested('last', LAST_STATEMENT, required),
  choice('algorithm', 2, { optional: true }),
  anyBytes('publicKey', { lengthMax: 33 }),
  timeMs,
  expiresMs,
]);
export const ROTATE_BODY = message('RotateBody', [anyBytes('rotation', required), bytes('newSignature', 64, required)]);
export const ROTATION_TERMS = message('RotationTerms', [
  subject,
  algorithm,
  publicKey,
  nested('last', LAST_STATEMENT),
  timeMs,
  expiresMs,
]);
export const RETIRE_BODY = message('RetireBody', [
  subject,
  bytes('keyId', 8, required),
  nested('last', LAST_STATEMENT),
  timeMs,
]);
export const COMPROMISED_BODY = message('CompromisedBody', [
  subject,
  bytes('keyId', 8, required),
  time('sinceMs', { optional: true }),
  timeMs,
]);

export const SIGNED_STATEMENT = message('SignedStatement', [
  ...statement,
  bytes('headerHash', 32, required),
  signature,
]);
export const EQUIVOCATION_BODY = message('EquivocationBody', [
  nested('first', SIGNED_STATEMENT, required),
  nested('second', SIGNED_STATEMENT, required),
  timeMs,
  reason,
]);
export const COUNTER_RANGE = message('CounterRange', [number('first', required), number('last', { optional: true })]);
export const REFUSED_BODY = message('RefusedBody', [
  nested('statement', SIGNED_STATEMENT, required),
  reason,
  timeMs,
  nested('last', SIGNED_STATEMENT),
  nested('ranges', COUNTER_RANGE, {
    repeated: true,
    optional: true,
    countMax: LIMITS.refusedRangesMax,
    countCode: 'LIMIT_RANGES',
  }),
  bytes('root', 32),
]);
