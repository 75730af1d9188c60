import { moveChain } from './chain.js';
import { concernsChain } from './concerns.js';
import { NONE, type Placed } from './placed.js';
import type { Branch, State } from './state.js';
import type { Step } from './told-step.js';
import { takesOver } from './waiting.js';

/**
 * Branches of unconfirmed holders that are followed at once. Each costs a look at every scan; honest trails have one or two at a time.
 * When another one begins, the oldest ends: what its parties say against the thing is told all the same.
 */
export const BRANCHES_MAX = 16;

/** What a scan by a party without custody does in the branches: everything but the outcome for the confirmed story. */
export type BranchMove = Pick<Step, 'branch' | 'gives' | 'takes' | 'notes' | 'left'> & {
  readonly branches: readonly Branch[];
};

/**
 * STORY T10: whoever acts as a holder unnamed, and whom it names, has the thing in a branch.
 * @returns undefined where the scan is in no branch and begins none
 */
export function moveBranches(state: State, placed: Placed): BranchMove | undefined {
  if (!placed.moves || placed.party === NONE) return undefined;
  const { branches } = state;
  const holding = branches.findIndex(({ holder, chain }) => holder === placed.party && concernsChain(chain, placed));
  if (holding >= 0) return moveIn(branches, holding, branches[holding]!, placed);
  const taking = branches.findIndex(
    ({ open, chain }) =>
      open?.receiver === placed.party && takesOver(open.given, placed) && concernsChain(chain, placed),
  );
  if (taking >= 0) {
    const taken = branches[taking]!;
    const moved = moveIn(branches, taking, { ...taken, holder: placed.party, open: null }, placed);
    return { ...moved, takes: taken.open };
  }
  if (!placed.actsAsHolder || !concernsChain(state.chain, placed)) return undefined;
  const kept = branches.slice(Math.max(0, branches.length - BRANCHES_MAX + 1));
  const begun: Branch = { began: placed, holder: placed.party, open: null, chain: state.chain };
  return moveIn([...kept, begun], kept.length, begun, placed);
}

function moveIn(branches: readonly Branch[], place: number, branch: Branch, placed: Placed): BranchMove {
  const { chain, left, notes } = moveChain(branch.chain, placed, true);
  const names = placed.to !== NONE && placed.to !== placed.party;
  const gives = names ? { given: placed, giver: placed.party, receiver: placed.to } : null;
  const moved: Branch = { ...branch, chain, open: gives ?? branch.open };
  const isSame = moved.chain === branches[place]!.chain && moved.open === branches[place]!.open;
  const after = isSame && moved.holder === branches[place]!.holder ? branches : branches.with(place, moved);
  return { branches: after, branch: branch.began, gives, takes: null, notes, left };
}
