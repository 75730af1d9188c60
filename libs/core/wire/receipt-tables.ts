import { origin, reason, timeMs } from './entry-tables.js';
import { LIMITS } from './limits.js';
import { anyBytes, bytes, message, nested, number, required, text } from './rules.js';
import { counter, signature } from './scan-tables.js';

// Strict tables of what devices receive.

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
  number('counter', { optional: true }),
  reason,
  text('text', LIMITS.textBytesMax),
  { name: 'final', kind: 'flag' },
  timeMs,
]);
export const REJECT = message('Reject', [anyBytes('body', required), signature], receiptLimit);
export const EVENT_RECEIPT_BODY = message('EventReceiptBody', [
  origin,
  bytes('receiptKeyId', 8, required),
  bytes('eventHash', 32, required),
  number('logIndex'),
  timeMs,
]);
export const EVENT_RECEIPT = message('EventReceipt', [anyBytes('body', required), signature], receiptLimit);
export const PASSWORD_RECEIPT_BODY = message('PasswordReceiptBody', [
  origin,
  bytes('receiptKeyId', 8, required),
  bytes('changeHash', 32, required),
  timeMs,
]);
export const PASSWORD_RECEIPT = message('PasswordReceipt', [anyBytes('body', required), signature], receiptLimit);
export const DEVICE_MESSAGE = message(
  'DeviceMessage',
  [
    nested('receipt', RECEIPT),
    nested('reject', REJECT),
    nested('eventReceipt', EVENT_RECEIPT),
    nested('passwordReceipt', PASSWORD_RECEIPT),
  ],
  { oneOf: true, ...receiptLimit },
);
