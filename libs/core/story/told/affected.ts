import { concerns } from './concerns.js';
import type { EffectiveScans, Entering } from './effective.js';
import { toldOrder } from './order.js';
import { TOLERANCE_MAX_MS } from './tolerance.js';
import { NONE, type Placed } from './placed.js';
import type { State } from './state.js';
import type { Step } from './told-step.js';
import { takesOver } from './waiting.js';

/**
 * The first of the steps, from one on, that may be told otherwise now that scans have entered. It may name a step too early, never
 * one too late: what is told again the same way costs time alone.
 *
 * @param before the state before the first of the steps to look at
 * @param until the step to stop at in any case
 */
export function firstAffected(
  steps: readonly Step[],
  entered: readonly Placed[],
  scans: EffectiveScans,
  { from, before, until }: { readonly from: number; readonly before: State; readonly until: number },
): number {
  let first = until;
  for (const placed of entered) {
    let state = before;
    for (let place = from; place < first; place++) {
      const step = steps[place]!;
      if (isDisplaced(step, state, placed) || isHeldUp(step.placed, state, placed, scans)) first = place;
      state = step.state;
    }
  }
  return first;
}

/** The first step by a scan that has another time now, or another meaning; or by one that waited for such a scan, and need not any more. */
export function firstMoved(
  steps: readonly Step[],
  scans: EffectiveScans,
  { entering, beginning }: { readonly entering: Entering; readonly beginning: Placed | null },
): number {
  const moved = new Set(entering.moved.map(({ placed }) => placed));
  if (scans.beginning !== beginning) for (const placed of [beginning, scans.beginning]) if (placed) moved.add(placed);
  if (moved.size === 0) return steps.length;
  const releasedMs = Math.min(...entering.moved.flatMap(({ placed, timeMs }) => (isAwaited(placed) ? [timeMs] : [])));
  // A packing leads to a hand-over that leads to a name: twice the tolerance.
  const isReleased = ({ placed, isForced }: Step): boolean =>
    releasedMs < Infinity && (isForced || placed.timeMs >= releasedMs - 2 * TOLERANCE_MAX_MS);
  const found = steps.findIndex((step) => moved.has(step.placed) || isReleased(step));
  return found < 0 ? steps.length : found;
}

/** Other scans may wait for it: it hands over, packs or unpacks. */
const isAwaited = ({ to, packing }: Placed): boolean => to !== NONE || packing !== null;

/** The scan could be told here in the place of the step. */
function isDisplaced(step: Step, state: State, placed: Placed): boolean {
  if (toldOrder(placed, step.placed) > 0 && !step.isForced) return false;
  return concerns(state, placed);
}

/** The step could wait for the scan now, or need not wait any more. */
function isHeldUp(told: Placed, state: State, placed: Placed, scans: EffectiveScans): boolean {
  const { open } = state;
  const { packing } = placed;
  // STORY T5: a step of the giver waits for the receiver's scan; or need not, since another party names the receiver, too.
  if (open) {
    if (open.receiver === placed.party && open.giver === told.party && takesOver(open.given, placed)) return true;
    if (open.receiver === placed.to && open.giver !== placed.party) return true;
    // A packing may bring that other party's name to the thing.
    if (packing?.packs && scans.handOversTo(open.receiver).some(({ party }) => party !== open.giver)) return true;
  }
  if (placed.to === NONE && !packing) return false;
  // A packing leads to a hand-over that leads to a name: twice the tolerance.
  if (told.timeMs < placed.timeMs - 2 * TOLERANCE_MAX_MS) return false;
  // STORY T3.
  if (placed.to !== NONE && placed.to === told.party) return true;
  if (!packing) return false;
  // STORY T4, and T3 on units that the thing gets into.
  if (packing.packs) return told.packing?.packs === false || scans.handOversTo(told.party).length > 0;
  return told.party === placed.party;
}
