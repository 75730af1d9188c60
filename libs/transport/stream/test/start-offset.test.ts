import { startOffset } from '../start-offset.js';

const BOUNDS = { first: 5, next: 9 };

it.each([
  ['the earliest that is kept when nothing was said', undefined, 5],
  ['the end for Infinity', Infinity, 9],
  ['the offset that was said', 7, 7],
  ['the first and the next offset too', 5, 5],
])('begins at %s', (_rule, wanted, from) => {
  expect(startOffset('scans/0', wanted, BOUNDS)).toBe(from);
});

it('begins at the end when the reader has read everything', () => {
  expect(startOffset('scans/0', 9, BOUNDS)).toBe(9);
});

it.each([
  ['TRIMMED', 4],
  ['AHEAD', 10],
])('refuses with %s rather than skip records', (code, wanted) => {
  expect(() => startOffset('scans/0', wanted, BOUNDS)).toThrow(expect.objectContaining({ code }));
});

it.each([-1, 1.5, NaN, 2 ** 53])('takes %p for a mistake of the caller', (wanted) => {
  expect(() => startOffset('scans/0', wanted, BOUNDS)).toThrow(RangeError);
});
