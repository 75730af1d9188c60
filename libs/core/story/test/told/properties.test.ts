import fc from 'fast-check';
import { EffectiveScans } from '../../told/effective.js';
import { Scene } from '../../told/scene.js';
import { StoodStory } from '../../told/stood.js';
import { Timeline } from '../../told/timeline.js';
import type { ToldStory } from '../../told/told-story.js';
import { holders, Lane, makes, msAt, packs, reads, receives, type Said, sees, ships, unpacks } from './lane.js';

const PARTIES = ['maker', 'carrier', 'shop', 'thief'];
const SAID: readonly (() => Said)[] = [
  ...PARTIES.flatMap((party) => ['item', 'box', 'van'].map((key) => () => ships(party, key))),
  ...['item', 'box', 'van'].flatMap((key) => [() => receives(key), () => sees(key), () => reads(key)]),
  () => packs('box', 'item'),
  () => packs('van', 'box'),
  () => unpacks('box', 'item'),
  () => unpacks('van'),
  makes,
];

const scans = fc.array(
  fc.record({
    party: fc.constantFrom(...PARTIES),
    device: fc.constantFrom('a', 'b'),
    at: fc.integer({ min: 0, max: 600 }),
    sent: fc.integer({ min: 0, max: 600 }),
    said: fc.constantFrom(...SAID),
    isDay: fc.boolean(),
  }),
  { minLength: 2, maxLength: 14 },
);

/** A few hundred minutes of a yard where everybody scans anything. */
const lanes = scans.map((said) => {
  const lane = new Lane();
  lane.scan('maker/gate', 0, makes());
  for (const { party, device, at, said: what, isDay } of said)
    lane.scan(`${party}/${device}`, at, { ...what(), ...(isDay && at % 5 === 0 && { precision: 3 }) });
  return lane;
});

/** The same, where devices send what they have in any order: holes are filled late, and what stands behind them moves. */
const strayLanes = scans.map((said) => {
  const lane = new Lane();
  lane.scan('maker/gate', 0, makes());
  const counters = new Map<string, number>();
  const counted = said.map(({ party, device, ...one }) => {
    const name = `${party}/${device}`;
    const counter = (counters.get(name) ?? 0) + 1;
    counters.set(name, counter);
    return { name, counter, ...one };
  });
  for (const { name, counter, at, sent, said: what, isDay } of counted.sort((one, other) => one.sent - other.sent))
    lane.scan(name, at, {
      ...what(),
      counter,
      receivedTimeMs: msAt(sent + 10),
      ...(isDay && at % 5 === 0 && { precision: 3 }),
    });
  return lane;
});

const prefix = (lane: Lane, size: number): Lane =>
  Object.assign(new Lane(), { scans: lane.scans.slice(0, size), facts: lane.facts });

function isWithin(some: readonly string[], all: readonly string[]): boolean {
  let place = 0;
  for (const one of all) if (one === some[place]) place++;
  return place === some.length;
}

/** Runs of a property: some seconds on one core. */
const RUNS = { numRuns: 120, seed: 20_261_201 };

describe('a story', () => {
  it('adds with a late scan and never takes away: holders, alarms, who took over from whom', () => {
    const taken = ({ handOvers }: ToldStory): string[] =>
      handOvers.flatMap(({ outcome, giver, receiver }) => (outcome === 'taken' ? [`${giver} to ${receiver}`] : []));
    fc.assert(
      fc.property(lanes, (lane) => {
        let before = prefix(lane, 1).story();
        for (let size = 2; size <= lane.scans.length; size++) {
          const after = prefix(lane, size).story();
          expect(isWithin(holders(before), holders(after))).toBe(true);
          expect(taken(after)).toEqual(expect.arrayContaining(taken(before)));
          expect(after.alarms.map(({ entry }) => entry)).toEqual(
            expect.arrayContaining(before.alarms.map(({ entry }) => entry)),
          );
          before = after;
        }
      }),
      RUNS,
    );
  });

  it.each([
    ['in order', lanes],
    ['in any order', strayLanes],
  ])('is told as if all of it were told from the beginning: logged %s', (_, some) => {
    fc.assert(
      fc.property(some, (lane) => {
        const scene = new Scene('item', lane.scans, lane.facts);
        const stood = new StoodStory(lane.scans.length, scene);
        for (const placed of scene.placed) {
          stood.arrive(placed);
          const again = new Scene('item', lane.scans, lane.facts);
          const line = new Timeline(new EffectiveScans(lane.scans.length), again);
          const without = new Set(stood.without.map(({ at }) => at));
          line.insert(again.placed.filter(({ at }) => at <= placed.at && !without.has(at)));
          expect(traceOf(line)).toEqual(traceOf(stood.timeline));
        }
      }),
      { ...RUNS, numRuns: 400 },
    );
  });

  it('is not changed by an outsider, but for one line', () => {
    fc.assert(
      fc.property(lanes, fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 1, maxLength: 4 }), (lane, times) => {
        const before = lane.story();
        const watched = prefix(lane, lane.scans.length);
        for (const at of times) watched.scan('stranger/x', at, reads('item'));
        const after = watched.story();
        for (const part of ['holders', 'handOvers', 'spans', 'alarms', 'branches', 'holding'] as const)
          expect(after[part]).toEqual(before[part]);
        expect(after.findings.filter(({ facts }) => JSON.stringify(facts).includes('stranger'))).toHaveLength(1);
        expect(after.findings).toHaveLength(before.findings.length + 1);
      }),
      RUNS,
    );
  });

  it('is the same whenever it is told', () => {
    fc.assert(
      fc.property(lanes, (lane) => expect(lane.story()).toEqual(lane.story())),
      { ...RUNS, numRuns: 50 },
    );
  });
});

const traceOf = (line: Timeline): string[] =>
  line.steps.map(
    ({ placed, standing, state }) =>
      `${placed.at} ${standing} ${state.holder} ${state.chain.map(({ key }) => key).join()}`,
  );
