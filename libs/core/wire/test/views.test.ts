import fc from 'fast-check';
import { raw } from '../../../../test/kit/wire/raw.js';
import {
  BOOT_AT,
  decodeEventBody,
  decodeLogEntry,
  decodeScanHeader,
  decodeSignedScan,
  DEVICE_AT,
  encodeEventBody,
  encodeLogEntry,
  encodePrivatePart,
  encodeScanHeader,
  encodeSignedScan,
  ENTRY_FRAME_BYTES_MAX,
  EventKind,
  forgivingStatement,
  hashSlots,
  isSupportedEventKind,
  KEY_ID_AT,
  LIMITS,
  objectsOfEvent,
  OBJECT_STRIDE,
  scanPlaces,
  type SignedScan,
  toPrivatePart,
  VERIFICATION_PROFILE,
  WireError,
  writeEntryHead,
  writeEntryTail,
} from '#libs/core/wire';
import { VECTORS } from './golden.js';
import { bytesOf, headers, scans } from './samples.js';

// Each view on the bytes finds and makes the same as the codecs, which know nothing of the tables when they write.

const wholeScans: fc.Arbitrary<SignedScan> = fc
  .tuple(scans, headers)
  .map(([scan, header]) => ({ ...scan, header: encodeScanHeader(header) }));
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const slicesOf =
  (bytes: Uint8Array, length: number) =>
  (at: number): string =>
    hex(bytes.subarray(at, at + length));
const entryOf = (scan: SignedScan): Uint8Array =>
  encodeLogEntry({ kind: 'scan', scan: { ...scan, receivedTimeMs: 5, after: 0, verificationProfile: 1 } });

describe('the places of a scan', () => {
  it('are those of what the codecs read', () => {
    fc.assert(
      fc.property(wholeScans, (scan) => {
        const bytes = encodeSignedScan(scan);
        const { headerAt, headerLength, previousAt, signatureAt, objectsAt, ...places } = scanPlaces(bytes);
        const { objects, claims } = decodeScanHeader(scan.header);
        const key = slicesOf(bytes, 32);
        expect([DEVICE_AT, previousAt].map(key)).toEqual([scan.device, scan.previous].map(hex));
        expect(slicesOf(bytes, 8)(KEY_ID_AT)).toEqual(hex(scan.keyId));
        expect(slicesOf(bytes, 16)(BOOT_AT)).toEqual(hex(scan.boot));
        expect(slicesOf(bytes, headerLength)(headerAt)).toEqual(hex(scan.header));
        expect(slicesOf(bytes, 64)(signatureAt)).toEqual(hex(scan.signature));
        expect(objects.map((_, index) => key(objectsAt + index * OBJECT_STRIDE))).toEqual(objects.map(hex));
        expect(places).toEqual({
          counter: scan.counter,
          publicEnd: encodeSignedScan({ ...scan, uris: [], disclosures: [] }).length,
          objectCount: objects.length,
          claimCount: claims.length,
        });
      }),
    );
  });

  it('are not found in a scan that is cut within what is logged', () => {
    fc.assert(
      fc.property(wholeScans, (scan) => {
        const bytes = encodeSignedScan({ ...scan, uris: [], disclosures: [] });
        for (let cut = 0; cut < bytes.length; cut++)
          expect(() => scanPlaces(bytes.subarray(0, cut))).toThrow(expect.objectContaining({ code: 'MALFORMED' }));
      }),
      { numRuns: 10 },
    );
  });
});

describe('the entry and the private part that are made of the bytes of a scan', () => {
  const times = fc.integer({ min: 1, max: LIMITS.timeMsMax });
  const afters = fc.oneof(fc.constant(0), fc.maxSafeInteger().map(Math.abs));

  it('are those that the codecs write', () => {
    fc.assert(
      fc.property(wholeScans, times, afters, (scan, receivedTimeMs, after) => {
        const bytes = encodeSignedScan(scan);
        const { publicEnd } = scanPlaces(bytes);
        const target = new Uint8Array(publicEnd + ENTRY_FRAME_BYTES_MAX);
        const at = writeEntryHead(target, 0, { publicBytes: publicEnd, receivedTimeMs, after });
        target.set(bytes.subarray(0, publicEnd), at);
        const end = writeEntryTail(target, at + publicEnd, { receivedTimeMs, after });
        const logged = { ...scan, receivedTimeMs, after, verificationProfile: VERIFICATION_PROFILE };
        expect(hex(target.subarray(0, end))).toEqual(hex(encodeLogEntry({ kind: 'scan', scan: logged })));
        const part = bytes.slice(publicEnd);
        toPrivatePart(part, 0, part.length);
        expect(hex(part)).toEqual(hex(encodePrivatePart(scan)));
      }),
    );
  });
});

describe('the hashes in an entry', () => {
  const slotsIn = (entry: Uint8Array): { objects: string[]; claims: string[] } => {
    const { objects, claims } = hashSlots(entry);
    return { objects: objects.map(slicesOf(entry, 32)), claims: claims.map(slicesOf(entry, 32)) };
  };

  it('of a scan are the objects and claims of its header', () => {
    fc.assert(
      fc.property(wholeScans, (scan) => {
        const { objects, claims } = decodeScanHeader(scan.header);
        expect(slotsIn(entryOf(scan))).toEqual({ objects: objects.map(hex), claims: claims.map(hex) });
      }),
    );
  });

  it.each([
    ['party', EventKind.PARTY],
    ['enrolment', EventKind.ENROL],
  ] as const)('of a %s are its claims', (_name, kind) => {
    fc.assert(
      fc.property(fc.array(bytesOf(32), { maxLength: 10 }), fc.integer({ min: 1, max: 2 ** 40 }), (claims, timeMs) => {
        const key = new Uint8Array(32).fill(kind);
        const enrolled = {
          device: key,
          algorithm: 1 as const,
          publicKey: key,
          boot: key.slice(16),
          objectsMax: 3,
          claimsMax: 0,
        };
        const body =
          kind === EventKind.ENROL
            ? encodeEventBody(kind, { ...enrolled, party: key, timeMs, claims })
            : encodeEventBody(kind, { party: key, timeMs, claims });
        const event = {
          kind,
          body,
          signerKeyId: key.slice(24),
          signature: new Uint8Array(64).fill(1),
          objects: objectsOfEvent(kind, body),
        };
        expect(slotsIn(encodeLogEntry({ kind: 'event', event }))).toEqual({ objects: [], claims: claims.map(hex) });
      }),
    );
  });

  const events = VECTORS.filter(({ message }) => message === 'LogEntry')
    .map(({ name, bytes }) => ({ name, bytes, entry: decodeLogEntry(bytes) }))
    .flatMap(({ name, bytes, entry }) => (entry.kind === 'event' ? [{ name, bytes, event: entry.event }] : []));

  it.each(events)('of an event are the claims of its body: $name', ({ bytes, event: { kind, body } }) => {
    const decoded: object = isSupportedEventKind(kind) ? decodeEventBody(kind, body) : {};
    const claims = 'claims' in decoded ? (decoded.claims as Uint8Array[]) : [];
    expect(slotsIn(bytes)).toEqual({ objects: [], claims: claims.map(hex) });
  });

  it('lie within the entry or are cut off by its end, wherever it is cut', () => {
    fc.assert(
      fc.property(wholeScans, (scan) => {
        const entry = entryOf(scan);
        // Its length, which has two bytes, says more than there is: nothing in it can be believed.
        for (let cut = 0; cut < entry.length; cut++)
          expect(hashSlots(entry.subarray(0, cut))).toEqual({ objects: [], claims: [] });
      }),
      { numRuns: 10 },
    );
  });
});

describe('the statement that is found with forgiveness', () => {
  const plain = (scan: object | undefined): unknown =>
    scan &&
    Object.fromEntries(
      Object.entries(scan).map(([name, value]) => [name, typeof value === 'number' ? value : hex(value as Uint8Array)]),
    );
  const publicOf = ({ uris: _uris, disclosures: _disclosures, ...rest }: SignedScan): unknown => plain(rest);

  it('in a scan is that which the strict reader reads', () => {
    fc.assert(
      fc.property(wholeScans, (scan) => {
        const bytes = encodeSignedScan(scan);
        expect(plain(forgivingStatement(bytes))).toEqual(publicOf(decodeSignedScan(bytes)));
      }),
    );
  });

  it('is found as soon as all of it is there, wherever the scan is cut', () => {
    fc.assert(
      fc.property(wholeScans, (scan) => {
        const bytes = encodeSignedScan(scan);
        const { publicEnd } = scanPlaces(bytes);
        for (let cut = 0; cut <= bytes.length; cut++)
          expect(plain(forgivingStatement(bytes.subarray(0, cut)))).toEqual(
            cut < publicEnd ? undefined : publicOf(scan),
          );
      }),
      { numRuns: 10 },
    );
  });

  it.each([
    ['a number of ten bytes', true, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00]],
    ['a number of eleven bytes', false, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00]],
  ])('reads on behind %s: %s', (_name, goesOn, number) => {
    const [scan] = fc.sample(wholeScans, { numRuns: 1, seed: 3 });
    const bytes = encodeSignedScan(scan!);
    expect(forgivingStatement(raw([15 * 8, ...number], [...bytes])) !== undefined).toBe(goesOn);
    expect(forgivingStatement(raw([15 * 8 + 2, ...number], [...bytes])) !== undefined).toBe(goesOn);
  });
});

it('no view throws anything but a WireError, or ends later than its bytes, whatever they are', () => {
  const spoilt = fc
    .tuple(wholeScans, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.boolean())
    .map(([scan, at, noise, asEntry]) => {
      const bytes = Uint8Array.from(asEntry ? entryOf(scan) : encodeSignedScan(scan));
      bytes.set(noise.subarray(0, bytes.length - (at % bytes.length)), at % bytes.length);
      return bytes;
    });
  fc.assert(
    fc.property(fc.oneof(spoilt, fc.uint8Array({ maxLength: 300 })), (bytes) => {
      const { objects, claims } = hashSlots(bytes);
      for (const at of [...objects, ...claims]) expect(at).toBeLessThanOrEqual(bytes.length);
      forgivingStatement(bytes);
      const before = bytes.length;
      toPrivatePart(bytes, 0, bytes.length);
      expect(bytes.length).toBe(before);
      try {
        expect(scanPlaces(bytes).publicEnd).toBeLessThanOrEqual(bytes.length);
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
      }
    }),
    { numRuns: 300 },
  );
});
