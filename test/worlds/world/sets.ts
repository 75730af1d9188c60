import { Action } from '#libs/core/wire';
import type { Random } from '../../faults/random.js';
import { Crew } from './crew.js';
import { DAY_MS, HOUR_MS, lot, MINUTE_MS } from './devices.js';
import { worldFacts } from './facts.js';
import type { WorldOptions } from './honest.js';
import type { MadeScan, World } from './world.js';

const LOT = 'lot';
const BEGIN_MS = Date.UTC(2026, 0, 5, 8);

/** A lot that its maker sells to several, who sell it on: many have some of it at once. */
export function setWorld(random: Random, options: WorldOptions): World {
  const count = 3 + Math.floor(random.next() * 4);
  const crews = Array.from({ length: count }, (_, place) => new Crew(`party ${place}`, random, options));
  const scans: MadeScan[] = [];
  let nowMs = BEGIN_MS;
  const say = (crew: Crew, bizStep: string, to: string | null = null, action: Action = Action.OBSERVE): void => {
    nowMs += random.between(2, 90) * MINUTE_MS;
    scans.push(crew.any().scan(nowMs, { objects: [lot(LOT)], bizStep, to, action }));
  };
  say(crews[0]!, 'commissioning', null, Action.ADD);
  const having = [crews[0]!];
  let lacksName = false;
  for (const next of crews.slice(1)) {
    const giver = random.pick(having);
    const isNamed = random.next() >= options.namelessShare;
    lacksName ||= !isNamed;
    say(giver, 'shipping', isNamed ? next.party : null);
    if (random.next() < 0.5) say(giver, 'storing');
    nowMs += random.between(HOUR_MS, 3 * DAY_MS);
    say(next, 'receiving');
    having.push(next);
    if (random.next() < 0.5) say(random.pick(having), 'stocking');
  }
  const parties = crews.map(({ party }) => party);
  // Half of them are known as a class by their URI, half by the bytes alone.
  const facts = worldFacts({ owner: parties[0]!, isClass: random.next() < 0.5 ? true : null });
  const truth = { holders: parties, spans: [], alarms: [], ofHolders: new Set(scans), lacksName };
  return { object: LOT, isSet: true, parties, scans, truth, facts };
}
