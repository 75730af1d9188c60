import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  cutText,
  decodeDeviceMessage,
  decodeEventReceiptBody,
  decodeReceiptBatch,
  decodeRejectBody,
  encodeDeviceMessage,
  encodeEventReceiptBody,
  encodeReceiptBatch,
  encodeRejectBody,
  eventReceiptSigningBytes,
  isReasonCode,
  LIMITS,
  type Receipt,
  type ReceiptBatch,
  receiptItemsMax,
  receiptLeaf,
  receiptSigningBytes,
  REASONS,
  rejectSigningBytes,
} from '#libs/core/wire';
import { codeOf, filled, key, len, num, raw } from '../../../../test/kit/wire/raw.js';

const item = { boot: filled(16, 1), counter: 3, statementHash: key(2), logIndex: 0x0102 };
const receipt: Receipt = {
  batch: Uint8Array.of(1),
  signature: filled(64, 1),
  device: key(1),
  items: [item],
  leafIndex: 0,
  path: [key(3)],
};
const batch: ReceiptBatch = {
  logOrigin: 'example.org/log',
  receiptKeyId: filled(8, 1),
  timeMs: 1_750_000_000_000,
  root: key(1),
  leafCount: 2,
};
const reject = {
  logOrigin: 'example.org/log',
  receiptKeyId: filled(8, 1),
  scanHash: key(1),
  reason: 'TRUNCATED',
  text: 'cut',
  final: true,
  timeMs: 1_750_000_000_000,
};

describe('a receipt of an event', () => {
  const body = {
    logOrigin: 'example.org/log',
    receiptKeyId: filled(8, 1),
    eventHash: key(4),
    logIndex: 0,
    timeMs: 1_750_000_000_000,
  };

  it('is read back, body and message', () => {
    const bytes = encodeEventReceiptBody(body);
    expect(decodeEventReceiptBody(bytes)).toEqual(body);
    const message = { kind: 'eventReceipt', eventReceipt: { body: bytes, signature: filled(64, 1) } } as const;
    expect(decodeDeviceMessage(encodeDeviceMessage(message))).toEqual(message);
  });

  it('stands alone in its message', () => {
    const one = len(3, raw(len(1, [1]), len(2, filled(64, 1))));
    expect(codeOf(() => decodeDeviceMessage(raw(one)))).toBeUndefined();
    expect(codeOf(() => decodeDeviceMessage(raw(one, one)))).toBe('REPEATED_FIELD');
  });
});

describe('a receipt', () => {
  it('has a leaf over device and items', () => {
    const expected = createHash('sha256')
      .update(Uint8Array.of(0))
      .update(key(1))
      .update(item.boot)
      .update(Buffer.from('0000000000000003', 'hex'))
      .update(item.statementHash)
      .update(Buffer.from('0000000000000102', 'hex'))
      .update(filled(16, 9))
      .update(Buffer.from('0000000000000004', 'hex'))
      .update(key(7))
      .update(Buffer.from('0000000000000000', 'hex'))
      .digest();
    const items = [item, { boot: filled(16, 9), counter: 4, statementHash: key(7), logIndex: 0 }];
    expect(receiptLeaf(key(1), items)).toEqual(new Uint8Array(expected));
  });

  it('is signed under its own name', () => {
    expect(receiptSigningBytes(Uint8Array.of(1))).toEqual(new TextEncoder().encode('cairn.receipt.v1\0\u0001'));
    expect(eventReceiptSigningBytes(Uint8Array.of(1))).toEqual(
      new TextEncoder().encode('cairn.event_receipt.v1\0\u0001'),
    );
    expect(rejectSigningBytes(Uint8Array.of(1))).toEqual(new TextEncoder().encode('cairn.reject.v1\0\u0001'));
  });

  it('surely fits with as many items as receiptItemsMax says', () => {
    const largest = { ...item, counter: LIMITS.numberMax, logIndex: LIMITS.numberMax };
    fc.assert(
      fc.property(fc.integer({ min: 128, max: 330 }), fc.integer({ min: 0, max: 20 }), (batchBytes, pathLength) => {
        const count = receiptItemsMax({ batchBytes, pathLength });
        expect(count).toBeGreaterThan(8);
        const message = {
          ...receipt,
          batch: filled(batchBytes, 1),
          leafIndex: LIMITS.numberMax,
          items: Array.from({ length: count }, () => largest),
          path: Array.from({ length: pathLength }, () => key(1)),
        };
        expect(encodeDeviceMessage({ kind: 'receipt', receipt: message }).length).toBeLessThanOrEqual(2_048);
        const larger = { ...message, items: [...message.items, largest] };
        expect(codeOf(() => encodeDeviceMessage({ kind: 'receipt', receipt: larger }))).toBe('LIMIT_RECEIPT_BYTES');
      }),
    );
  });

  it.each<[string, () => unknown, string]>([
    ['no items', () => encodeDeviceMessage({ kind: 'receipt', receipt: { ...receipt, items: [] } }), 'FIELD_MISSING'],
    [
      'an item with counter 0',
      () => encodeDeviceMessage({ kind: 'receipt', receipt: { ...receipt, items: [{ ...item, counter: 0 }] } }),
      'COUNTER_MISSING',
    ],
    [
      'a path element of 31 bytes',
      () => encodeDeviceMessage({ kind: 'receipt', receipt: { ...receipt, path: [filled(31, 1)] } }),
      'LENGTH_WRONG',
    ],
    ['2,049 bytes', () => decodeDeviceMessage(filled(2_049, 0)), 'LIMIT_RECEIPT_BYTES'],
    [
      'a reject beside it',
      () => decodeDeviceMessage(raw([...encodeDeviceMessage({ kind: 'receipt', receipt })], len(2, [1]))),
      'REPEATED_FIELD',
    ],
    ['a reject that is empty', () => decodeDeviceMessage(raw(len(2, []))), 'FIELD_MISSING'],
    ['a batch of no leaves', () => encodeReceiptBatch({ ...batch, leafCount: 0 }), 'FIELD_MISSING'],
    ['a batch without an origin', () => encodeReceiptBatch({ ...batch, logOrigin: '' }), 'FIELD_MISSING'],
  ])('is refused with %s', (_what, use, code) => expect(codeOf(use)).toBe(code));

  it('batch is read back', () => expect(decodeReceiptBatch(encodeReceiptBatch(batch))).toEqual(batch));
});

describe('a reject', () => {
  it('is read back with and without what could be read of the scan', () => {
    const whole = { ...reject, device: key(1), boot: filled(16, 2), counter: 7 };
    expect(decodeRejectBody(encodeRejectBody(whole))).toEqual(whole);
    expect(decodeRejectBody(encodeRejectBody({ ...reject, text: '', final: false }))).toEqual({
      ...reject,
      text: '',
      final: false,
    });
  });

  it('says final in one way', () => {
    const start = [len(1, 'o'), len(2, filled(8, 1)), len(3, key(1)), len(7, 'X')];
    expect(codeOf(() => decodeRejectBody(raw(...start, num(9, 1), num(10, 1))))).toBeUndefined();
    expect(codeOf(() => decodeRejectBody(raw(...start, num(9, 2), num(10, 1))))).toBe('NUMBER_TOO_LARGE');
    expect(codeOf(() => decodeRejectBody(raw(...start, num(9, 0), num(10, 1))))).toBe('DEFAULT_VALUE_ENCODED');
  });

  it('has a text that fits, whatever was to be said', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 700 }), (text) => {
        const cut = cutText(text);
        expect(codeOf(() => encodeRejectBody({ ...reject, text: cut }))).toBeUndefined();
        if (new TextEncoder().encode(text).length <= 500 && !/\p{Surrogate}/u.test(text)) expect(cut).toBe(text);
      }),
    );
    expect(cutText('é'.repeat(251))).toBe('é'.repeat(250));
    expect(cutText('a\ud800b')).toBe('a\ufffdb');
  });
});

describe('the table of reasons', () => {
  it('has codes that fit a reject and a sentence for each', () => {
    for (const [code, { text, final }] of Object.entries(REASONS)) {
      expect(code).toMatch(/^[A-Z0-9_]{3,64}$/);
      expect(text).toMatch(/\.$/);
      expect(cutText(text)).toBe(text);
      expect(typeof final).toBe('boolean');
    }
  });

  it('lets a device try again exactly where time or the operator can help', () => {
    const later = Object.keys(REASONS).filter((code) => isReasonCode(code) && !REASONS[code].final);
    expect(later.sort()).toEqual([
      'ARRIVAL_AHEAD',
      'BOOT_UNKNOWN',
      'CHAIN_OPEN',
      'CLOCK_AHEAD',
      'DEVICE_UNKNOWN',
      'EVENT_BOOT_UNKNOWN',
      'EVENT_KEY_UNKNOWN',
      'EVENT_SIGNER_UNKNOWN',
      'EVENT_SUBJECT_UNKNOWN',
      'KEY_EXPIRED',
      'KEY_UNKNOWN',
      'OVERLOADED',
    ]);
    expect(isReasonCode('toString')).toBe(false);
  });
});
