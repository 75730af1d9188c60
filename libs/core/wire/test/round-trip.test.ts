import fc from 'fast-check';
import {
  bytesEqual,
  decodeDeviceMessage,
  decodeLogEntry,
  decodeRejectBody,
  decodeScanHeader,
  decodeSignedScan,
  encodeDeviceMessage,
  encodeLogEntry,
  encodeRejectBody,
  encodeScanHeader,
  encodeSignedScan,
  WireError,
} from '#libs/core/wire';
import { headers, receipts, rejectBodies, scanEntries, scans } from './samples.js';

interface Form<Value> {
  readonly encode: (value: Value) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => Value;
  readonly values: fc.Arbitrary<Value>;
}
const form = <Value>(one: Form<Value>): Form<unknown> => one as unknown as Form<unknown>;

describe.each<[string, Form<unknown>]>([
  ['SignedScan', form({ encode: encodeSignedScan, decode: decodeSignedScan, values: scans })],
  ['ScanHeader', form({ encode: encodeScanHeader, decode: decodeScanHeader, values: headers })],
  ['LogEntry', form({ encode: encodeLogEntry, decode: decodeLogEntry, values: scanEntries })],
  [
    'DeviceMessage',
    form({
      encode: encodeDeviceMessage,
      decode: decodeDeviceMessage,
      values: receipts.map((receipt) => ({ kind: 'receipt' as const, receipt })),
    }),
  ],
  ['RejectBody', form({ encode: encodeRejectBody, decode: decodeRejectBody, values: rejectBodies })],
])('%s', (_name, { encode, decode, values }) => {
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(values, (value) => expect(decode(encode(value))).toEqual(value)),
      { numRuns: 50 },
    );
  });

  /** False when bytes are accepted that are not the one spelling of what they mean; any error but a WireError is thrown on. */
  const refusedOrOneSpelling = (bytes: Uint8Array): boolean => {
    try {
      return bytesEqual(encode(decode(bytes)), bytes);
    } catch (error) {
      if (error instanceof WireError) return true;
      throw error;
    }
  };

  it('cut at any byte is refused, or another message in its own one spelling', () => {
    const cut = (bytes: Uint8Array, at: number) => bytes.subarray(0, at % bytes.length);
    fc.assert(fc.property(values, fc.nat(), (value, at) => refusedOrOneSpelling(cut(encode(value), at))));
  });

  it('with any byte changed is refused, or another message in its own one spelling', () => {
    fc.assert(
      fc.property(
        values,
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 30, maxLength: 30 }),
        (value, changes) => {
          const bytes = encode(value);
          return changes.every(([at, change]) => {
            const place = at % bytes.length;
            return refusedOrOneSpelling(bytes.with(place, bytes[place]! ^ change));
          });
        },
      ),
    );
  });

  it('of random bytes is refused by a WireError', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), refusedOrOneSpelling), { numRuns: 300 });
  });
});

describe('what cannot be written is refused before it is written', () => {
  const scan = fc.sample(scans, { numRuns: 1, seed: 1 })[0]!;
  const header = fc.sample(headers, { numRuns: 1, seed: 1 })[0]!;
  const code = (expected: string) => expect.objectContaining({ name: 'WireError', code: expected });

  it.each<[string, () => unknown, string]>([
    ['a counter with a fraction', () => encodeSignedScan({ ...scan, counter: 2.5 }), 'VALUE_INVALID'],
    ['a counter that is no number', () => encodeSignedScan({ ...scan, counter: NaN }), 'VALUE_INVALID'],
    ['a negative counter', () => encodeSignedScan({ ...scan, counter: -1 }), 'VALUE_INVALID'],
    ['a counter of 2^53', () => encodeSignedScan({ ...scan, counter: 2 ** 53 }), 'VALUE_INVALID'],
    ['a counter of 0', () => encodeSignedScan({ ...scan, counter: 0 }), 'COUNTER_MISSING'],
    ['half a surrogate pair', () => encodeSignedScan({ ...scan, uris: ['a\ud800'] }), 'VALUE_INVALID'],
    ['a device key of 31 bytes', () => encodeSignedScan({ ...scan, device: new Uint8Array(31) }), 'LENGTH_WRONG'],
    ['a field that is missing', () => encodeSignedScan({ ...scan, boot: undefined as never }), 'FIELD_MISSING'],
    [
      'a previous that does not fit',
      () => encodeSignedScan({ ...scan, counter: 2, previous: new Uint8Array(32) }),
      'PREVIOUS_FORM',
    ],
    ['a zone offset beyond 14 hours', () => encodeScanHeader({ ...header, zoneOffsetMinutes: 841 }), 'VALUE_INVALID'],
    ['an event type that is not known', () => encodeScanHeader({ ...header, eventType: 6 as never }), 'VALUE_INVALID'],
    ['a role too many', () => encodeScanHeader({ ...header, roles: new Uint8Array(20).fill(1) }), 'ROLES_LENGTH'],
    [
      'a seen checkpoint with a short root',
      () => encodeScanHeader({ ...header, seenCheckpoint: { size: 1, root: new Uint8Array(31) } }),
      'VALUE_INVALID',
    ],
  ])('%s', (_what, write, expected) => expect(write).toThrow(code(expected)));
});
