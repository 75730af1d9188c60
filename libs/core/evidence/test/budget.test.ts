import fc from 'fast-check';
import { type Candidate, chooseScans } from '../budget.js';

/** Scans of one party, at ascending log indexes from one on. */
const scans = (
  party: string,
  weight: Candidate['weight'],
  { from, count, every = 1 }: { readonly from: number; readonly count: number; readonly every?: number },
): Candidate[] => Array.from({ length: count }, (_, n) => ({ logIndex: from + n * every, party, weight, behind: [] }));

const ascending = (...lists: readonly Candidate[][]): Candidate[] =>
  lists.flat().sort((one, other) => one.logIndex - other.logIndex);

const choose = (candidates: readonly Candidate[], entriesMax: number, fixed: readonly number[] = []): number[] =>
  chooseScans(candidates, { fixed, entriesMax });

it('takes everything where there is room', () => {
  const all = ascending(
    scans('maker', 'first', { from: 0, count: 3 }),
    scans('maker', 'acting', { from: 10, count: 50 }),
    scans('stranger', 'other', { from: 100, count: 2 }),
  );
  expect(choose(all, 2_000)).toEqual(all.map(({ logIndex }) => logIndex));
});

it('takes the first and the newest of each party that does not act, and 60 of them', () => {
  const strangers = Array.from({ length: 50 }, (_, n) =>
    scans(`stranger ${n}`, 'other', { from: n, count: 40, every: 50 }),
  );
  const chosen = choose(ascending(...strangers), 2_000);
  expect(chosen).toHaveLength(60);
  // The thirty that scanned last.
  expect(chosen.slice(0, 30)).toEqual(Array.from({ length: 30 }, (_, n) => 20 + n));
  expect(chosen.slice(30)).toEqual(Array.from({ length: 30 }, (_, n) => 39 * 50 + 20 + n));
});

it('keeps a hundred places for each acting party, and the beginning', () => {
  const [maker] = [scans('maker', 'first', { from: 0, count: 1 })];
  const carrier = scans('carrier', 'acting', { from: 1, count: 150 });
  const flood = scans('shop', 'acting', { from: 1_000, count: 5_000 });
  const chosen = choose(ascending(maker, carrier, flood), 400);
  expect(chosen[0]).toBe(0);
  expect(chosen.filter((logIndex) => logIndex > 0 && logIndex < 1_000)).toEqual(
    Array.from({ length: 100 }, (_, n) => 51 + n),
  );
  expect(chosen.filter((logIndex) => logIndex >= 1_000)).toEqual(Array.from({ length: 299 }, (_, n) => 5_701 + n));
});

it('takes what the story turns on before what is newer', () => {
  const handOvers = scans('carrier', 'first', { from: 10, count: 120 });
  const newer = scans('carrier', 'acting', { from: 500, count: 1_000 });
  const chosen = choose(ascending(scans('maker', 'first', { from: 0, count: 1 }), handOvers, newer), 200);
  expect(chosen.filter((logIndex) => logIndex < 500)).toHaveLength(121);
});

it('leaves a place to those that do not act beside a party that fills the bundle', () => {
  const flood = scans('shop', 'first', { from: 0, count: 5_000 });
  const chosen = choose(ascending(flood, scans('inspection', 'other', { from: 6_000, count: 1 })), 300);
  expect(chosen).toContain(6_000);
});

it('counts the entries behind a scan once, and never holds more than it may', () => {
  const candidate = fc.record({
    party: fc.constantFrom('a', 'b', 'c', null),
    weight: fc.constantFrom<Candidate['weight']>('first', 'acting', 'other'),
    device: fc.nat(20),
  });
  fc.assert(
    fc.property(fc.array(candidate, { maxLength: 400 }), fc.integer({ min: 1, max: 300 }), (given, entriesMax) => {
      const behind = (device: number): number[] => Array.from({ length: 1 + (device % 4) }, (_, n) => device * 10 + n);
      const all = given.map(({ party, weight, device }, n) => {
        return { party, weight, logIndex: 1_000 + n, behind: behind(device) };
      });
      const chosen = new Set(choose(all, entriesMax, [0]));
      const held = new Set([0, ...chosen]);
      for (const { logIndex, behind } of all) if (chosen.has(logIndex)) for (const one of behind) held.add(one);
      expect(held.size).toBeLessThanOrEqual(Math.max(1, entriesMax));
      const left = all.filter(({ logIndex, weight }) => weight !== 'other' && !chosen.has(logIndex));
      // Nothing of an acting party is left out for which there was room.
      for (const { behind } of left)
        expect(held.size + 1 + behind.filter((one) => !held.has(one)).length).toBeGreaterThan(entriesMax);
    }),
  );
});
