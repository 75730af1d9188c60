import {
  decodeScanHeader,
  decodeSignedScan,
  deviceKey,
  isClass,
  objectKey,
  partyKey,
  Role,
  roleOf,
  type SignedScan,
} from '#libs/core/wire';
import { signerOfSeed } from '#libs/host/keys';
import { buildScan } from '../build-scan.js';
import type { ScanInput } from '../scan-input.js';

const LOT = 'https://id.gs1.org/01/09520000000004/10/L1';
const VAT = 'https://id.gs1.org/8004/95200017';
const by = {
  device: deviceKey('d'),
  boot: new Uint8Array(16).fill(1),
  signer: signerOfSeed(new Uint8Array(32).fill(1)),
};
const options = { nowMs: () => 1_750_000_000_000, zoneOffsetMinutes: 0, randomBytes: (n: number) => new Uint8Array(n) };

const built = (input: ScanInput): SignedScan =>
  decodeSignedScan(buildScan(input, by, options).seal({ counter: 0, previous: new Uint8Array(32) }).payload);

/** What a header says of each URI. */
function saidOf(input: ScanInput): Record<string, [role: Role, isClass: boolean]> {
  const { header, uris } = built(input);
  const { objects, roles } = decodeScanHeader(header);
  return Object.fromEntries(
    uris.map((uri) => {
      const byte = roles[objects.findIndex((key) => Buffer.from(key).equals(objectKey(uri)))]!;
      return [uri, [roleOf(byte), isClass(byte)]];
    }),
  );
}

describe('the roles of a scan', () => {
  it('are those that the device gives, with classes', () => {
    const objects = [
      { uri: LOT, role: 'output', isClass: true },
      { uri: VAT, role: 'input and output' },
      { uri: 'urn:x:1', role: 'input', isClass: false },
    ] as const;
    expect(saidOf({ objects })).toEqual({
      [LOT]: [Role.OUTPUT, true],
      [VAT]: [Role.INPUT_AND_OUTPUT, false],
      'urn:x:1': [Role.INPUT, false],
    });
    expect(decodeScanHeader(built({ objects }).header).eventType).toBe(4);
  });

  it('may be context alone', () => {
    expect(saidOf({ objects: [{ uri: VAT, role: 'context' }] })).toEqual({ [VAT]: [Role.CONTEXT, false] });
    const mixed = [{ uri: VAT, role: 'context' }, { uri: LOT }] as const;
    expect(() => built({ objects: mixed })).toThrow(expect.objectContaining({ code: 'SCAN_INVALID' }));
  });

  it('of a parent is of one thing', () => {
    const objects = [
      { uri: VAT, role: 'parent', isClass: true },
      { uri: LOT, role: 'child' },
    ] as const;
    expect(() => built({ objects })).toThrow(expect.objectContaining({ code: 'SCAN_INVALID' }));
  });
});

describe('whom a scan hands over to', () => {
  const toOf = (to: string) => decodeScanHeader(built({ objects: [{ uri: LOT }], to }).header).to;

  it.each([
    ['9520000000004', '9520000000004'],
    ['https://id.gs1.org/417/9520000000004', '9520000000004'],
    ['https://example.org/customs-office', 'https://example.org/customs-office'],
  ])('%s is the party %s', (to, name) => expect(toOf(to)).toEqual(partyKey(name)));

  it('is a party, by a GLN without error', () => {
    expect(() => toOf('9520000000005')).toThrow(expect.objectContaining({ code: 'SCAN_INVALID' }));
  });
});

it('a device writes no name of an earlier version', () => {
  const claims = { 'bizTransaction.asn': 'urn:epcglobal:cbv:bt:9520000000004:A1' } as ScanInput['claims'];
  expect(() => built({ objects: [{ uri: LOT }], claims })).toThrow(/there is no claim bizTransaction.asn/);
});
