import { holderDigits, isCanonicalUri, sscc, ssccUri } from '#libs/core/gs1';

const SSCC_URI = ssccUri(sscc({ companyPrefix: '9521001', serial: 1 }));

describe('the digits by which the holder of a code is found', () => {
  it.each([
    ['https://id.gs1.org/01/09521001000024/21/a', '9521001000024', false],
    ['https://id.gs1.org/01/19521001000021/10/lot', '9521001000021', false],
    ['https://id.gs1.org/01/00000096385074', '96385074', true],
    [SSCC_URI, SSCC_URI.slice(-17), false],
    ['https://id.gs1.org/8003/09521001000024x1', '9521001000024', false],
    ['https://id.gs1.org/8004/9521001rack7', '9521001', false],
    ['https://id.gs1.org/414/9521001000017', '9521001000017', false],
    ['https://id.gs1.org/417/9521001000017', '9521001000017', false],
  ])('of %s are %s', (uri, digits, isWhole) => {
    expect(isCanonicalUri(uri)).toBe(true);
    expect(holderDigits(uri)).toEqual({ digits, isWhole });
  });

  it.each([
    ['a container', 'urn:epc:id:bic:CSQU3054383'],
    ['a page', 'https://example.com/thing'],
    ['a number of one region', 'https://id.gs1.org/01/00212345678904'],
    ['a number of one company', 'https://id.gs1.org/01/00412345678902'],
    ['a number of one shop', 'https://id.gs1.org/01/02112345678907'],
    ['a short number of one shop', 'https://id.gs1.org/01/00000020123451'],
    ['a serial', 'https://id.gs1.org/01/09771234567003'],
    ['a book', 'https://id.gs1.org/01/09783161484100'],
    ['sheet music', 'https://id.gs1.org/01/09790123456785'],
  ])('are none for %s', (_, uri) => {
    expect(holderDigits(uri)).toBeNull();
  });
});
