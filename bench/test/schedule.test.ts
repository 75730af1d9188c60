import fc from 'fast-check';
import { Schedule } from '../generating/schedule.js';

it('scans are due evenly from the start', () => {
  const schedule = new Schedule(1_000, 500, 1_000);
  expect([0, 1, 500].map((n) => schedule.dueMs(n))).toEqual([1_000, 1_002, 2_000]);
  expect([999, 1_000, 1_001.9, 1_002, 2_000, 99_000].map((ms) => schedule.dueBy(ms))).toEqual([0, 1, 1, 2, 501, 1_000]);
  expect(schedule.lastDueMs).toBe(2_998);
});

it('dueBy counts exactly the scans whose moment has come', () => {
  const cases = fc.record({
    startMs: fc.double({ min: 0, max: 1e6, noNaN: true }),
    perSecond: fc.double({ min: 0.5, max: 5_000, noNaN: true }),
    total: fc.integer({ min: 1, max: 200 }),
    part: fc.double({ min: -0.1, max: 1.2, noNaN: true }),
  });
  fc.assert(
    fc.property(cases, ({ startMs, perSecond, total, part }) => {
      const schedule = new Schedule(startMs, perSecond, total);
      const nowMs = startMs + (part * total * 1_000) / perSecond;
      const due = Array.from({ length: total }, (_, n) => schedule.dueMs(n)).filter((ms) => ms <= nowMs).length;
      expect(schedule.dueBy(nowMs)).toBe(due);
    }),
  );
});
