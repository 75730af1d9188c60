import fc from 'fast-check';
import {
  canonicalUri,
  containerUri,
  describeUri,
  digitalLinkPath,
  documentUri,
  glnUri,
  gtinUri,
  isCanonicalUri,
  partyUri,
  ssccUri,
  uriFromDigitalLinkPath,
  withCheckDigit,
} from '../index.js';
import { refusalOf } from './support.js';

const ITEM = 'https://id.gs1.org/01/09506000134352/21/12345';

/** Right side: the one URI that all on the left have. The EPC pairs are those of the Tag Data Standard. */
const GOLDEN: readonly (readonly [canonical: string, ...others: string[]])[] = [
  [
    ITEM,
    'http://id.gs1.org/01/09506000134352/21/12345',
    'HTTPS://ID.GS1.ORG/01/09506000134352/21/12345/',
    'https://id.gs1.org/01/9506000134352/21/12345',
    'https://id.gs1.org/01/09506000134352/10/L7/21/12345',
    'https://id.gs1.org/01/09506000134352/22/2A/10/L7/21/12345',
    'https://id.gs1.org/01/09506000134352/21/%31%32345',
    'https://shop.example:8443/some/where/01/09506000134352/21/12345?17=271231&linkType=gs1:pip#top',
    '(01)09506000134352(21)12345',
    '(01)09506000134352(17)271231(10)L7(21)12345',
    '(21)12345(01)09506000134352',
    'urn:epc:id:sgtin:9506000.013435.12345',
    'URN:EPC:ID:SGTIN:9506000.013435.12345',
  ],
  [
    'https://id.gs1.org/01/09506000134352/10/L7',
    '(10)L7(01)09506000134352',
    'urn:epc:class:lgtin:9506000.013435.L7',
    'urn:epc:id:lgtin:9506000.013435.L7',
  ],
  [
    'https://id.gs1.org/01/09506000134352',
    '(01)09506000134352',
    'urn:epc:idpat:sgtin:9506000.013435.*',
    'https://a.example/01/9506000134352?10=L7',
  ],
  ['https://id.gs1.org/01/80614141123458/21/6789', 'urn:epc:id:sgtin:0614141.812345.6789'],
  ['https://id.gs1.org/01/80614141123458/21/67%3F89.1', 'urn:epc:id:sgtin:0614141.812345.67?89.1'],
  [
    'https://id.gs1.org/01/00614141210220/235/TPX1',
    'urn:epc:id:upui:0614141.021022.TPX1',
    'https://id.gs1.org/01/614141210220/10/L/235/TPX1',
  ],
  [
    'https://id.gs1.org/01/09506000134352/21/a%2Fb%25.%28%2B%29-_%21',
    '(01)09506000134352(21)a/b%.\\(+)-_!',
    'https://id.gs1.org/01/09506000134352/21/a%2fb%25.(+)-%5F!',
    'urn:epc:id:sgtin:9506000.013435.a%2Fb%25.(+)-_!',
  ],
  [
    'https://id.gs1.org/00/106141412345678908',
    '(00)106141412345678908',
    'urn:epc:id:sscc:0614141.1234567890',
    '(00)106141412345678908(02)00614141210220(37)12(10)L7',
  ],
  ['https://id.gs1.org/414/0614141123452/254/400', '(414)0614141123452(254)400', 'urn:epc:id:sgln:0614141.12345.400'],
  [
    'https://id.gs1.org/414/0614141123452',
    'urn:epc:id:sgln:0614141.12345.0',
    'https://id.gs1.org/414/0614141123452/7040/1A2B',
  ],
  ['https://id.gs1.org/417/0614141123452', '(417)0614141123452', 'urn:epc:id:pgln:0614141.12345'],
  ['https://id.gs1.org/8003/00614141123452400', '(8003)00614141123452400', 'urn:epc:id:grai:0614141.12345.400'],
  [
    'https://id.gs1.org/8004/061414112345400',
    '(8004)061414112345400',
    'urn:epc:id:giai:0614141.12345400',
    'https://assets.example/8004/061414112345400',
  ],
  ['https://id.gs1.org/253/0614141123452006847', '(253)0614141123452006847', 'urn:epc:id:gdti:0614141.12345.006847'],
  ['https://id.gs1.org/255/401234567890104711', 'urn:epc:id:sgcn:4012345.67890.04711'],
  ['https://id.gs1.org/401/0614141xyz47%2F11', '(401)0614141xyz47/11', 'urn:epc:id:ginc:0614141.xyz47%2F11'],
  ['https://id.gs1.org/402/06141411234567890', '(402)06141411234567890', 'urn:epc:id:gsin:0614141.123456789'],
  [
    'https://id.gs1.org/8018/061414112345678902',
    'urn:epc:id:gsrn:0614141.1234567890',
    'https://id.gs1.org/8018/061414112345678902/8019/1',
  ],
  ['https://id.gs1.org/8017/061414112345678902', 'urn:epc:id:gsrnp:0614141.1234567890'],
  ['https://id.gs1.org/8010/06141415PQ7%2FZ43/8011/12345', 'urn:epc:id:cpi:0614141.5PQ7%2FZ43.12345'],
  ['https://id.gs1.org/8006/040123451234560104/21/987', 'urn:epc:id:itip:4012345.012345.01.04.987'],
  ['urn:epc:id:bic:CSQU3054383', 'urn:epc:id:bic:csqu3054383', 'URN:epc:id:BIC:CSQU3054383'],
  [
    'urn:epcglobal:cbv:bt:0614141123452:PO%2F12%203%3Aa',
    'urn:epcglobal:cbv:bt:0614141123452:PO%2f12%203:a',
    'URN:EPCGLOBAL:CBV:BT:0614141123452:PO/12%203%3aa',
  ],
  ['https://customs.example/declarations/24DE123?x=1#y'],
  ['https://example.com/orders/01/77'],
  ['https://example.com/orders/401/99211'],
  ['urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66'],
  ['urn:epc:id:gid:95100000.12345.400'],
];

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
  const g = 'https://id.gs1.org/01/09506000134352';
  it.each([
    [
      'https://id.gs1.org/01/09506000134353/21/1',
      'CHECK_DIGIT',
      'GTIN (01) 09506000134353: the check digit is 3, expected 2',
    ],
    [
      'https://shop.example/01/09506000134353',
      'CHECK_DIGIT',
      'GTIN (01) 09506000134353: the check digit is 3, expected 2',
    ],
    ['(00)106141412345678907', 'CHECK_DIGIT', 'SSCC (00) 106141412345678907: the check digit is 7, expected 8'],
    ['urn:epc:id:bic:CSQU3054384', 'CHECK_DIGIT', 'container CSQU3054384: the check digit is 4, expected 3'],
    [
      'urn:epcglobal:cbv:bt:0614141123457:A1',
      'CHECK_DIGIT',
      'document: GLN of the issuer 0614141123457: the check digit is 7, expected 2',
    ],
    ['(00)12345678', 'LENGTH', 'SSCC (00) has 18 digits, got 8'],
    ['(01)123456789', 'LENGTH', 'GTIN (01) has 8, 12, 13 or 14 digits, got 9'],
    ['(8003)0061414112345', 'LENGTH', 'GRAI (8003) has 14 digits at least, got 13'],
    ['(253)061414112345212345678901234567890', 'LENGTH', 'GDTI (253) has 0 to 17 characters after its digits, got 20'],
    [`${g}/21/123456789012345678901`, 'LENGTH', 'serial (21) has 1 to 20 characters, got 21'],
    [`${g}/21//`, 'LENGTH', 'serial (21) is empty'],
    [
      'urn:epc:id:sscc:0614141.123456789',
      'LENGTH',
      'SSCC: company prefix and reference have 17 digits together, got 16',
    ],
    ['urn:epc:id:sgtin:0614141.112345', 'LENGTH', 'sgtin has the parts prefix.item.serial, got 2'],
    [
      'urn:epcglobal:cbv:bt:0614141123452',
      'LENGTH',
      'a document is urn:epcglobal:cbv:bt:{gln}:{number}: the number is missing',
    ],
    [`https://example.com/${'a'.repeat(2_048)}`, 'LENGTH', 'a URI has at most 2048 characters, got 2068'],
    [`${g}/21/a%20b`, 'CHARACTERS', 'serial (21): the character " " is not of GS1 character set 82'],
    [`${g}/21/a%00b`, 'CHARACTERS', 'serial (21): %00 is not a printable ASCII character'],
    [`${g}/21/%C3%A9`, 'CHARACTERS', 'serial (21): %C3 is not a printable ASCII character'],
    [`${g}/21/\u00e9`, 'CHARACTERS', 'the character U+00E9 must be percent-encoded in a URI'],
    [`${g}/21/~`, 'CHARACTERS', 'serial (21): the character "~" is not of GS1 character set 82'],
    ['(01)0950600013435x', 'CHARACTERS', 'GTIN (01): expected digits, got "0950600013435x"'],
    ['(8003)19506000134352', 'CHARACTERS', 'GRAI (8003) begins with 0, got 1'],
    ['https://example.com/<b>', 'CHARACTERS', 'quotes and angle brackets must be percent-encoded in a URI'],
    [`${g}/21/a%zz`, 'PERCENT_ENCODING', 'serial (21): a % is not followed by two hex digits'],
    ['https://example.com/100%', 'PERCENT_ENCODING', 'a % is not followed by two hex digits'],
    ['https://id.gs1.org/', 'UNKNOWN_KEY', 'no GS1 key in the path, expected for example 01/{GTIN}/21/{serial}'],
    ['https://id.gs1.org/99/1', 'UNKNOWN_KEY', 'no GS1 key in the path, expected for example 01/{GTIN}/21/{serial}'],
    [
      'https://id.gs1.org/constructor/1',
      'UNKNOWN_KEY',
      'no GS1 key in the path, expected for example 01/{GTIN}/21/{serial}',
    ],
    ['(21)12345', 'UNKNOWN_KEY', 'no key among (21)'],
    ['urn:epc:idpat:sgtin:0614141.*.*', 'UNKNOWN_KEY', 'of the sgtin patterns only prefix.item.* names a trade item'],
    ['urn:epc:tag:sgtin-96:3.0614141.812345.6789', 'UNKNOWN_KEY', 'urn:epc:tag:sgtin-96 names no single thing or lot'],
    ['urn:epc:idpat:sscc:0614141.*', 'UNKNOWN_KEY', 'urn:epc:idpat:sscc names no single thing or lot'],
    ['(01)09506000134352(00)106141412345678908', 'TWO_KEYS', '(01) and (00) are two keys: give one'],
    [`${g}/21`, 'QUALIFIER', 'serial (21) has no value'],
    [`${g}/10/A/10/B`, 'QUALIFIER', 'GTIN (01): (10) stands twice'],
    ['https://id.gs1.org/00/106141412345678908/21/1', 'QUALIFIER', 'SSCC (00): (21) does not belong to this key'],
    [`${g}/%3Cb%3E/1`, 'QUALIFIER', 'GTIN (01): ("%3Cb%3E") does not belong to this key'],
    [
      '(01)09506000134352(2)1',
      'QUALIFIER',
      'an element string is made of (identifier)value, the identifier of 2 to 4 digits',
    ],
    ['(8004)ABC123', 'COMPANY_PREFIX', 'GIAI (8004) begins with a company prefix of 4 digits or more'],
    ['urn:epc:id:sgtin:06141.112345.1', 'COMPANY_PREFIX', 'sgtin: a company prefix has 6 to 12 digits'],
    [
      '09506000134352',
      'NOT_A_URI',
      'expected an absolute URI or an element string such as (01)09506000134352(21)12345',
    ],
    [
      '/01/09506000134352',
      'NOT_A_URI',
      'expected an absolute URI or an element string such as (01)09506000134352(21)12345',
    ],
    ['', 'NOT_A_URI', 'expected an absolute URI or an element string such as (01)09506000134352(21)12345'],
    ['javascript:alert(1)', 'SCHEME', 'a URI of the scheme javascript names no thing'],
    ['DATA:text/html,x', 'SCHEME', 'a URI of the scheme data names no thing'],
  ])('%p: %s', (input, code, message) => expect(refusalOf(() => canonicalUri(input))).toEqual({ code, message }));
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
