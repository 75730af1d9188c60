import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  checkDisclosures,
  checkScanPrivateParts,
  checkShownParts,
  type ClaimEncoding,
  claimRule,
  CLAIMS,
  commitment,
  concatBytes,
  isClaimName,
  isClaimValue,
  makeDisclosure,
  objectKey,
  OLD_CLAIMS,
  parseDisclosure,
  tierOf,
  valueBytesMax,
} from '#libs/core/wire';
import { CLAIM_VALUES } from '../../../../test/kit/wire/claim-values.js';
import { codeOf, filled } from '../../../../test/kit/wire/raw.js';

const claim = { index: 3, salt: filled(16, 0xaa), name: 'bizStep', value: 'packing' };

describe('a disclosure', () => {
  it('is mark, index, salt, length of the name, name and value', () => {
    expect(Buffer.from(makeDisclosure(claim)).toString('hex')).toBe(
      `02${'00000003'}${'aa'.repeat(16)}${'0007'}${Buffer.from('bizSteppacking').toString('hex')}`,
    );
  });

  it('is opened by its own hash', () => {
    const disclosure = makeDisclosure(claim);
    expect(commitment(disclosure)).toEqual(new Uint8Array(createHash('sha256').update(disclosure).digest()));
  });

  it('is read back', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 64 }).filter((one) => !/\p{Surrogate}/u.test(one));
    const name = text.filter((one) => one.length > 0 && new TextEncoder().encode(one).length <= 64);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), name, text, (index, name, value) => {
        const one = { index, salt: filled(16, 1), name, value };
        expect(parseDisclosure(makeDisclosure(one))).toEqual(one);
      }),
    );
  });

  it.each<[string, Partial<typeof claim>]>([
    ['an index of 256', { index: 256 }],
    ['a negative index', { index: -1 }],
    ['a salt of 15 bytes', { salt: filled(15, 1) }],
    ['a salt of 17 bytes', { salt: filled(17, 1) }],
    ['no name', { name: '' }],
    ['a name of 65 bytes', { name: 'n'.repeat(65) }],
    ['half a surrogate pair', { value: '\udc00' }],
  ])('is not made with %s', (_what, changes) => {
    expect(codeOf(() => makeDisclosure({ ...claim, ...changes }))).toBe('DISCLOSURE_FORM');
  });

  const bytes = makeDisclosure(claim);
  const withByte = (at: number, value: number) => bytes.with(at, value);
  it.each<[string, Uint8Array]>([
    ['another mark', withByte(0, 1)],
    ['nothing', new Uint8Array(0)],
    ['its start only', bytes.subarray(0, 22)],
    ['a name that is longer than the rest', withByte(22, 15)],
    ['no name', withByte(22, 0)],
    ['a name of 65 bytes', Uint8Array.of(...bytes.subarray(0, 22), 65, ...filled(65, 0x61))],
    ['a name that is no UTF-8', withByte(23, 0xff)],
    ['a value that is no UTF-8', withByte(bytes.length - 1, 0xff)],
    ['a value of 131,073 bytes', concatBytes(bytes.subarray(0, 30), filled(131_073, 0x61))],
  ])('is not read with %s', (_what, disclosure) => {
    expect(codeOf(() => parseDisclosure(disclosure))).toBe('DISCLOSURE_FORM');
  });
});

describe('the value of a claim', () => {
  it.each(Object.entries(CLAIM_VALUES))('as %s', (encoding, { good, bad }) => {
    expect(good.filter((value) => !isClaimValue(encoding as ClaimEncoding, value))).toEqual([]);
    expect(bad.filter((value) => isClaimValue(encoding as ClaimEncoding, value))).toEqual([]);
  });
});

describe('the size of a value', () => {
  const ofBytes = (encoding: ClaimEncoding, count: number): boolean =>
    isClaimValue(encoding, encoding === 'text' ? 'x'.repeat(count) : `{"type":"${'x'.repeat(count - 11)}"}`);

  it.each<[ClaimEncoding, number]>([
    ['text', 16_384],
    ['json', 16_384],
    ['ilmd', 65_536],
    ['epcisEvent', 131_072],
  ])('of %s is at most %i bytes', (encoding, max) => {
    expect([valueBytesMax(encoding), ofBytes(encoding, max), ofBytes(encoding, max + 1)]).toEqual([max, true, false]);
  });

  it('is counted in bytes, not in characters', () => {
    expect([isClaimValue('text', 'é'.repeat(8_192)), isClaimValue('text', 'é'.repeat(8_193))]).toEqual([true, false]);
  });
});

describe('names of earlier versions', () => {
  it.each(Object.keys(OLD_CLAIMS))('%s is read, and not written', (name) => {
    const claim = { index: 0, salt: filled(16, 1), name, value: 'https://example.org/1' };
    const disclosure = makeDisclosure(claim);
    expect(isClaimName(name)).toBe(false);
    expect(claimRule(name)).toBeDefined();
    expect(codeOf(() => checkDisclosures([commitment(disclosure)], [disclosure]))).toBe('CLAIM_UNKNOWN');
    expect(checkShownParts([], [claim])).toEqual([]);
  });
});

describe('a reader', () => {
  const claims = [
    { index: 0, salt: filled(16, 1), name: 'colour', value: '' },
    { index: 1, salt: filled(16, 1), name: 'colour', value: 'red' },
    { index: 2, salt: filled(16, 1), name: 'bizStep', value: 'packing' },
  ];

  it('leaves claims of names that it does not know unchecked', () => {
    expect(checkShownParts([], claims)).toEqual(claims.slice(0, 2));
  });

  it('still refuses a value that a name it knows cannot have', () => {
    expect(codeOf(() => checkShownParts([], [...claims, { ...claims[2]!, value: 'teleporting' }]))).toBe(
      'CLAIM_REPEATED',
    );
    expect(codeOf(() => checkShownParts([], [{ ...claims[2]!, value: 'teleporting' }]))).toBe('CLAIM_VALUE');
  });

  it('takes a captured code for canonical, which a device may not name a thing by', () => {
    const uri = 'urn:epc:id:sscc:0614141.123456789';
    const header = { objects: [objectKey(uri)], claims: [] };
    expect(checkShownParts([uri], [])).toEqual([]);
    expect(codeOf(() => checkScanPrivateParts(header, [uri], []))).toBe('URI_NOT_CANONICAL');
  });
});

describe('the table of claims', () => {
  const rules = Object.keys(CLAIMS).map((name) => [name, claimRule(name)!] as const);

  it('has names of one form', () => {
    for (const [name] of rules) expect(name).toMatch(/^[a-z][A-Za-z]{2,40}(\.[a-z_]{2,20})?$/);
  });

  it('has for each coarse twin a public claim', () => {
    for (const [, { coarse }] of rules) if (coarse) expect(claimRule(coarse)?.tier).toBe('public');
  });

  it('shows what it does not know to customs only', () => {
    expect(tierOf('somethingNew')).toBe('customs');
    expect(tierOf('toString')).toBe('customs');
    expect(claimRule('constructor')).toBeUndefined();
  });

  it('keeps trade from the public', () => {
    for (const name of [
      'readPoint',
      'sourceParty',
      'destinationParty',
      'manufacturer',
      'quantity',
      'lineItemValueUsd',
      'operatorBadge',
      'bizTransaction.po',
    ]) {
      expect(tierOf(name)).toBe('customs');
    }
    for (const name of ['bizStep', 'readPointCountry', 'temperatureVerdict', 'demo'])
      expect(tierOf(name)).toBe('public');
  });
});
