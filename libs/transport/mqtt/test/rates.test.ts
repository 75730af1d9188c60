import { Rates } from '../rates.js';

describe('the rate of connections of each of many', () => {
  it('allows a burst, then the steady rate, and counts each alone', () => {
    let now = 0;
    const rate = new Rates({ burst: 3, perSecond: 2 }, () => now);
    expect([1, 2, 3, 4].map(() => rate.take('a'))).toEqual([true, true, true, false]);
    expect(rate.take('b')).toBe(true);
    now += 500;
    expect([rate.take('a'), rate.take('a')]).toEqual([true, false]);
    now += 60_000;
    expect([1, 2, 3, 4].map(() => rate.take('a'))).toEqual([true, true, true, false]);
  });

  it('forgets the one it has not heard longest when ten thousand others come', () => {
    const rate = new Rates({ burst: 1, perSecond: 0 }, () => 0);
    expect(rate.take('first')).toBe(true);
    for (let index = 0; index < 10_000; index++) rate.take(`other ${index}`);
    expect(rate.take('first')).toBe(true);
    expect(rate.take('other 9999')).toBe(false);
  });

  it('takes back what does not count, and gives nobody more than the burst', () => {
    const rate = new Rates({ burst: 2, perSecond: 0 }, () => 0);
    expect([rate.take('a'), rate.take('a'), rate.take('a')]).toEqual([true, true, false]);
    rate.giveBack('a');
    expect([rate.take('a'), rate.take('a')]).toEqual([true, false]);
    for (let turn = 0; turn < 5; turn++) rate.giveBack('a');
    rate.giveBack('never seen');
    expect([rate.take('a'), rate.take('a'), rate.take('a')]).toEqual([true, true, false]);
  });
});
