import { fairCap } from '../fair-cap.js';

describe('the fair share of a room', () => {
  it.each<[asked: number[], room: number, cap: number]>([
    [[], 10, Infinity],
    [[3, 4], 10, Infinity],
    [[10], 5, 5],
    [[1, 100], 10, 9],
    [[100, 1, 100], 11, 5],
    [[4, 4, 4], 6, 2],
  ])('of %j in %d is %d', (asked, room, cap) => {
    expect(fairCap(asked, room)).toBe(cap);
    const taken = asked.reduce((total, wanted) => total + Math.min(wanted, cap), 0);
    expect(taken).toBeLessThanOrEqual(room);
  });
});
