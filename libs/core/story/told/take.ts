import { CONTAINMENT_DEPTH_MAX } from '../types.js';
import { type ChainMove, moveChain, placeIn } from './chain.js';
import { attachLoggers, beginsUse, countContent } from './companions.js';
import { toleranceMs } from './order.js';
import { NONE, type Placed } from './placed.js';
import { holds, type OpenHandOver, type State, type Thing } from './state.js';
import type { Step } from './told-step.js';
import type { ToldStanding } from './told-story.js';
import { takesOver } from './waiting.js';

/** Tells one scan: what its signer was to the thing, and what is so afterwards. */
export function take(state: State, placed: Placed, beginning: Placed | null, thing: Thing): Step {
  const begins = placed === beginning;
  const taken = begins ? null : handOverTaken(state, placed);
  if (begins || taken || holds(state, placed.party)) return actOfHolder(state, placed, { begins, taken, thing });
  if (beginsUse(state, placed, thing))
    return actOfHolder({ ...state, open: null }, placed, { begins: true, taken: null, thing });
  return actOfOther(state, placed);
}

/** STORY T5: the hand-over by which the signer has custody from here on. */
function handOverTaken(state: State, placed: Placed): OpenHandOver | null {
  if (holds(state, placed.party)) return null;
  const open = state.isClass ? state.named.find(({ receiver }) => receiver === placed.party) : state.open;
  return open && open.receiver === placed.party && takesOver(open.given, placed) ? open : null;
}

/** Units whose readings are still listened to when the thing has left them: it is taken out of one after the other. */
const RECENT_MAX = CONTAINMENT_DEPTH_MAX;

interface Acting {
  readonly begins: boolean;
  readonly taken: OpenHandOver | null;
  readonly thing: Thing;
}

function actOfHolder(given: State, placed: Placed, { begins, taken, thing }: Acting): Step {
  const standing: ToldStanding = begins ? 'began' : taken ? 'took over' : 'holder';
  const isPlain = !begins && !taken && !placed.packing && placed.to === NONE;
  if (!placed.moves || (isPlain && (given.isClass || given.chain.length === 0))) return quiet(given, placed, standing);
  const state = custodyTaken(given, placed, { begins, taken, thing });
  const moved: ChainMove = state.isClass
    ? { chain: state.chain, left: [], notes: [] }
    : moveChain(state.chain, placed, true);
  if (isPlain && moved.left.length === 0) return quiet(given, placed, standing);
  const gives = handsOver(state, placed) ? { given: placed, giver: placed.party, receiver: placed.to } : null;
  // Naming itself takes an open hand-over back.
  const open = gives ?? (placed.to !== NONE && placed.to === placed.party ? null : state.open);
  const recent =
    moved.left.length === 0
      ? state.recent
      : [...state.recent, { chain: state.chain, ended: placed }].slice(-RECENT_MAX);
  const after = attachLoggers(
    countContent({ ...state, chain: moved.chain, recent, open: state.isClass ? null : open }, placed, thing),
    placed,
  );
  const named = gives && state.isClass ? nameOnce(state.named, gives) : state.named;
  return {
    placed,
    standing,
    gives,
    takes: taken,
    replaces: state.open !== null && open !== state.open ? state.open : null,
    notes: moved.notes,
    left: moved.left,
    isForced: false,
    state: settled(given, { ...after, named }),
  };
}

/** Custody after the signer has it. */
function custodyTaken(state: State, placed: Placed, { begins, taken, thing }: Acting): State {
  if (begins) {
    const isClass = thing.isClass ?? placed.isClass;
    return { ...state, holder: placed.party, isClass, members: isClass ? [placed.party] : [], open: null };
  }
  if (!taken) return state;
  if (state.isClass) return { ...state, members: [...state.members, placed.party] };
  const previous = { party: state.holder, taking: placed, chain: state.chain };
  const former = state.former.includes(state.holder) ? state.former : [...state.former, state.holder];
  return { ...state, holder: placed.party, open: null, previous, former };
}

function actOfOther(state: State, placed: Placed): Step {
  if (placed.party === NONE) return quiet(state, placed, 'unknown');
  const standing = standingOfOther(state, placed);
  if (!placed.packing || state.isClass) return quiet(state, placed, standing);
  return { ...quiet(state, placed, standing), notes: moveChain(state.chain, placed, false).notes };
}

/** What somebody without custody is to the thing. */
function standingOfOther(state: State, placed: Placed): ToldStanding {
  const { previous } = state;
  if (previous && previous.party === placed.party) {
    if (placed.timeMs <= previous.taking.timeMs + toleranceMs(placed, previous.taking)) return 'previous holder';
  }
  if (state.loggers.some(({ key }) => key === placed.ownKey)) return 'logger';
  if (placed.isByOwner) return 'owner';
  return placed.isAuthority ? 'authority' : 'outsider';
}

const NONE_OF_THEM: readonly never[] = [];

const quiet = (state: State, placed: Placed, standing: ToldStanding): Step => ({
  placed,
  standing,
  gives: null,
  takes: null,
  replaces: null,
  notes: NONE_OF_THEM,
  left: NONE_OF_THEM,
  isForced: false,
  state,
});

/** Whether a holder's scan hands over the thing. Taking some children out of a unit hands over those, not what stays inside. */
function handsOver(state: State, { to, party, packing }: Placed): boolean {
  if (to === NONE || to === party || holds(state, to)) return false;
  if (!packing || packing.packs || packing.isWhole) return true;
  return packing.children.some((child) => placeIn(state.chain, child) >= 0);
}

const nameOnce = (named: readonly OpenHandOver[], gives: OpenHandOver): readonly OpenHandOver[] =>
  named.some(({ receiver }) => receiver === gives.receiver) ? named : [...named, gives];

/** The state before, where nothing has changed. */
function settled(before: State, after: State): State {
  for (const name of Object.keys(after) as (keyof State)[]) if (before[name] !== after[name]) return after;
  return before;
}
