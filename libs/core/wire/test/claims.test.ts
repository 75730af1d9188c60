import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  type ClaimEncoding,
  claimRule,
  CLAIMS,
  commitment,
  isClaimValue,
  makeDisclosure,
  parseDisclosure,
  tierOf,
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
    ['a value of 16,385 bytes', Uint8Array.of(...bytes.subarray(0, 30), ...filled(16_385, 0x61))],
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

describe('the table of claims', () => {
  const rules = Object.keys(CLAIMS).map((name) => [name, claimRule(name)!] as const);

  it('has names of one form', () => {
    for (const [name] of rules) expect(name).toMatch(/^[a-z][A-Za-z]{2,40}(\.[a-z]{2,20})?$/);
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
