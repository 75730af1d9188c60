import { Random } from '../../faults/random.js';
import { type Attack, AttackScene, logWith, passagesOf } from '../attacks/attack.js';
import { HonestLane } from '../world/honest.js';
import { asSent } from '../world/orders.js';
import { lossesIn } from './honest-rows.js';
import { tell } from './outcome.js';

export interface HostileScore {
  readonly tries: number;
  /** Tries after which somebody else has custody, or an alarm is gone. */
  readonly tookCustody: number;
  readonly lostAlarm: number;
  readonly prefixes: number;
  readonly lost: number;
}

/** Hostile worlds have clocks as they are: wrong by some minutes. */
const OPTIONS = { clockMinutes: 5, daysShare: 0, namelessShare: 0, unitsGoOn: false } as const;
/** Worlds give no occasion for some attacks: so many are looked at for one try. */
const WORLDS_A_TRY_MAX = 20;

export function scoreHostile(attack: Attack, seed: number, tries: number): HostileScore {
  const score = { tries: 0, tookCustody: 0, lostAlarm: 0, prefixes: 0, lost: 0 };
  for (let nth = 0; score.tries < tries && nth < tries * WORLDS_A_TRY_MAX; nth++) {
    const random = new Random(seed + nth * 104_729);
    const world = new HonestLane(random, { ...OPTIONS, depth: 3 + (nth % 2) }).run();
    const log = asSent(world.scans);
    const passages = passagesOf(world);
    if (passages.length === 0) continue;
    const plan = attack.make(new AttackScene(world, log, random.pick(passages), random));
    if (!plan) continue;
    const renumbered = world.scans.map((scan) => plan.instead?.get(scan) ?? scan);
    world.facts.know([...renumbered, ...plan.scans]);
    const before = tell(world, asSent(renumbered));
    const attacked = logWith(world, plan, random);
    const after = tell(world, attacked);
    score.tries++;
    if (!attack.isByHolder && before.holders.join() !== after.holders.join()) score.tookCustody++;
    if (before.alarms.some((name) => !after.alarms.includes(name))) score.lostAlarm++;
    if (nth % 4 === 0) {
      score.prefixes += attacked.length;
      score.lost += lossesIn(world, attacked);
    }
  }
  return score;
}
