import { type Chain, keyAt, placeIn } from './chain.js';
import { toleranceMs } from './order.js';
import { NONE, type Placed } from './placed.js';
import { fillsHole } from './scan-at-hand.js';
import type { Scene } from './scene.js';
import type { PlacedSpan } from './spans-told.js';
import { BEGINNING, type State } from './state.js';
import type { BranchedStep } from './branches-told.js';
import type { ToldPacking, ToldStep } from './told-story.js';
import { wordsOf } from './words.js';

/** A scan as it is told: with the state before it. */
export interface Told extends BranchedStep {
  readonly before: State;
  /** It would have taken something away, and has no effect (STORY T7). */
  readonly hasNoEffect: boolean;
}

/** The steps of a story, and at their places the scans without effect. */
export function withoutEffectAmong(steps: readonly BranchedStep[], without: readonly Placed[]): Told[] {
  const told: Told[] = [];
  const left = without.toSorted((one, other) => one.timeMs - other.timeMs || one.at - other.at);
  let before = BEGINNING;
  const tellWithout = (placed: Placed): void =>
    void told.push({ ...QUIET, placed, state: before, before, hasNoEffect: true });
  for (const step of steps) {
    while (left[0] && left[0].timeMs < step.placed.timeMs) tellWithout(left.shift()!);
    told.push({ ...step, before, hasNoEffect: false });
    before = step.state;
  }
  for (const placed of left) tellWithout(placed);
  return told;
}

const QUIET = {
  standing: 'unconfirmed',
  gives: null,
  takes: null,
  replaces: null,
  notes: [],
  left: [],
  branch: null,
  branches: [],
  isForced: false,
} as const;

export function toldStep(scene: Scene, told: Told, packing: readonly ToldPacking[], isUncertain: boolean): ToldStep {
  const { placed, standing, state, before, gives, branch, hasNoEffect } = told;
  const words = wordsOf(told);
  const keyText = (key: number): string => scene.keys.textOf(key);
  return {
    scan: placed.scan,
    toldMs: placed.timeMs,
    party: placed.party === NONE ? null : scene.parties.textOf(placed.party),
    standing,
    words: hasNoEffect ? { ...words, limit: 'no effect' } : words,
    holder:
      state.holder === NONE || (state.isClass && state.members.length > 1) ? null : scene.parties.textOf(state.holder),
    handsTo: gives ? scene.parties.textOf(gives.receiver) : null,
    packing,
    units: (branch ?? state).chain.map(({ key }) => keyText(key)),
    via: viaOf(before.chain, placed).map(keyText),
    branch: branch?.began.scan.logIndex ?? null,
    isUncertain,
    late: fillsHole(placed.scan),
    hasNoEffect,
    use: state.use,
  };
}

/** Units from the one that the thing is in to the innermost one that the scan names. */
function viaOf(chain: Chain, { keys, namesThing }: Placed): number[] {
  if (namesThing) return [];
  const places = keys.map((key) => placeIn(chain, key)).filter((place) => place > 0);
  const innermost = Math.min(...places, chain.length + 1);
  return innermost > chain.length ? [] : Array.from({ length: innermost }, (_, place) => keyAt(chain, place + 1));
}

/**
 * STORY T6: a reading of a unit, near its packing or unpacking by another device of the same party. Whether it was taken while the
 * thing was in the unit depends on two clocks.
 */
export function isAtTheEdge({ placed, before }: Told, spans: readonly PlacedSpan[]): boolean {
  if (!placed.hasReadings || placed.namesThing) return false;
  const isNear = (edge: Placed | null): boolean =>
    edge !== null &&
    edge.party === placed.party &&
    edge.boot !== placed.boot &&
    Math.abs(edge.timeMs - placed.timeMs) <= toleranceMs(edge, placed);
  if (
    before.recent.some(
      ({ chain, ended }) => isNear(ended) && !isAround(before.chain, placed) && isAround(chain, placed),
    )
  )
    return true;
  return spans.some(({ level, ended, end }) => {
    if (!before.chain.includes(level)) return false;
    return isNear(level.packed) || (end === 'unpacked' && isNear(ended));
  });
}

const isAround = (chain: Chain, { keys }: Placed): boolean => keys.some((key) => placeIn(chain, key) > 0);
