import { keyAt, placeIn } from './chain.js';
import { concerns, isIn } from './concerns.js';
import type { EffectiveScans } from './effective.js';
import { toleranceMs } from './order.js';
import { NONE, type Placed } from './placed.js';
import { holds, type State } from './state.js';
import { TOLERANCE_MAX_MS } from './tolerance.js';
import { CONTAINMENT_DEPTH_MAX } from '../types.js';

/** A scan waits for another one at most until everything else lies after this time; Infinity: as long as there is anything else. */
export type Deadline = number;

/** Whether a scan is one by which a party that was named takes over. */
export const takesOver = (given: Placed, placed: Placed): boolean =>
  placed.moves && placed.timeMs >= given.timeMs - toleranceMs(placed, given);

/** Whether its signer acts at this place of the story: begins, holds, or takes over. */
export function acts(state: State, placed: Placed, beginning: Placed | null): boolean {
  if (placed === beginning || holds(state, placed.party)) return true;
  if (state.isClass) return state.named.some((open) => open.receiver === placed.party && takesOver(open.given, placed));
  return state.open !== null && state.open.receiver === placed.party && takesOver(state.open.given, placed);
}

/**
 * STORY T3 to T5: whether a scan waits for another one that is not told yet.
 *
 * @returns until when, undefined where it does not wait
 */
export function waitsUntil(state: State, placed: Placed, scans: EffectiveScans): Deadline | undefined {
  if (!placed.moves || placed.party === NONE) return undefined;
  const ownOpen = !state.isClass && state.open !== null && state.open.giver === placed.party ? state.open : null;
  if (ownOpen && placed.party === state.holder && isTakenLater(state, ownOpen.receiver, scans)) return Infinity;
  if (!acts(state, placed, scans.beginning) || (ownOpen && placed.receives)) {
    const deadline = waitsForName(state, placed, scans);
    if (deadline !== undefined) return deadline;
  }
  return waitsWithinParty(state, placed, scans);
}

/** STORY T3: an untold hand-over names its party, on a unit that the thing is in or gets into. */
function waitsForName(state: State, placed: Placed, scans: EffectiveScans): Deadline | undefined {
  return latest(placed, scans.handOversTo(placed.party), (given) => {
    if (scans.told[given.at] === 1 || given.party === placed.party) return false;
    return given.timeMs <= placed.timeMs + toleranceMs(placed, given) && willConcern(state, given, scans);
  });
}

/** Until when a scan waits for whichever of some others it may wait longest for; undefined where for none. */
function latest(
  placed: Placed,
  others: readonly Placed[],
  isAwaited: (other: Placed) => boolean,
): Deadline | undefined {
  let until: Deadline | undefined;
  for (const other of others) {
    const deadline = placed.timeMs + toleranceMs(placed, other);
    if ((until === undefined || deadline > until) && isAwaited(other)) until = deadline;
  }
  return until;
}

/** STORY T5: the named party has a scan by which it takes over, and no other untold hand-over names it. */
function isTakenLater(state: State, receiver: number, scans: EffectiveScans): boolean {
  const { given, giver } = state.open!;
  const isNamedAgain = scans
    .handOversTo(receiver)
    .some((other) => scans.told[other.at] === 0 && other.party !== giver && willConcern(state, other, scans));
  if (isNamedAgain) return false;
  return scans.bootsOf(receiver).some((boot) => {
    const queue = scans.boots[boot]!;
    for (let place = queue.length - 1; place >= 0; place--) {
      const scan = queue[place]!;
      if (scan.timeMs < given.timeMs - TOLERANCE_MAX_MS) return false;
      if (scans.told[scan.at] === 0 && takesOver(given, scan) && concerns(state, scan)) return true;
    }
    return false;
  });
}

/** STORY T4: a step that names the child alone, for its party's unpacking; an unpacking for its packing. */
function waitsWithinParty(state: State, placed: Placed, scans: EffectiveScans): Deadline | undefined {
  const isAwaited = (other: Placed): boolean =>
    other !== placed && scans.told[other.at] === 0 && other.timeMs <= placed.timeMs + toleranceMs(placed, other);
  const { chain } = state;
  const left = chain.flatMap(({ key }, place) =>
    placed.keys.includes(keyAt(chain, place)) && !placed.keys.includes(key)
      ? [{ child: keyAt(chain, place), key }]
      : [],
  );
  const takesOut = ({ packing }: Placed): boolean =>
    left.some(({ child, key }) => packing!.parent === key && (packing!.isWhole || packing!.children.includes(child)));
  const until =
    left.length === 0
      ? undefined
      : latest(placed, scans.unpackingsBy(placed.party), (other) => takesOut(other) && isAwaited(other));
  if (until !== undefined) return until;
  const { packing } = placed;
  if (!packing || packing.packs || packing.isWhole || placeIn(chain, packing.parent) > 0) return undefined;
  const packings = packing.children.flatMap((child) => (isIn(chain, child) ? scans.packingsOf(child) : []));
  return latest(placed, packings, (other) => other.packing!.parent === packing.parent && isAwaited(other));
}

/** Whether an untold scan names the thing, or a unit that it is in or gets into by untold packings before the scan. */
function willConcern(state: State, placed: Placed, scans: EffectiveScans): boolean {
  if (concerns(state, placed)) return true;
  const reached = [keyAt(state.chain, 0), ...state.chain.map(({ key }) => key)];
  const seen = new Set(reached);
  for (let depth = 0, from = 0; depth < CONTAINMENT_DEPTH_MAX && from < reached.length; depth++) {
    const until = reached.length;
    for (; from < until; from++) {
      for (const packed of scans.packingsOf(reached[from]!)) {
        const { parent } = packed.packing!;
        if (scans.told[packed.at] === 1 || seen.has(parent)) continue;
        if (packed.timeMs > placed.timeMs + toleranceMs(packed, placed)) continue;
        if (placed.keys.includes(parent)) return true;
        seen.add(parent);
        reached.push(parent);
      }
    }
  }
  return false;
}
