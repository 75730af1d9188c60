import { randomBytes } from 'node:crypto';
import {
  commitment,
  decodeScanHeader,
  encodeScanHeader,
  encodeSignedScan,
  encodeStreamBatch,
  makeDisclosure,
  type RejectedScan,
  type SignedScan,
} from '#libs/core/wire';
import { NOW_MS, rejectedOf, TestDevice } from '../../../../test/kit/ledger/device.js';
import { type IncomingRecord, readIncoming } from '../incoming.js';

const LATEST_MS = NOW_MS + 86_400_000;
const device = new TestDevice('incoming');

function read(scans: readonly Uint8Array[], receivedTimeMs: number = NOW_MS, rejected: readonly RejectedScan[] = []) {
  const batch = { scans: scans.map((signedScan) => ({ signedScan, receivedTimeMs })), events: [], rejected };
  return readIncoming({ partition: 1, offset: 7 }, encodeStreamBatch(batch), LATEST_MS);
}
const setAside = ({ unusableScans, rejected }: IncomingRecord): readonly [number, string[]] => [
  unusableScans.length,
  rejected.map(({ reason }) => reason),
];

describe('a record of the stream', () => {
  const good = device.scan({ claims: { note: 'one', bizStep: 'shipping' } });
  const other = device.scan({ claims: { note: 'two', bizStep: 'shipping' } });

  it('of scans as devices send them is taken as it is', () => {
    const record = read([good, other].map(encodeSignedScan));
    expect(record.scans.map(({ counter }) => counter)).toEqual([1, 2]);
    expect(setAside(record)).toEqual([0, []]);
  });

  const changed = (parts: Partial<SignedScan>): Uint8Array => encodeSignedScan({ ...good, ...parts });
  const header = decodeScanHeader(good.header);
  const [object] = header.objects;
  it.each<[string, () => Uint8Array]>([
    ['without its URIs', () => changed({ uris: [] })],
    ['with the URI of another object', () => changed({ uris: other.uris })],
    ['without its disclosures', () => changed({ disclosures: [] })],
    ['with one disclosure too few', () => changed({ disclosures: good.disclosures.slice(1) })],
    ['with the disclosures of another scan', () => changed({ disclosures: other.disclosures })],
    ['with its disclosures in another order', () => changed({ disclosures: [...good.disclosures].reverse() })],
    [
      'with an object twice',
      () => changed({ header: rawHeader(good.header, object!), uris: [good.uris[0]!, good.uris[0]!] }),
    ],
    ['that ends in the middle', () => encodeSignedScan(good).subarray(0, -3)],
    ['with bytes behind it', () => Uint8Array.from([...encodeSignedScan(good), 0])],
    ['that is none', () => Uint8Array.from(randomBytes(300))],
    ['that is empty', () => new Uint8Array()],
    [
      'with a claim of no name',
      () => {
        const disclosure = makeDisclosure({ index: 0, salt: randomBytes(16), name: 'priceless', value: 'x' });
        const claims = [commitment(disclosure)];
        return changed({ header: encodeScanHeader({ ...header, claims }), disclosures: [disclosure] });
      },
    ],
  ])('sets a scan aside %s, and takes the others', (_, make) => {
    const record = read([encodeSignedScan(other), make()]);
    expect(record.scans.map(({ counter }) => counter)).toEqual([2]);
    expect(setAside(record)).toEqual([1, ['MALFORMED']]);
  });

  it.each([0, -1, LATEST_MS + 1, Number.MAX_SAFE_INTEGER])('sets a scan aside that came at %i ms', (receivedTimeMs) => {
    expect(setAside(read([encodeSignedScan(good)], receivedTimeMs))).toEqual([1, ['MALFORMED']]);
  });

  it('takes a scan that came as late as clocks may differ', () => {
    expect(read([encodeSignedScan(good)], LATEST_MS).scans).toHaveLength(1);
  });

  it('takes a refusal as ingest writes it', () => {
    expect(setAside(read([], NOW_MS, [rejectedOf(good)]))).toEqual([0, ['DISCLOSURE_MISSING']]);
  });

  // Each of these would make the database or an entry of the log refuse it, again and again: the log would stand.
  it.each<[string, Partial<RejectedScan>]>([
    ['a reason that nobody knows', { reason: 'BECAUSE' }],
    ['a reason with a NUL', { reason: 'MALFORMED\0' }],
    ['a reason of 10,000 letters', { reason: 'A'.repeat(10_000) }],
    ['a reason that is not for good', { reason: 'OVERLOADED', final: true }],
    ['a text with a NUL', { text: 'a\0b' }],
    ['a text of 1,000,000 letters', { text: 'a'.repeat(1_000_000) }],
    ['a counter of 2^63', { counter: 2 ** 63 }],
    ['a counter of 2^53', { counter: 2 ** 53 }],
    ['a time before all times', { receivedTimeMs: -5 }],
    ['half a hash', { payloadHash: randomBytes(16) }],
    ['half a device', { device: randomBytes(16) }],
    ['half a boot', { boot: randomBytes(8) }],
    ['a long head', { payloadHead: randomBytes(1_000) }],
  ])('sets a refusal aside with %s', (_, parts) => {
    const record = read([encodeSignedScan(good)], NOW_MS, [rejectedOf(other, parts)]);
    expect(record.scans).toHaveLength(1);
    expect(setAside(record)).toEqual([1, ['MALFORMED']]);
  });

  it('that is no batch is set aside whole', () => {
    const record = readIncoming({ partition: 0, offset: 0 }, randomBytes(100), LATEST_MS);
    expect(record).toMatchObject({ scans: [], events: [], rejected: [{ reason: 'MALFORMED' }] });
    expect(record.unusable).toContain('no batch of scans');
  });
});

/** The header with its first object once more, which `encodeScanHeader` would not write. */
function rawHeader(header: Uint8Array, object: Uint8Array): Uint8Array {
  const bytes = Buffer.from(header);
  const at = bytes.indexOf(Buffer.from(object)) - 2;
  const field = bytes.subarray(at, at + 34);
  return Uint8Array.from(Buffer.concat([bytes.subarray(0, at), field, bytes.subarray(at)]));
}
