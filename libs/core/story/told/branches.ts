import { type Chain, moveChain } from './chain.js';
import { concernsChain } from './concerns.js';
import { NONE, type Placed } from './placed.js';
import type { OpenHandOver, State } from './state.js';
import type { Step } from './told-step.js';
import { takesOver } from './waiting.js';

/**
 * Branches of unconfirmed holders that are followed at once. Each costs a look at every scan; honest trails have one or two at a time.
 * When another one begins, the oldest ends: what its parties say against the thing is told all the same.
 */
export const BRANCHES_MAX = 16;

/** Unconfirmed holders, one after the other, with what they packed (STORY T10). */
export interface Branch {
  readonly began: Placed;
  readonly holder: number;
  readonly open: OpenHandOver | null;
  readonly chain: Chain;
}

/** What a scan by a party without custody does in the branches. */
export interface BranchMove extends Pick<Step, 'gives' | 'notes' | 'left'> {
  /** The branch it stands in, as it is afterwards; and all that there are. */
  readonly branch: Branch;
  readonly branches: readonly Branch[];
}

/**
 * STORY T10: whoever acts as a holder unnamed, and whom it names, has the thing in a branch.
 * @returns undefined where the scan is in no branch and begins none
 */
export function moveBranches(state: State, branches: readonly Branch[], placed: Placed): BranchMove | undefined {
  if (!placed.moves || placed.party === NONE) return undefined;
  const holding = branches.findIndex(({ holder, chain }) => holder === placed.party && concernsChain(chain, placed));
  if (holding >= 0) return moveIn(branches, holding, branches[holding]!, placed);
  const taking = branches.findIndex(
    ({ open, chain }) =>
      open?.receiver === placed.party && takesOver(open.given, placed) && concernsChain(chain, placed),
  );
  if (taking >= 0) return moveIn(branches, taking, { ...branches[taking]!, holder: placed.party, open: null }, placed);
  if (!actsAsHolder(state, placed) || !concernsChain(state.chain, placed)) return undefined;
  const kept = branches.slice(Math.max(0, branches.length - BRANCHES_MAX + 1));
  const begun: Branch = { began: placed, holder: placed.party, open: null, chain: state.chain };
  return moveIn([...kept, begun], kept.length, begun, placed);
}

/** Whoever has held the thing also acts as a holder where it goes on packing it and handing it over. */
export const actsAsHolder = ({ former }: Pick<State, 'former'>, placed: Placed): boolean =>
  placed.actsAsHolder || ((placed.packing !== null || placed.to !== NONE) && former.includes(placed.party));

function moveIn(branches: readonly Branch[], place: number, given: Branch, placed: Placed): BranchMove {
  const { chain, left, notes } = moveChain(given.chain, placed, true);
  const names = placed.to !== NONE && placed.to !== placed.party;
  const gives = names ? { given: placed, giver: placed.party, receiver: placed.to } : null;
  const branch: Branch = { ...given, chain, open: gives ?? given.open };
  return { branch, branches: branches.with(place, branch), gives, notes, left };
}
