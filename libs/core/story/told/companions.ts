import { type Chain, placeIn } from './chain.js';
import { NONE, type Placed, THING } from './placed.js';
import type { AttachedLogger, State, Thing } from './state.js';

/** Loggers that are followed with one thing at once: shipments carry a few, and each costs a look at every scan. */
const LOGGERS_MAX = 16;
/** GS1 General Specifications: an SSCC is not assigned again within one year, milliseconds. */
const REUSE_AFTER_MS = 365 * 24 * 60 * 60_000;

/** Loggers and trackers that a holder puts with the thing or its units, or takes away; those of units that it left are gone. */
export function attachLoggers(state: State, placed: Placed): State {
  const { packing } = placed;
  if (state.loggers.length === 0 && !packing?.loggers.length) return state;
  let loggers = state.loggers.filter(({ parent }) => isWith(state.chain, parent));
  if (packing && isWith(state.chain, packing.parent)) {
    const isMoved = ({ key, parent }: AttachedLogger): boolean =>
      packing.loggers.includes(key) || (packing.isWhole && parent === packing.parent);
    loggers = loggers.filter((logger) => !isMoved(logger));
    const added = packing.packs ? packing.loggers : [];
    loggers = [...loggers, ...added.map((key) => ({ key, parent: packing.parent, packed: placed }))].slice(
      -LOGGERS_MAX,
    );
  }
  const isSame = loggers.length === state.loggers.length && loggers.every((one, place) => one === state.loggers[place]);
  return isSame ? state : { ...state, loggers };
}

const isWith = (chain: Chain, key: number): boolean => placeIn(chain, key) >= 0;

/** STORY T11: a packing by whoever, of a reusable thing that is empty, begins a new use of it. */
export function beginsUse(state: State, placed: Placed, thing: Thing): boolean {
  if (state.holder === NONE || !placed.moves || placed.party === NONE) return false;
  return isUsedAgain(state, placed, thing);
}

function isUsedAgain({ content, emptySinceMs }: State, { packing, timeMs }: Placed, { reuse }: Thing): boolean {
  if (reuse === 'never' || !packing?.packs || packing.parent !== THING || content.length > 0) return false;
  return reuse === 'always' || timeMs >= emptySinceMs + REUSE_AFTER_MS;
}

/** What is in a thing that is used again. */
export function countContent(state: State, placed: Placed, thing: Thing): State {
  const { packing, timeMs } = placed;
  if (thing.reuse === 'never' || packing?.parent !== THING) return state;
  if (packing.packs) {
    const added = packing.children.filter((key) => !state.content.includes(key));
    const isFirst = state.content.length === 0 && state.emptySinceMs === 0;
    const use = !isFirst && isUsedAgain(state, placed, thing) ? state.use + 1 : state.use;
    return { ...state, content: [...state.content, ...added], use };
  }
  const content = packing.isWhole ? [] : state.content.filter((key) => !packing.children.includes(key));
  return { ...state, content, emptySinceMs: content.length === 0 ? timeMs : state.emptySinceMs };
}
