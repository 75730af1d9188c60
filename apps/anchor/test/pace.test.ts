import { dueAfter } from '../sequencing/pace.js';

/** When rounds begin that become ready at these times, every 100 ms at most. */
function begins(ready: readonly number[]): number[] {
  let due = -Infinity;
  return ready.map((readyMs) => {
    const nowMs = Math.max(readyMs, due + 100);
    due = dueAfter(due, 100, nowMs);
    return nowMs;
  });
}

it('begins at once after a pause, and then every round', () => {
  expect(begins([0, 1, 2, 3])).toEqual([0, 100, 200, 300]);
  expect(begins([0, 1, 450, 451])).toEqual([0, 100, 450, 550]);
});

it('keeps the beat where one round is late', () => {
  expect(begins([0, 130, 131, 132])).toEqual([0, 130, 200, 300]);
});

it('is pushed back by what is late again and again no further than that is', () => {
  expect(begins([15, 140, 215, 330, 415])).toEqual([15, 140, 215, 330, 415]);
});

it('never lets one begin less than half a round behind the one before', () => {
  expect(begins([0, 199, 200, 201])).toEqual([0, 199, 249, 349]);
});
