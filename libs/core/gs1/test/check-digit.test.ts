import fc from 'fast-check';
import {
  checkDigit,
  containerCheckDigit,
  containerNumber,
  containerUri,
  gln,
  gtin,
  gtin14,
  isValidCheckDigit,
  sscc,
  withCheckDigit,
} from '../index.js';
import { refusalOf } from './support.js';

const digits = (min: number, max: number) => fc.stringMatching(new RegExp(`^[0-9]{${min},${max}}$`));

describe('a GS1 check digit', () => {
  it.each([
    ['9638507', 4, 'GTIN-8'],
    ['61414121022', 0, 'GTIN-12'],
    ['950600013435', 2, 'GTIN-13'],
    ['1061414141234', 8, 'GTIN-14'],
    ['10614141234567890', 8, 'SSCC'],
    ['1', 7, 'a single digit'],
    ['0', 0, 'zero'],
  ])('of %s is %i (%s)', (payload, expected) => {
    expect(checkDigit(payload)).toBe(expected);
    expect(isValidCheckDigit(`${payload}${expected}`)).toBe(true);
  });
  it('finds every single digit that is wrong', () => {
    fc.assert(
      fc.property(digits(1, 20), fc.nat(), fc.integer({ min: 1, max: 9 }), (payload, where, change) => {
        const code = withCheckDigit(payload);
        const at = where % code.length;
        const broken = code.slice(0, at) + ((Number(code[at]) + change) % 10) + code.slice(at + 1);
        expect(isValidCheckDigit(broken)).toBe(false);
      }),
    );
  });
  it('is not computed from letters or from nothing', () => {
    expect(refusalOf(() => checkDigit('12a')).code).toBe('CHARACTERS');
    expect(refusalOf(() => checkDigit('')).code).toBe('LENGTH');
    expect(refusalOf(() => checkDigit('\u0661')).code).toBe('CHARACTERS');
    expect([isValidCheckDigit(''), isValidCheckDigit('0'), isValidCheckDigit('1a')]).toEqual([false, false, false]);
  });
});

describe('a GTIN', () => {
  it.each([
    ['96385074', '00000096385074'],
    ['614141210220', '00614141210220'],
    ['9506000134352', '09506000134352'],
    ['10614141412348', '10614141412348'],
  ])('%s has the 14 digits %s', (short, long) => expect(gtin14(short)).toBe(long));
  it.each([
    ['950600013435', 'CHECK_DIGIT'],
    ['9506000134353', 'CHECK_DIGIT'],
    ['950600013', 'LENGTH'],
    ['095060001343521', 'LENGTH'],
    ['', 'LENGTH'],
    ['95060001343 2', 'CHARACTERS'],
  ])('%p is refused as %s', (code, why) => expect(refusalOf(() => gtin14(code)).code).toBe(why));
  it('that is wrong is refused with the digit expected', () => {
    expect(refusalOf(() => gtin14('9506000134353')).message).toBe(
      'GTIN (01) 09506000134353: the check digit is 3, expected 2',
    );
  });
});

describe('codes that are built', () => {
  it('have their check digit and are filled with zeros', () => {
    expect(gtin({ companyPrefix: '9506000', item: 13435 })).toBe('09506000134352');
    expect(gtin({ companyPrefix: '0614141', item: '12345', indicator: 8 })).toBe('80614141123458');
    expect(sscc({ companyPrefix: '0614141', serial: '234567890', extension: 1 })).toBe('106141412345678908');
    expect(sscc({ companyPrefix: '952000', serial: 7 })).toBe(withCheckDigit('09520000000000007'));
    expect(gln({ companyPrefix: '0614141', location: 12345 })).toBe('0614141123452');
  });
  it('refuse a reference that does not fit, and a prefix that is none', () => {
    expect(refusalOf(() => gln({ companyPrefix: '0614141', location: 123456 })).code).toBe('LENGTH');
    expect(refusalOf(() => gtin({ companyPrefix: '061', item: 1 })).code).toBe('COMPANY_PREFIX');
    expect(refusalOf(() => sscc({ companyPrefix: '0614141', serial: -1 })).code).toBe('CHARACTERS');
    expect(refusalOf(() => sscc({ companyPrefix: '0614141', serial: 1, extension: 10 })).code).toBe('CHARACTERS');
  });
});

describe('a container number', () => {
  it.each(['CSQU3054383', 'MSKU0383250', 'TOLU4734787'])('%s is right', (number) => {
    expect(containerNumber(number)).toBe(number);
    expect(containerUri(number)).toBe(`urn:epc:id:bic:${number}`);
  });
  it('may be written as painted on the container', () => expect(containerNumber('csqu 305438-3')).toBe('CSQU3054383'));
  it('counts a remainder of 10 as 0', () => {
    const ten = Array.from({ length: 1000 }, (_, at) => `CSQU${String(at).padStart(6, '0')}`).filter((code) => {
      const sum = [...code].reduce((total, character, at) => {
        const letters = '0123456789A?BCDEFGHIJK?LMNOPQRSTU?VWXYZ';
        return total + letters.indexOf(character) * 2 ** at;
      }, 0);
      return sum % 11 === 10;
    });
    expect(ten.length).toBeGreaterThan(50);
    for (const code of ten) expect(containerCheckDigit(code)).toBe(0);
  });
  it('is refused with the digit expected when one digit is wrong', () => {
    expect(refusalOf(() => containerNumber('CSQU3054384'))).toEqual({
      code: 'CHECK_DIGIT',
      message: 'container CSQU3054384: the check digit is 4, expected 3',
    });
  });
  it.each([
    ['CSQX3054383', 'CHARACTERS'],
    ['CSQU305438', 'LENGTH'],
    ['CSQU30543833', 'LENGTH'],
    ['CS1U3054383', 'CHARACTERS'],
  ])('%s is refused as %s', (number, why) => expect(refusalOf(() => containerNumber(number)).code).toBe(why));
});
