import fc from 'fast-check';
import { encodeSignedScan, forgivingStatement, type SignedScan } from '#libs/core/wire';
import { filled } from '../../../../test/kit/wire/raw.js';

const scan: SignedScan = {
  device: filled(32, 1),
  keyId: filled(8, 2),
  boot: filled(16, 3),
  counter: 2,
  previous: filled(32, 4),
  header: filled(90, 5),
  signature: filled(64, 6),
  uris: ['https://id.gs1.org/01/09506000134352/21/1'],
  disclosures: [filled(40, 7)],
};
const withoutPrivateParts = ({ uris: _uris, disclosures: _disclosures, ...statement }: SignedScan) => statement;
const plain = (statement: object | undefined) =>
  statement &&
  Object.fromEntries(
    Object.entries(statement).map(([name, value]) => [
      name,
      typeof value === 'number' ? value : [...(value as Uint8Array)],
    ]),
  );

describe('looking for the statement in a payload that is no scan', () => {
  const bytes = encodeSignedScan(scan);

  it.each([
    ['an unknown field behind it', Uint8Array.of(...bytes, 0xfa, 0x01, 1, 7)],
    ['an unknown field before it', Uint8Array.of(0xa2, 0x01, 1, 7, ...bytes)],
    ['fields of a fixed length', Uint8Array.of(0xa5, 0x01, 1, 2, 3, 4, 0xa1, 0x01, 1, 2, 3, 4, 5, 6, 7, 8, ...bytes)],
    ['a repeated field, whose first value counts', Uint8Array.of(...bytes, 0x20, 9)],
    ['its URIs cut off', bytes.subarray(0, bytes.length - 60)],
  ])('finds it with %s', (_name, payload) => {
    expect(plain(forgivingStatement(payload))).toEqual(plain(withoutPrivateParts(scan)));
  });

  it.each([
    ['is empty', new Uint8Array()],
    ['ends before the signature', bytes.subarray(0, 200)],
    ['has a group, which protobuf 3 does not', Uint8Array.of(0x0b, ...bytes)],
    ['has a device key of 31 bytes', encodeChanged({ device: scan.device.subarray(1) })],
    ['has no previous although its counter is 2', encodeChanged({ previous: new Uint8Array(32) })],
  ])('finds nothing where it %s', (_name, payload) => {
    expect(forgivingStatement(payload)).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (payload) => forgivingStatement(payload) === undefined));
    fc.assert(
      fc.property(fc.nat(bytes.length), fc.uint8Array({ maxLength: 20 }), (at, noise) => {
        const payload = Uint8Array.from(bytes);
        payload.set(noise.subarray(0, payload.length - at), at);
        forgivingStatement(payload);
      }),
    );
  });

  function encodeChanged(change: Partial<SignedScan>): Uint8Array {
    const field = (number: number, value: Uint8Array): number[] => {
      const length = value.length < 128 ? [value.length] : [(value.length & 0x7f) | 0x80, value.length >> 7];
      return [number * 8 + 2, ...length, ...value];
    };
    const { device: key, keyId, boot, counter, previous, header, signature } = { ...scan, ...change };
    return Uint8Array.of(
      ...field(1, key),
      ...field(2, keyId),
      ...field(3, boot),
      0x20,
      counter,
      ...field(5, previous),
      ...field(6, header),
      ...field(7, signature),
    );
  }
});
