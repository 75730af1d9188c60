import { readArguments } from '../arguments.js';
import { compareTurns, median } from '../compare.js';
import { quantile } from '../quantile.js';
import { cell, type Figure, type Findings } from '../report.js';

const turn = (...figures: Figure[]): Findings => ({ figures, notes: [] });
const rate = (value: number): Figure => ({ what: 'rate', value, unit: 'scans/s', goal: '>= 1' });

it('medians of the turns of each side stand side by side', () => {
  const before = [turn(rate(1)), turn(rate(100)), turn(rate(3))];
  const after = [turn(rate(4)), turn(rate(8))];
  expect(compareTurns(before, after)).toEqual([
    {
      what: 'rate',
      unit: 'scans/s',
      goal: '>= 1',
      before: 3,
      after: 6,
      turns: { before: [1, 100, 3], after: [4, 8] },
    },
  ]);
});

it('figures with the same words and another unit, or in another cell, are others', () => {
  const check = (unit: string): Figure => ({ what: 'check', value: 1, unit });
  const of = (column: string): Figure => cell('time', 'anchor', column, 1, 'µs');
  const side = [turn(check('s'), check('1/s'), of('full load'), of('500/s'))];
  expect(compareTurns(side, side)).toHaveLength(4);
});

it('what one side does not have is no number', () => {
  const [only] = compareTurns([turn()], [turn(rate(5))]);
  expect([only!.before, only!.after]).toEqual([Number.NaN, 5]);
});

it('medians and quantiles of unordered values, few and none', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([7]), median([])]).toEqual([2, 2.5, 7, Number.NaN]);
  const values = Array.from({ length: 100 }, (_, n) => 100 - n);
  expect([quantile(values, 0.5), quantile(values, 0.99), quantile(values, 1), quantile([], 0.5)]).toEqual([
    51,
    100,
    100,
    Number.NaN,
  ]);
});

it.each([
  [['quick'], 'no scenario is called quick'],
  [['--profile', 'cloud'], '--profile is embedded, distributed or both, not cloud'],
  [['--rates', '500,,1000'], '--rates takes numbers above 0'],
  [['--seconds', '0'], '--seconds takes numbers above 0, not 0'],
])('%j is refused with a sentence', (words, sentence) => {
  expect(() => readArguments(words)).toThrow(sentence);
});

it('both profiles, rates and scenarios are read, and naive runs by its name alone', () => {
  expect(readArguments(['links', '--profile', 'both', '--rates', '100,250'])).toMatchObject({
    names: ['links'],
    profiles: ['embedded', 'distributed'],
    rates: [100, 250],
  });
  expect(readArguments([])).toMatchObject({ names: expect.not.arrayContaining(['naive']) });
  expect(readArguments(['naive', '-h'])).toBe('help');
});
