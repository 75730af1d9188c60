import fc from 'fast-check';
import {
  decodeLogEntry,
  decodeScanHeader,
  encodeLogEntry,
  encodePrivatePart,
  encodeScanHeader,
  encodeSignedScan,
  OBJECT_STRIDE,
  type SignedScan,
  statementHash,
  VERIFICATION_PROFILE,
} from '#libs/core/wire';
import { leafHash } from '#libs/core/tlog';
import { privatePartBytes, scanEntryBytesMax, writePrivatePart, writeScanEntry } from '../entry-bytes.js';
import { CopyRows } from '../copy-rows.js';
import { viewScan } from '../scan-view.js';

const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const objects = fc
  .uniqueArray(bytesOf(32), { minLength: 1, maxLength: 40, selector: (key) => Buffer.from(key).toString('hex') })
  .map((keys) => keys.sort((one, other) => Buffer.compare(one, other)));

const aHeader = fc
  .record({
    objects,
    claims: fc.array(bytesOf(32), { maxLength: 20 }),
    eventTimeMs: fc.integer({ min: 1, max: 2 ** 42 }),
  })
  .map(({ objects, claims, eventTimeMs }) => ({
    eventTimeMs,
    precision: 1 as const,
    zoneOffsetMinutes: 330,
    eventType: 1 as const,
    action: 2 as const,
    objects,
    roles: new Uint8Array(objects.length).fill(1),
    claims,
  }));

const aScan: fc.Arbitrary<SignedScan> = fc.record({
  device: bytesOf(32),
  keyId: bytesOf(8),
  boot: bytesOf(16),
  counter: fc.integer({ min: 2, max: Number.MAX_SAFE_INTEGER }),
  previous: bytesOf(32).filter((hash) => hash.some((byte) => byte > 0)),
  header: aHeader.map(encodeScanHeader),
  signature: bytesOf(64),
  uris: fc.array(fc.string({ minLength: 1, maxLength: 300, unit: 'grapheme' }), { maxLength: 5 }),
  disclosures: fc.array(fc.uint8Array({ minLength: 1, maxLength: 400 }), { maxLength: 5 }),
});

describe('a scan on the fast path', () => {
  it('gives the same log entry, leaf, private part and statement hash as the codecs of libs/core/wire', () => {
    fc.assert(
      fc.property(aScan, fc.integer({ min: 1, max: 2 ** 45 }), fc.nat(), (scan, receivedTimeMs, after) => {
        const view = viewScan(Buffer.from(encodeSignedScan(scan)), receivedTimeMs);
        const expected = encodeLogEntry({
          kind: 'scan',
          scan: { ...scan, receivedTimeMs, after, verificationProfile: VERIFICATION_PROFILE },
        });
        const rows = new CopyRows(scanEntryBytesMax(view));
        const { entry, leaf } = rows.writtenEntry((target, at) =>
          writeScanEntry(target, at, { view, after, signature: Buffer.from(scan.signature) }),
        );
        expect(Buffer.from(entry).equals(expected)).toBe(true);
        expect(leaf.equals(leafHash(expected))).toBe(true);
        expect(view.statementHash.equals(statementHash(scan))).toBe(true);
        const target = Buffer.alloc(privatePartBytes(view));
        expect(writePrivatePart(target, 0, view)).toBe(target.length);
        expect(target.equals(encodePrivatePart(scan))).toBe(true);
      }),
    );
  });

  it('finds the objects and claims that the header names', () => {
    fc.assert(
      fc.property(aScan, (scan) => {
        const view = viewScan(Buffer.from(encodeSignedScan(scan)), 1);
        const { objects, claims } = decodeScanHeader(scan.header);
        const found = Array.from({ length: view.objectCount }, (_, index) =>
          view.bytes.subarray(view.objectsAt + index * OBJECT_STRIDE, view.objectsAt + index * OBJECT_STRIDE + 32),
        );
        expect(found.map((key) => key.toString('hex'))).toEqual(objects.map((key) => Buffer.from(key).toString('hex')));
        expect(view.claimCount).toBe(claims.length);
        expect(view.counter).toBe(scan.counter);
      }),
    );
  });

  it('logs a normalised signature in the place of the one that came', () => {
    const [scan] = fc.sample(aScan, 1);
    const view = viewScan(Buffer.from(encodeSignedScan(scan!)), 5);
    const signature = Buffer.alloc(64, 7);
    const { entry } = new CopyRows(1_000).writtenEntry((target, at) =>
      writeScanEntry(target, at, { view, after: 1, signature }),
    );
    const logged = decodeLogEntry(entry);
    expect(logged.kind === 'scan' && Buffer.from(logged.scan.signature)).toEqual(signature);
  });

  it('refuses bytes that are cut at any place', () => {
    fc.assert(
      fc.property(aScan, fc.nat(), (scan, cut) => {
        const bytes = Buffer.from(encodeSignedScan({ ...scan, uris: [], disclosures: [] }));
        expect(() => viewScan(bytes.subarray(0, cut % bytes.length), 1)).toThrow(
          expect.objectContaining({ code: 'ROW_MALFORMED' }),
        );
      }),
    );
  });
});
