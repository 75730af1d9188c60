import { tellByTime, telling } from '../../story/by-time.js';
import type { ScanAtHand, StoryFacts, ToldStory } from '../../story/index.js';
import { Random } from '../../../../test/faults/random.js';
import { subject } from '../../../../test/worlds/world/devices.js';
import { HonestLane } from '../../../../test/worlds/world/honest.js';
import { type Logged, shuffled } from '../../../../test/worlds/world/orders.js';
import { toldScans } from '../weigh.js';

const WORLDS = 60;
const WEEK_MS = 7 * 24 * 60 * 60_000;

const said = ({ steps, holders, spans, alarms, findings, branches }: ToldStory): unknown => ({
  steps: steps.map(({ scan, standing, holder, units, words }) => ({
    entry: scan.logIndex,
    standing,
    holder,
    units,
    words,
  })),
  holders,
  spans,
  alarms,
  findings,
  branches,
});

const namesThing = (object: string) => (scan: ScanAtHand) => scan.objects.some(({ key }) => key === object);

/** A week later the units stand in somebody's yard, and are scanned there. */
function withLaterYard(log: readonly Logged[]): Logged[] {
  const last = log.at(-1)!;
  const endMs = Math.max(...log.map(({ eventTimeMs }) => eventTimeMs));
  const units = [...new Set(log.flatMap(({ objects }) => objects.map(({ key }) => key)))].filter(
    (key) => key !== 'item',
  );
  const seen = units.map((key, place): Logged => ({
    ...last,
    logIndex: last.logIndex + 1 + place,
    device: 'yard/gate',
    boot: 'yard',
    counter: place + 1,
    after: place,
    eventTimeMs: endMs + WEEK_MS,
    receivedTimeMs: last.receivedTimeMs + WEEK_MS + place,
    objects: [subject(key)],
    to: null,
  }));
  return [...log, ...seen];
}

function carried(object: string, scans: readonly Logged[], facts: StoryFacts): Logged[] {
  const { story, unitsToRead } = telling(object, scans, facts);
  const told = toldScans(story(), { scans, units: unitsToRead() });
  return scans.filter((scan) => told.has(scan.logIndex) || namesThing(object)(scan));
}

it('a story is told again as it is by the scans that a bundle carries, whatever else was read of its units', () => {
  let left = 0;
  for (let seed = 1; seed <= WORLDS; seed++) {
    const random = new Random(seed);
    const options = {
      clockMinutes: 30,
      daysShare: (seed % 3) / 4,
      namelessShare: (seed % 2) / 5,
      depth: 1 + (seed % 4),
      unitsGoOn: true,
    };
    const world = new HonestLane(random, options).run();
    const scans = withLaterYard(shuffled(world.scans, random));
    const kept = carried(world.object, scans, world.facts);
    left += scans.length - kept.length;
    const [all, again] = [scans, kept].map((some) => said(tellByTime(world.object, some, world.facts)));
    expect([seed, again]).toEqual([seed, all]);
  }
  expect(left).toBeGreaterThan(WORLDS);
});
