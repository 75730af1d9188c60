import { type Chain, placeIn } from './chain.js';
import { toleranceMs } from './order.js';
import { type Placed, THING } from './placed.js';
import type { State } from './state.js';

/** STORY T2: whether a scan of a unit follows a packing into it. */
export function follows(placed: Placed, packing: Placed): boolean {
  if (placed.boot === packing.boot) return placed.scan.counter > packing.scan.counter;
  return placed.timeMs >= packing.timeMs - toleranceMs(placed, packing);
}

/** Whether a scan is about the thing in these units: it names it, or a unit since it was packed. */
export function concernsChain(chain: Chain, placed: Placed): boolean {
  if (placed.namesThing) return true;
  return chain.length > 0 && placed.keys.some((key) => followsUpTo(chain, placeIn(chain, key), placed));
}

/** All packings from the thing up to a place lie before the scan. */
function followsUpTo(chain: Chain, place: number, placed: Placed): boolean {
  if (place < 0) return false;
  for (let inner = 0; inner < place; inner++) if (!follows(placed, chain[inner]!.packed)) return false;
  return true;
}

/** Whether a scan is told in the story of the thing when these things are so. */
export function concerns(state: State, placed: Placed): boolean {
  if (concernsChain(state.chain, placed)) return true;
  if (placed.keys.length === 0) return false;
  return (
    state.loggers.some(({ key, packed }) => placed.keys.includes(key) && follows(placed, packed)) ||
    isReadingOfPrevious(state, placed) ||
    isReadingAtTheEdge(state, placed)
  );
}

/** STORY T6: readings of a unit that the thing was just taken out of, by another device of the party that did it. */
function isReadingAtTheEdge({ recent }: State, placed: Placed): boolean {
  if (!placed.hasReadings) return false;
  return recent.some(
    ({ chain, ended }) =>
      ended.party === placed.party &&
      ended.boot !== placed.boot &&
      placed.timeMs <= ended.timeMs + toleranceMs(placed, ended) &&
      concernsChain(chain, placed),
  );
}

/** STORY T6: readings of the previous holder, on the units that the thing was in when it was taken over. */
function isReadingOfPrevious({ previous }: State, placed: Placed): boolean {
  if (!previous || !placed.hasReadings || placed.party !== previous.party) return false;
  if (placed.timeMs > previous.taking.timeMs + toleranceMs(placed, previous.taking)) return false;
  return concernsChain(previous.chain, placed);
}

/** The units that the thing is in, and the thing. */
export const isIn = (chain: Chain, key: number): boolean => key === THING || placeIn(chain, key) > 0;
