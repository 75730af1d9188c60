import { sscc, ssccUri } from '#libs/core/gs1';
import {
  checkDisclosures,
  checkScanPrivateParts,
  type ClaimName,
  commitment,
  compareBytes,
  makeDisclosure,
  objectKey,
  openCommitment,
} from '#libs/core/wire';
import { codeOf, filled } from '../../../../test/kit/wire/raw.js';

const URIS = ['https://id.gs1.org/01/09506000134352/21/12345', ssccUri(sscc({ companyPrefix: '9506000', serial: 1 }))];
const ordered = URIS.map((uri) => ({ uri, key: objectKey(uri) })).sort((a, b) => compareBytes(a.key, b.key));
const uris = ordered.map(({ uri }) => uri);
const objects = ordered.map(({ key }) => key);

const disclosuresOf = (...pairs: [string, string][]) =>
  pairs.map(([name, value], index) => makeDisclosure({ index, salt: filled(16, index + 1), name, value }));
const disclosures = disclosuresOf(['bizStep', 'packing'], ['readPointCountry', 'IN'], ['note', 'one'], ['note', 'two']);
const header = { objects, claims: disclosures.map(commitment) };

/** The code for disclosures that are committed to as they are. */
const judge = (...pairs: [ClaimName, string][]) => {
  const given = disclosuresOf(...pairs);
  return codeOf(() => checkDisclosures(given.map(commitment), given));
};

describe('the private parts of a scan', () => {
  it('that fit give its claims in order', () => {
    expect(checkScanPrivateParts(header, uris, disclosures).map(({ name, value }) => [name, value])).toEqual([
      ['bizStep', 'packing'],
      ['readPointCountry', 'IN'],
      ['note', 'one'],
      ['note', 'two'],
    ]);
    expect(checkScanPrivateParts({ objects, claims: [] }, uris, [])).toEqual([]);
  });

  it.each<[string, string, () => unknown]>([
    ['URI_MISSING', 'no URIs', () => checkScanPrivateParts(header, [], disclosures)],
    ['URI_MISSING', 'one URI too few', () => checkScanPrivateParts(header, uris.slice(1), disclosures)],
    ['URI_MISSING', 'one URI too many', () => checkScanPrivateParts(header, [...uris, 'urn:x:y'], disclosures)],
    ['URI_MISMATCH', 'URIs in another order', () => checkScanPrivateParts(header, uris.toReversed(), disclosures)],
    [
      'URI_NOT_CANONICAL',
      'a key of a URI that is not canonical',
      () => checkScanPrivateParts({ objects: [objectKey(`${URIS[0]}?x=1`)], claims: [] }, [`${URIS[0]}?x=1`], []),
    ],
    [
      'URI_NOT_CANONICAL',
      'a key of a URI with a wrong check digit',
      () =>
        checkScanPrivateParts(
          { objects: [objectKey('https://id.gs1.org/01/09506000134353')], claims: [] },
          ['https://id.gs1.org/01/09506000134353'],
          [],
        ),
    ],
    ['DISCLOSURE_MISSING', 'no disclosures', () => checkScanPrivateParts(header, uris, [])],
    [
      'DISCLOSURE_MISSING',
      'one too many',
      () => checkScanPrivateParts(header, uris, [...disclosures, disclosures[0]!]),
    ],
    [
      'DISCLOSURE_MISMATCH',
      'disclosures in another order',
      () => checkScanPrivateParts(header, uris, disclosures.toReversed()),
    ],
    [
      'DISCLOSURE_MISMATCH',
      'another value',
      () => checkScanPrivateParts(header, uris, disclosures.with(0, disclosuresOf(['bizStep', 'picking'])[0]!)),
    ],
    [
      'DISCLOSURE_MISMATCH',
      'a commitment at another place than its disclosure says',
      () => checkDisclosures([commitment(disclosures[1]!)], [disclosures[1]!]),
    ],
    [
      'DISCLOSURE_FORM',
      'a preimage that is no disclosure',
      () => checkDisclosures([commitment(filled(40, 7))], [filled(40, 7)]),
    ],
  ])('%s: %s', (code, _what, check) => expect(codeOf(check)).toBe(code));
});

describe('claims', () => {
  it('have names of the table', () => {
    expect(judge(['colour' as ClaimName, 'red'])).toBe('CLAIM_UNKNOWN');
    expect(judge(['BizStep' as ClaimName, 'packing'])).toBe('CLAIM_UNKNOWN');
    expect(judge(['__proto__' as ClaimName, 'packing'])).toBe('CLAIM_UNKNOWN');
  });

  it('have values in the form of the table', () => {
    expect(judge(['bizStep', 'flying'])).toBe('CLAIM_VALUE');
    expect(judge(['expiryDate', '2026-02-30'])).toBe('CLAIM_VALUE');
    expect(judge(['demo', 'true'])).toBeUndefined();
  });

  it('answer a question once, unless the table says otherwise', () => {
    expect(judge(['bizStep', 'packing'], ['bizStep', 'shipping'])).toBe('CLAIM_REPEATED');
    expect(judge(['bizTransaction.po', 'urn:x:1'], ['bizTransaction.po', 'urn:x:2'])).toBeUndefined();
  });
});

it('a verifier opens one commitment without the others', () => {
  expect(openCommitment(header.claims[2]!, disclosures[2]!, 2)).toMatchObject({ index: 2, name: 'note', value: 'one' });
  expect(codeOf(() => openCommitment(header.claims[2]!, disclosures[2]!, 3))).toBe('DISCLOSURE_MISMATCH');
});
