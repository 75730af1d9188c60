import fc from 'fast-check';
import {
  canonicalUri,
  canonicalUriOfCapture,
  containerUri,
  describeUri,
  digitalLinkPath,
  documentUri,
  glnUri,
  gtinUri,
  isCanonicalUri,
  isCanonicalUriOfDevice,
  partyName,
  partyUri,
  ssccUri,
  uriFromDigitalLinkPath,
  withCheckDigit,
} from '../index.js';
import { refusalOf } from './support.js';
import { CAPTURED, GOLDEN, ITEM, REFUSED } from '../../../../test/kit/gs1/tables.js';

describe('the canonical URI', () => {
  it.each(GOLDEN.flatMap(([canonical, ...others]) => [canonical, ...others].map((input) => [input, canonical])))(
    'of %s is %s',
    (input, canonical) => {
      expect(canonicalUri(input!)).toBe(canonical);
      expect(isCanonicalUri(input!)).toBe(input === canonical);
    },
  );

  it('is one for all spellings of a serial, and stays as it is', () => {
    const serial = fc.stringMatching(/^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/);
    fc.assert(
      fc.property(serial, fc.stringMatching(/^[0-9]{13}$/), (text, payload) => {
        const gtin = withCheckDigit(payload);
        const canonical = gtinUri({ gtin, serial: text });
        expect(canonicalUri(canonical)).toBe(canonical);
        expect(canonical).toMatch(/^https:\/\/id\.gs1\.org\/01\/[0-9]{14}\/21\/(?:[A-Za-z0-9\-._~]|%[0-9A-F]{2})+$/);
        expect(decodeURIComponent(canonical.split('/').at(-1)!)).toBe(text);
        const everyByte = [...text].map((character) => `%${character.charCodeAt(0).toString(16)}`).join('');
        expect(canonicalUri(`http://other.example/x/01/${gtin}/10/L/21/${everyByte}?a=b`)).toBe(canonical);
        expect(canonicalUri(`(01)${gtin}(21)${text.replaceAll('(', '\\(')}`)).toBe(canonical);
        expect(uriFromDigitalLinkPath(digitalLinkPath(canonical))).toBe(canonical);
        expect(describeUri(canonical).parts).toEqual({ gtin, serial: text });
      }),
    );
  });
  it('is the same when taken twice, of whatever it accepts', () => {
    const shapes = fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc
        .constantFrom(...GOLDEN.flat())
        .chain((uri) =>
          fc
            .record({ at: fc.nat(uri.length), put: fc.string({ maxLength: 3 }) })
            .map(({ at, put }) => uri.slice(0, at) + put + uri.slice(at + 1)),
        ),
    );
    fc.assert(
      fc.property(shapes, (input) => {
        let canonical: string;
        try {
          canonical = canonicalUri(input);
        } catch (error) {
          expect(error).toMatchObject({ name: 'Gs1Error' });
          return;
        }
        expect(canonicalUri(canonical)).toBe(canonical);
        expect(canonicalUriOfCapture(input)).toEqual({ uri: canonical });
        expect(canonical).toMatch(/^[!-~]+$/);
        expect(uriFromDigitalLinkPath(digitalLinkPath(canonical))).toBe(canonical);
        describeUri(canonical);
      }),
      { numRuns: 2_000 },
    );
  });
  it('finds every broken digit of a pallet code', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9]{17}$/),
        fc.nat(17),
        fc.integer({ min: 1, max: 9 }),
        (payload, at, change) => {
          const code = withCheckDigit(payload);
          const broken = code.slice(0, at) + ((Number(code[at]) + change) % 10) + code.slice(at + 1);
          expect(refusalOf(() => canonicalUri(`https://id.gs1.org/00/${broken}`)).code).toBe('CHECK_DIGIT');
          expect(canonicalUri(`https://id.gs1.org/00/${code}`)).toBe(`https://id.gs1.org/00/${code}`);
        },
      ),
    );
  });
});

describe('what is refused, and why', () => {
  it.each(REFUSED)('%p: %s', (input, code, message) =>
    expect(refusalOf(() => canonicalUri(input))).toEqual({ code, message }),
  );
});

describe('what capture takes as it is', () => {
  it.each(CAPTURED)('%p, with the fault', (input) => {
    const fault = refusalOf(() => canonicalUri(input));
    expect(canonicalUriOfCapture(input)).toEqual({ uri: input, fault: expect.objectContaining(fault) });
    expect([isCanonicalUri(input), isCanonicalUriOfDevice(input)]).toEqual([true, false]);
    expect(describeUri(input)).toEqual({ kind: 'other', label: input, parts: {} });
    expect(uriFromDigitalLinkPath(digitalLinkPath(input))).toBe(input);
  });

  it('is nothing else that is refused', () => {
    const others = REFUSED.map(([input]) => input).filter(
      (input) => !/^(urn:epc:|https:\/\/(shop|example))/i.test(input),
    );
    expect(others.length).toBeGreaterThan(30);
    for (const input of others) expect(refusalOf(() => canonicalUriOfCapture(input))).toHaveProperty('code');
    for (const input of [
      'https://shop.example/01/09506000134353/"',
      'urn:epc:id:sscc:1%',
      `urn:epc:id:sscc:${'1'.repeat(2_048)}`,
    ])
      expect(refusalOf(() => canonicalUriOfCapture(input))).toHaveProperty('code');
  });

  it('and what has no fault is made canonical', () => {
    for (const [canonical, ...others] of GOLDEN)
      for (const input of [canonical, ...others]) expect(canonicalUriOfCapture(input)).toEqual({ uri: canonical });
  });
});

describe('the name of a party', () => {
  it.each([
    ['0614141123452', '0614141123452'],
    ['https://id.gs1.org/417/0614141123452', '0614141123452'],
    ['(417)0614141123452', '0614141123452'],
    ['urn:epc:id:pgln:0614141.12345', '0614141123452'],
    ['https://example.org/customs-office', 'https://example.org/customs-office'],
    ['https://id.gs1.org/414/0614141123452', 'https://id.gs1.org/414/0614141123452'],
  ])('of %s is %s', (input, name) => expect(partyName(input)).toBe(name));

  it.each(['0614141123453', '061414112345', 'PARTY', ''])('is not %p', (input) =>
    expect(refusalOf(() => partyName(input))).toHaveProperty('code'),
  );
});

describe('a description', () => {
  it.each([
    [ITEM, 'sgtin', 'GTIN 09506000134352, serial 12345', { gtin: '09506000134352', serial: '12345' }],
    ['(01)09506000134352(10)L7', 'lgtin', 'GTIN 09506000134352, lot L7', { gtin: '09506000134352', lot: 'L7' }],
    ['(01)09506000134352', 'gtin', 'GTIN 09506000134352', { gtin: '09506000134352' }],
    ['(00)106141412345678908', 'sscc', 'SSCC 106141412345678908', { sscc: '106141412345678908' }],
    ['(414)0614141123452(254)4', 'gln', 'GLN 0614141123452, GLN extension 4', { gln: '0614141123452', extension: '4' }],
    ['(417)0614141123452', 'party', 'party GLN 0614141123452', { gln: '0614141123452' }],
    ['(8003)00614141123452', 'grai', 'GRAI 00614141123452', { grai: '00614141123452' }],
    ['(8004)061414112345400', 'giai', 'GIAI 061414112345400', { giai: '061414112345400' }],
    ['(253)0614141123452', 'gdti', 'GDTI 0614141123452', { gdti: '0614141123452' }],
    ['(401)0614141x', 'ginc', 'GINC 0614141x', { ginc: '0614141x' }],
    ['(402)06141411234567890', 'gsin', 'GSIN 06141411234567890', { gsin: '06141411234567890' }],
    ['urn:epc:id:bic:CSQU3054383', 'container', 'container CSQU3054383', { number: 'CSQU3054383' }],
    [
      'urn:epcglobal:cbv:bt:0614141123452:A%2F1',
      'document',
      'document A/1 of GLN 0614141123452',
      { gln: '0614141123452', number: 'A/1' },
    ],
    ['urn:uuid:x', 'other', 'urn:uuid:x', {}],
  ])('of %s has the kind %s', (input, kind, label, parts) =>
    expect(describeUri(input)).toEqual({ kind, label, parts }),
  );
});

describe('a path below /objects/', () => {
  it.each([
    [ITEM, '01/09506000134352/21/12345'],
    ['(01)09506000134352(21)a/b', '01/09506000134352/21/a%2Fb'],
    ['urn:epc:id:bic:CSQU3054383', 'uri/urn%3Aepc%3Aid%3Abic%3ACSQU3054383'],
    ['urn:epcglobal:cbv:bt:0614141123452:A%2F1', 'uri/urn%3Aepcglobal%3Acbv%3Abt%3A0614141123452%3AA%252F1'],
  ])('of %s is %s', (uri, path) => {
    expect(digitalLinkPath(uri)).toBe(path);
    expect(uriFromDigitalLinkPath(path)).toBe(canonicalUri(uri));
    expect(uriFromDigitalLinkPath(`/${path}`)).toBe(canonicalUri(uri));
  });
  it('may use short codes and more qualifiers', () => {
    expect(uriFromDigitalLinkPath('01/9506000134352/10/L7/21/12345')).toBe(ITEM);
  });
  it.each([
    ['01/09506000134353', 'CHECK_DIGIT'],
    ['shop/01/09506000134352', 'UNKNOWN_KEY'],
    ['01', 'LENGTH'],
    ['01/', 'LENGTH'],
    ['', 'UNKNOWN_KEY'],
    ['uri', 'UNKNOWN_KEY'],
    ['uri/javascript%3Aalert(1)', 'SCHEME'],
    ['uri/%', 'PERCENT_ENCODING'],
    ['01/09506000134352/21/%', 'PERCENT_ENCODING'],
  ])('%p is refused as %s', (path, code) => expect(refusalOf(() => uriFromDigitalLinkPath(path)).code).toBe(code));
});

describe('URIs that are built', () => {
  it('are canonical', () => {
    expect(gtinUri({ gtin: '9506000134352', serial: '12345', lot: 'L7' })).toBe(ITEM);
    expect(gtinUri({ gtin: '9506000134352', lot: 'L7' })).toBe('https://id.gs1.org/01/09506000134352/10/L7');
    expect(ssccUri('106141412345678908')).toBe('https://id.gs1.org/00/106141412345678908');
    expect(glnUri('0614141123452')).toBe('https://id.gs1.org/414/0614141123452');
    expect(glnUri('0614141123452', 'dock 1'.replace(' ', '-'))).toBe('https://id.gs1.org/414/0614141123452/254/dock-1');
    expect(partyUri('0614141123452')).toBe('https://id.gs1.org/417/0614141123452');
    expect(containerUri('CSQU3054383')).toBe('urn:epc:id:bic:CSQU3054383');
    expect(documentUri({ gln: '0614141123452', number: 'PO 12/3' })).toBe(
      'urn:epcglobal:cbv:bt:0614141123452:PO%2012%2F3',
    );
  });
  it('refuse document numbers that are empty, too long or framed by spaces', () => {
    const document = (number: string) => refusalOf(() => documentUri({ gln: '0614141123452', number })).code;
    expect([document(''), document('1'.repeat(201)), document(' 1'), document('\u00e9')]).toEqual([
      'LENGTH',
      'LENGTH',
      'CHARACTERS',
      'CHARACTERS',
    ]);
  });
});
