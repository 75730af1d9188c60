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
} from '#libs/provenance';
import { codeOf, filled } from './raw.js';

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
  const GLN_PLACE = 'https://id.gs1.org/414/9506000134352';
  const values: Readonly<Record<ClaimEncoding, { readonly good: readonly string[]; readonly bad: readonly string[] }>> =
    {
      text: {
        good: ['a', 'Nevirapine 10mg/ml, oral suspension', 'São Tomé', '0'],
        bad: ['', ' a', 'a ', 'a\nb', 'a\u0000', 'a\u007f', '\ud800'],
      },
      decimal: {
        good: ['0', '1', '-1', '12.50', '0.5', '-0.5', '0.0', '999999999999999999.999999999'],
        bad: [
          '',
          '01',
          '1.',
          '.5',
          '+1',
          '1e3',
          '-0',
          '-0.0',
          '1,5',
          '1 ',
          'NaN',
          '1234567890123456789',
          '0.1234567890',
        ],
      },
      date: {
        good: ['2026-02-28', '2024-02-29'],
        bad: [
          '2026-02-29',
          '2026-2-1',
          '2026-13-01',
          '2026-00-10',
          '26-01-01',
          '0999-12-31',
          '3000-01-01',
          '2026-01-01T00:00:00Z',
          '',
        ],
      },
      uri: {
        good: ['https://example.org/a?b', 'urn:uuid:1'],
        bad: ['', 'not a uri', 'https://id.gs1.org/01/9506000134352/21/1', 'javascript:alert(1)'],
      },
      place: {
        good: [GLN_PLACE, `${GLN_PLACE}/254/dock-2`],
        bad: [
          'https://id.gs1.org/414/9506000134353',
          'https://id.gs1.org/417/9506000134352',
          'https://example.org/x',
          '',
        ],
      },
      party: {
        good: ['https://id.gs1.org/417/9506000134352'],
        bad: [GLN_PLACE, '9506000134352', 'https://id.gs1.org/417/9506000134352/'],
      },
      document: {
        good: ['urn:epcglobal:cbv:bt:9506000134352:PO-1', 'https://example.org/po/1'],
        bad: ['PO-1', 'urn:epcglobal:cbv:bt:9506000134353:PO-1', ''],
      },
      container: { good: ['urn:epc:id:bic:CSQU3054383'], bad: ['CSQU3054383', 'urn:epc:id:bic:CSQU3054384', ''] },
      gln: { good: ['9506000134352'], bad: ['9506000134353', '950600013435', '95060001343522', 'x'] },
      lot: { good: ['L-1', 'ABC/123', '12345678901234567890'], bad: ['', '123456789012345678901', 'a b', 'ä', '#1'] },
      country: { good: ['IN', 'US', 'CI'], bad: ['in', 'IND', 'XX', 'UK', ''] },
      bizStep: {
        good: ['packing', 'sensor_reporting', 'https://example.org/step/freezing'],
        bad: ['Packing', 'freezing', 'urn:epcglobal:cbv:bizstep packing', ''],
      },
      disposition: { good: ['in_transit', 'https://example.org/disp/thawed'], bad: ['thawed', ''] },
      transportMode: { good: ['sea', 'air_charter'], bad: ['Sea', 'ship', ''] },
      incoterm: { good: ['EXW', 'DDP'], bad: ['exw', 'N/A - From RDC', ''] },
      hsCode: { good: ['0306', '030617', '0306170010'], bad: ['306', '03061', '03.06.17', ''] },
      unit: { good: ['KGM', 'H87', 'C62'], bad: ['kg', 'K', 'KILO', ''] },
      temperatureVerdict: { good: ['within', 'above', 'below'], bad: ['ok', ''] },
      flag: { good: ['true'], bad: ['false', 'True', '1', ''] },
      quantityList: {
        good: ['[{"epcClass":"https://id.gs1.org/01/09506000134352","quantity":3}]'],
        bad: ['[]', '{}', '[{"quantity":3}]', '[{"quantity":3,"epcClass":"x"}]', '[{"epcClass":"x"} ]', 'x', ''],
      },
      sensorElement: {
        good: ['{"sensorReport":[{"type":"Temperature","uom":"CEL","value":-18.5}]}'],
        bad: [
          '{"sensorReport":[]}',
          '{"sensorReport":[{"value":1}]}',
          '{"sensorReport":[{"uom":"CEL","type":"Temperature"}]}',
          '{"sensorReport":[{"type":"T","value":1.0}]}',
          'null',
          '',
        ],
      },
    };

  it.each(Object.entries(values))('as %s', (encoding, { good, bad }) => {
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
