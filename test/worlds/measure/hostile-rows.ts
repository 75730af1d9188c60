import { Random } from '../../faults/random.js';
import { type Attack, AttackScene, logWith, type Passage, passagesOf } from '../attacks/attack.js';
import { HonestLane } from '../world/honest.js';
import { asSent, type Logged } from '../world/orders.js';
import type { World } from '../world/world.js';
import { lossesIn } from './honest-rows.js';
import { tell } from './outcome.js';

export interface HostileScore {
  readonly tries: number;
  /** Tries after which somebody else has custody, or an alarm is gone. */
  readonly tookCustody: number;
  readonly lostAlarm: number;
  /** Tries after which an alarm of somebody who had the thing later is gone: he never had it, by the holder's own word. */
  readonly lostLater: number;
  readonly prefixes: number;
  readonly lost: number;
}

/** Hostile worlds have clocks as they are: wrong by some minutes. */
const OPTIONS = { clockMinutes: 5, daysShare: 0, namelessShare: 0, unitsGoOn: false } as const;
/** Worlds give no occasion for some attacks: so many are looked at for one try. */
const WORLDS_A_TRY_MAX = 20;

export function scoreHostile(attack: Attack, seed: number, tries: number): HostileScore {
  const score = { tries: 0, tookCustody: 0, lostAlarm: 0, lostLater: 0, prefixes: 0, lost: 0 };
  for (let nth = 0; score.tries < tries && nth < tries * WORLDS_A_TRY_MAX; nth++) {
    const attacked = attackedWorld(attack, new Random(seed + nth * 104_729), nth);
    if (!attacked) continue;
    const { world, passage, log } = attacked;
    const before = tell(world, attacked.before);
    const after = tell(world, log);
    score.tries++;
    if (!attack.isByHolder && before.holders.join() !== after.holders.join()) score.tookCustody++;
    const lost = before.alarms.filter((name) => !after.alarms.includes(name));
    const isOwn = (name: string): boolean => name.startsWith(`${passage.taken.party}/`);
    // Who says himself that the thing left the unit takes it from those who got the unit from him; what he hides is his own.
    if (attack.isByHolder ? lost.some(isOwn) : lost.length > 0) score.lostAlarm++;
    else if (lost.length > 0) score.lostLater++;
    if (nth % 4 === 0) {
      score.prefixes += log.length;
      score.lost += lossesIn(world, log);
    }
  }
  return score;
}

/** A world, its log, and the log with an attack in it; undefined where the world gives no occasion for it. */
export function attackedWorld(
  attack: Attack,
  random: Random,
  nth: number,
): { world: World; passage: Passage; before: readonly Logged[]; log: readonly Logged[] } | undefined {
  const world = new HonestLane(random, { ...OPTIONS, depth: 3 + (nth % 2) }).run();
  const passages = passagesOf(world);
  if (passages.length === 0) return undefined;
  const passage = random.pick(passages);
  const plan = attack.make(new AttackScene(world, asSent(world.scans), passage, random));
  if (!plan) return undefined;
  const renumbered = world.scans.map((scan) => plan.instead?.get(scan) ?? scan);
  world.facts.know([...renumbered, ...plan.scans]);
  return { world, passage, before: asSent(renumbered), log: logWith(world, plan, random) };
}
