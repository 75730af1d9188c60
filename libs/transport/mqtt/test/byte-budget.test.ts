import fc from 'fast-check';
import { ByteBudget } from '../byte-budget.js';

describe('a byte budget', () => {
  it('never lends more than it has, and everything comes back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 60 }),
        fc.infiniteStream(fc.boolean()),
        (requests, coin) => {
          const budget = new ByteBudget(100);
          const lent: number[] = [];
          for (const bytes of requests) {
            if (budget.tryTake(bytes)) lent.push(bytes);
            else budget.wait(bytes, () => lent.push(bytes));
            expect(budget.bytesUsed).toBe(lent.reduce((sum, one) => sum + one, 0));
            expect(budget.bytesUsed).toBeLessThanOrEqual(100);
            if (coin.next().value && lent.length > 0) budget.give(lent.shift()!);
          }
          while (lent.length > 0) budget.give(lent.shift()!);
          expect(budget).toMatchObject({ bytesUsed: 0, waiting: 0 });
        },
      ),
    );
  });

  it('lets nobody overtake a large request that waits', () => {
    const budget = new ByteBudget(100);
    const order: string[] = [];
    expect(budget.tryTake(60)).toBe(true);
    budget.wait(80, () => order.push('large'));
    expect(budget.tryTake(10)).toBe(false);
    budget.wait(10, () => order.push('small'));
    budget.give(60);
    expect(order).toEqual(['large', 'small']);
  });

  it('goes on with the next one when the first gives up', () => {
    const budget = new ByteBudget(100);
    const order: string[] = [];
    budget.tryTake(60);
    const giveUp = budget.wait(80, () => order.push('large'));
    budget.wait(40, () => order.push('small'));
    giveUp();
    expect(order).toEqual(['small']);
  });

  it('grants a request above its size when nothing else is lent, instead of letting it wait for ever', () => {
    const budget = new ByteBudget(100);
    expect(budget.tryTake(150)).toBe(true);
    expect(budget.tryTake(1)).toBe(false);
  });
});
