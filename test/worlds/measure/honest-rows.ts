import { Random } from '../../faults/random.js';
import { HonestLane, type WorldOptions } from '../world/honest.js';
import { asSent, type Logged, shuffled } from '../world/orders.js';
import { setWorld } from '../world/sets.js';
import type { World } from '../world/world.js';
import { isRight, isSame, type Outcome, tell } from './outcome.js';

export interface HonestRow {
  readonly name: string;
  readonly options: WorldOptions;
  readonly isSet?: boolean;
  /** Worlds with a hand-over that names nobody are counted apart. */
  readonly countsNamedOnly?: boolean;
  /** Least shares: told right from the true order; the same story from every order; unnamed hand-overs said so. */
  readonly goals: { readonly right: number; readonly same: number; readonly said?: number };
}

export interface HonestScore {
  /** Worlds that count for the two scores behind. */
  readonly worlds: number;
  readonly right: number;
  readonly same: number;
  /** Of worlds with a hand-over that names nobody: how many, and in how many it is said. */
  readonly nameless: number;
  readonly said: number;
  /** Prefixes of orders that were told, and those in which something that stood was lost. */
  readonly prefixes: number;
  readonly lost: number;
}

/** Of each world's orders, so many are told prefix by prefix. */
const PREFIX_ORDERS = 4;

export function scoreHonest(
  row: HonestRow,
  seed: number,
  { worlds, orders }: { readonly worlds: number; readonly orders: number },
): HonestScore {
  const score = { worlds: 0, right: 0, same: 0, nameless: 0, said: 0, prefixes: 0, lost: 0 };
  for (let nth = 0; nth < worlds; nth++) {
    const random = new Random(seed + nth * 7_919);
    const world = madeWorld(row, random, nth);
    const sent = asSent(world.scans);
    const told = tell(world, sent);
    const logs = Array.from({ length: orders }, () => shuffled(world.scans, random));
    if (world.truth.lacksName) {
      score.nameless++;
      if (told.findings.has('HOLDER_UNCONFIRMED')) score.said++;
    }
    if (!world.truth.lacksName || !row.countsNamedOnly) {
      score.worlds++;
      if (isRight(world, told)) score.right++;
      if (logs.every((log) => isSame(tell(world, log), told))) score.same++;
    }
    for (const log of [sent, ...logs.slice(0, PREFIX_ORDERS - 1)]) {
      score.prefixes += log.length;
      score.lost += lossesIn(world, log);
    }
  }
  return score;
}

export const madeWorld = (
  { isSet, options }: Pick<HonestRow, 'isSet' | 'options'>,
  random: Random,
  nth: number,
): World =>
  // Every second world is a unit deeper.
  isSet ? setWorld(random, options) : new HonestLane(random, { ...options, depth: options.depth + (nth % 2) }).run();

/** STORY T7: prefixes in which holders or alarms of the prefix before are lost. */
export function lossesIn(world: World, log: readonly Logged[]): number {
  let lost = 0;
  let before: Outcome | undefined;
  for (let size = 1; size <= log.length; size++) {
    const told = tell(world, log.slice(0, size));
    if (
      before &&
      (!isWithin(before.holders, told.holders) || before.alarms.some((name) => !told.alarms.includes(name)))
    )
      lost++;
    before = told;
  }
  return lost;
}

function isWithin(some: readonly string[], all: readonly string[]): boolean {
  let place = 0;
  for (const one of all) if (one === some[place]) place++;
  return place === some.length;
}
