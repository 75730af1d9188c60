import fc from 'fast-check';
import { accepts, byteRange, chooseCoding, matchesNone } from '../http/negotiation.js';

describe('Accept', () => {
  it.each([
    [undefined, true],
    ['', true],
    ['*/*', true],
    ['application/*', true],
    ['application/json', true],
    ['APPLICATION/JSON; charset=utf-8', true],
    ['text/html', false],
    ['text/html, */*;q=0.1', true],
    ['*/*;q=0.5, application/json;q=0', false],
    ['application/*;q=0, */*', false],
    ['application/json;q=nonsense', false],
    [`${'text/html, '.repeat(40)}application/json`, false],
  ])('%j takes JSON: %s', (header, taken) => {
    expect(accepts(header, 'application/json')).toBe(taken);
  });

  it('reads any header without falling over', () => {
    fc.assert(fc.property(fc.string(), (header) => typeof accepts(header, 'application/json') === 'boolean'));
  });
});

describe('Accept-Encoding', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['identity', undefined],
    ['gzip, br', 'br'],
    ['gzip;q=1, br;q=0.5', 'gzip'],
    ['*', 'br'],
    ['br;q=0, *', 'gzip'],
    ['gzip;q=0', undefined],
    ['deflate', undefined],
  ] as const)('%j chooses %s', (header, coding) => {
    expect(chooseCoding(header, ['gzip', 'br'])).toBe(coding);
  });
});

describe('If-None-Match', () => {
  it.each([
    [undefined, false],
    ['"a"', true],
    ['W/"a"', true],
    ['"b", "a"', true],
    ['*', true],
    ['"b"', false],
    ['a', false],
  ])('%j against "a" is %s', (header, matches) => {
    expect(matchesNone(header, '"a"')).toBe(matches);
  });
});

describe('Range', () => {
  it('never reaches outside the file', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), fc.integer({ min: 1, max: 150 }), (first, last, length) => {
        const range = byteRange(`bytes=${first}-${last}`, length);
        if (range === undefined) return expect(last).toBeLessThan(first);
        if (range === 'outside') return expect(first).toBeGreaterThanOrEqual(length);
        expect([range.from, range.to]).toEqual([first, Math.min(last, length - 1)]);
      }),
    );
  });

  it('reads any header without falling over', () => {
    fc.assert(fc.property(fc.string(), fc.nat(100), (header, length) => void byteRange(`bytes=${header}`, length)));
  });
});
