import { Restarts } from '../threads/restarts.js';

const open = { wasReady: true };

it('the first thread that ends is replaced at once, and behind others there is a pause that grows to 5 s', () => {
  const restarts = new Restarts(() => 0);
  const delays = Array.from({ length: 10 }, () => {
    restarts.threadEnded(open);
    return restarts.delayMs;
  });
  expect(delays).toEqual([0, 100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000]);
});

it('the pause counts from the last end', () => {
  let now = 1_000;
  const restarts = new Restarts(() => now);
  for (let ends = 0; ends < 4; ends++) restarts.threadEnded(open);
  now += 150;
  expect(restarts.delayMs).toBe(250);
  now += 1_000;
  expect(restarts.delayMs).toBe(0);
});

it('an answer ends the row, a start alone does not', () => {
  const restarts = new Restarts(() => 0);
  for (let ends = 0; ends < 4; ends++) restarts.threadEnded(open);
  restarts.threadStarted();
  expect(restarts.delayMs).toBe(400);
  restarts.chunkAnswered();
  expect(restarts.delayMs).toBe(0);
});

it('three starts that fail one after the other are too many, and three ends in the hands of one chunk', () => {
  const restarts = new Restarts(() => 0);
  const fail = () => restarts.threadEnded({ wasReady: false });
  fail();
  fail();
  restarts.threadStarted();
  fail();
  fail();
  expect(restarts.startsFail).toBe(false);
  fail();
  expect(restarts.startsFail).toBe(true);
  expect([1, 2, 3].map((ends) => restarts.isTooMuch(ends))).toEqual([false, false, true]);
});
