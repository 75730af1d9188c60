import { type Branch, moveBranches } from './branches.js';
import { concernsChain } from './concerns.js';
import { toldOrder } from './order.js';
import { TOLERANCE_MAX_MS } from './tolerance.js';
import type { Placed } from './placed.js';
import { BEGINNING, type State } from './state.js';
import type { Step } from './told-step.js';

/** A step with the branch that it stands in, as it is afterwards, and all branches that last. */
export interface BranchedStep extends Step {
  readonly branch: Branch | null;
  readonly branches: readonly Branch[];
}

/**
 * Tells the branches of unconfirmed holders (STORY T10) beside the story of those who hold the thing, which they never change.
 *
 * @param untold scans that the confirmed story does not tell: they may be of units that only a branch knows
 */
export function tellBranches(steps: readonly Step[], untold: readonly Placed[]): BranchedStep[] {
  return new BranchTelling(untold).tell(steps);
}

class BranchTelling {
  private readonly told: BranchedStep[] = [];
  private readonly waiting: readonly Placed[];
  private readonly isTold = new Set<Placed>();
  /** Where in `waiting` scans may stand that concern a branch. */
  private from: number;
  private branches: readonly Branch[] = [];
  private state: State = BEGINNING;

  constructor(untold: readonly Placed[]) {
    this.waiting = untold.toSorted(toldOrder);
    this.from = this.waiting.length;
  }

  tell(steps: readonly Step[]): BranchedStep[] {
    for (const step of steps) {
      this.tellWaiting(step.placed.timeMs);
      this.tellStep(step);
      this.state = step.state;
    }
    this.tellWaiting(Infinity);
    return this.told;
  }

  private tellStep(step: Step): void {
    const { standing, placed } = step;
    if (standing === 'began' || standing === 'holder' || standing === 'took over') {
      // The branches end with the next scan of a holder; what only reads may travel with whoever has the thing.
      if (placed.moves && this.branches.length > 0) this.branches = [];
    } else if (mayBeUnconfirmed(step, this.state)) {
      const moved = moveBranches(this.state, this.branches, placed);
      if (moved) return this.push(step, moved);
    }
    this.told.push({ ...step, branch: null, branches: this.branches });
  }

  private push(step: Step, moved: NonNullable<ReturnType<typeof moveBranches>>): void {
    const { branch, branches, gives, notes, left } = moved;
    this.branches = branches;
    this.told.push({ ...step, standing: 'unconfirmed', gives, notes, left, branch, branches });
    if (step.placed.packing?.packs) this.lookAgainFrom(step.placed.timeMs - TOLERANCE_MAX_MS);
  }

  /** Scans of units that only branches know, up to a time. */
  private tellWaiting(untilMs: number): void {
    if (this.branches.length === 0) return;
    for (; this.from < this.waiting.length && this.waiting[this.from]!.timeMs < untilMs;) {
      const placed = this.waiting[this.from++]!;
      if (this.isTold.has(placed) || !this.branches.some(({ chain }) => concernsChain(chain, placed))) continue;
      this.isTold.add(placed);
      this.tellStep({ ...UNTOLD, placed, state: this.state });
    }
  }

  private lookAgainFrom(timeMs: number): void {
    const place = this.waiting.findIndex((placed) => placed.timeMs >= timeMs);
    if (place >= 0) this.from = Math.min(this.from, place);
  }
}

const UNTOLD = {
  standing: 'outsider',
  gives: null,
  takes: null,
  replaces: null,
  notes: [],
  left: [],
  isForced: false,
} as const;

/** What a previous holder did before it was taken over is from its own time, though it is told behind. */
function mayBeUnconfirmed({ standing, placed }: Step, { previous }: State): boolean {
  if (standing === 'previous holder') return previous !== null && placed.timeMs > previous.taking.timeMs;
  return standing === 'outsider' || standing === 'owner';
}
