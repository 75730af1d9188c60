import { moveBranches } from './branches.js';
import { type ChainMove, moveChain, placeIn } from './chain.js';
import { attachLoggers, beginsUse, countContent } from './companions.js';
import { toleranceMs } from './order.js';
import { NONE, type Placed } from './placed.js';
import { holds, type OpenHandOver, type State, type Thing } from './state.js';
import type { Step } from './told-step.js';
import type { ToldStanding } from './told-story.js';
import { takesOver } from './waiting.js';

/** Tells one scan: what its signer was to the thing, and what is so afterwards. */
export function take(state: State, placed: Placed, beginning: Placed | null, thing: Thing): Omit<Step, 'isForced'> {
  const begins = placed === beginning;
  const taken = begins ? null : handOverTaken(state, placed);
  if (begins || taken || holds(state, placed.party)) return actOfHolder(state, placed, { begins, taken, thing });
  if (beginsUse(state, placed, thing))
    return actOfHolder({ ...state, open: null, branches: [] }, placed, { begins: true, taken: null, thing });
  return actOfOther(state, placed);
}

/** STORY T5: the hand-over by which the signer has custody from here on. */
function handOverTaken(state: State, placed: Placed): OpenHandOver | null {
  if (holds(state, placed.party)) return null;
  const open = state.isClass ? state.named.find(({ receiver }) => receiver === placed.party) : state.open;
  return open && open.receiver === placed.party && takesOver(open.given, placed) ? open : null;
}

interface Acting {
  readonly begins: boolean;
  readonly taken: OpenHandOver | null;
  readonly thing: Thing;
}

function actOfHolder(given: State, placed: Placed, { begins, taken, thing }: Acting): Omit<Step, 'isForced'> {
  const standing: ToldStanding = begins ? 'began' : taken ? 'took over' : 'holder';
  if (!placed.moves) return quiet(given, placed, standing);
  const state = custodyTaken(given, placed, { begins, taken, thing });
  const moved: ChainMove = state.isClass
    ? { chain: state.chain, left: [], notes: [] }
    : moveChain(state.chain, placed, true);
  const gives = handsOver(state, placed) ? { given: placed, giver: placed.party, receiver: placed.to } : null;
  // Naming itself takes an open hand-over back.
  const open = gives ?? (placed.to !== NONE && placed.to === placed.party ? null : state.open);
  const after = attachLoggers(
    countContent({ ...state, chain: moved.chain, open: state.isClass ? null : open }, placed, thing),
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
    branch: null,
    state: settled(given, { ...after, named }),
  };
}

/** Custody after the signer has it. */
function custodyTaken(state: State, placed: Placed, { begins, taken, thing }: Acting): State {
  const branches = state.branches.length === 0 ? state.branches : [];
  if (begins) {
    const isClass = thing.isClass ?? placed.isClass;
    return { ...state, holder: placed.party, isClass, members: isClass ? [placed.party] : [], branches, open: null };
  }
  if (!taken) return branches === state.branches ? state : { ...state, branches };
  if (state.isClass) return { ...state, members: [...state.members, placed.party], branches };
  const previous = { party: state.holder, taking: placed, chain: state.chain };
  return { ...state, holder: placed.party, open: null, previous, branches };
}

function actOfOther(state: State, placed: Placed): Omit<Step, 'isForced'> {
  if (placed.party === NONE) return quiet(state, placed, 'unknown');
  const standing = standingOfOther(state, placed);
  if (standing === undefined || standing === 'owner') {
    const moved = moveBranches(state, placed);
    if (moved) {
      const { branches, ...rest } = moved;
      const after = branches === state.branches ? state : { ...state, branches };
      return { ...rest, placed, standing: 'unconfirmed', replaces: null, state: after };
    }
  }
  const notes = state.isClass ? [] : moveChain(state.chain, placed, false).notes;
  return { ...quiet(state, placed, standing ?? 'outsider'), notes };
}

/** What somebody without custody is to the thing, undefined where it is nothing. */
function standingOfOther(state: State, placed: Placed): ToldStanding | undefined {
  const { previous } = state;
  if (previous && previous.party === placed.party) {
    if (placed.timeMs <= previous.taking.timeMs + toleranceMs(placed, previous.taking)) return 'previous holder';
  }
  if (state.loggers.some(({ key }) => key === placed.ownKey)) return 'logger';
  if (placed.isByOwner) return 'owner';
  return placed.isAuthority ? 'authority' : undefined;
}

const quiet = (state: State, placed: Placed, standing: ToldStanding): Omit<Step, 'isForced'> => ({
  placed,
  standing,
  gives: null,
  takes: null,
  replaces: null,
  notes: [],
  left: [],
  branch: null,
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
