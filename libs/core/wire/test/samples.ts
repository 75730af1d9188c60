import fc from 'fast-check';
import {
  compareBytes,
  LIMITS,
  type LogEntry,
  type Receipt,
  type RejectBody,
  type ScanHeader,
  type SignedScan,
} from '#libs/core/wire';

// Random messages that the format allows.

export const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const safe = (min: number, max: number = LIMITS.numberMax) => fc.integer({ min, max });
const nonZero = (length: number) => bytesOf(length).filter((bytes) => bytes.some((byte) => byte !== 0));
const texts = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((text) => !/\p{Surrogate}/u.test(text));

const keys = fc
  .uniqueArray(bytesOf(32), { minLength: 1, maxLength: 12, selector: (bytes) => bytes.join() })
  .map((list) => list.sort(compareBytes));

export const headers: fc.Arbitrary<ScanHeader> = keys.chain((objects) =>
  fc
    .record({
      eventTimeMs: safe(0, LIMITS.timeMsMax),
      precision: fc.constantFrom(1, 2, 3),
      zoneOffsetMinutes: fc.integer({ min: -840, max: 840 }),
      action: fc.constantFrom(1, 2, 3),
      claims: fc.array(bytesOf(32), { maxLength: 8 }),
      to: fc.option(bytesOf(32), { nil: undefined }),
      seenCheckpoint: fc.option(fc.record({ size: safe(0), root: bytesOf(32) }), { nil: undefined }),
    })
    .map(({ to, seenCheckpoint, ...rest }) => ({
      ...rest,
      eventType: 1,
      objects,
      roles: new Uint8Array(objects.length).fill(1),
      ...(to && { to }),
      ...(seenCheckpoint && { seenCheckpoint }),
    })),
) as fc.Arbitrary<ScanHeader>;

/** Counter and previous that fit each other. */
const place = fc.oneof(
  fc.constant({ counter: 1, previous: new Uint8Array(32) }),
  fc.record({ counter: safe(2), previous: nonZero(32) }),
);
const statementFields = fc
  .tuple(fc.record({ device: bytesOf(32), keyId: bytesOf(8), boot: bytesOf(16) }), place)
  .map(([fields, rest]) => ({ ...fields, ...rest }));

export const scans: fc.Arbitrary<SignedScan> = fc
  .tuple(
    statementFields,
    fc.record({
      header: fc.uint8Array({ minLength: 1, maxLength: 100 }),
      signature: bytesOf(64),
      uris: fc.array(texts, { maxLength: 5 }),
      disclosures: fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 5 }),
    }),
  )
  .map(([fields, rest]) => ({ ...fields, ...rest }));

export const scanEntries: fc.Arbitrary<LogEntry> = fc
  .tuple(
    statementFields,
    fc.record({
      header: fc.uint8Array({ minLength: 1, maxLength: 100 }),
      signature: bytesOf(64),
      receivedTimeMs: safe(1, LIMITS.timeMsMax),
      after: safe(0),
      verificationProfile: fc.constant(1),
    }),
  )
  .map(([fields, rest]) => ({ kind: 'scan', scan: { ...fields, ...rest } }));

export const receipts: fc.Arbitrary<Receipt> = fc.record({
  batch: fc.uint8Array({ minLength: 1, maxLength: 60 }),
  signature: bytesOf(64),
  device: bytesOf(32),
  items: fc.array(fc.record({ boot: bytesOf(16), counter: safe(1), statementHash: bytesOf(32), logIndex: safe(0) }), {
    minLength: 1,
    maxLength: 6,
  }),
  leafIndex: safe(0),
  path: fc.array(bytesOf(32), { maxLength: 10 }),
});

export const rejectBodies: fc.Arbitrary<RejectBody> = fc
  .record({
    logOrigin: texts,
    receiptKeyId: bytesOf(8),
    scanHash: bytesOf(32),
    device: fc.option(bytesOf(32), { nil: undefined }),
    boot: fc.option(bytesOf(16), { nil: undefined }),
    counter: fc.option(safe(1), { nil: undefined }),
    reason: fc.constantFrom('CLOCK_AHEAD', 'SIGNATURE_INVALID'),
    text: fc.oneof(fc.constant(''), texts),
    final: fc.boolean(),
    timeMs: safe(1, LIMITS.timeMsMax),
  })
  .map(
    (body) =>
      Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as unknown as RejectBody,
  );
