import type { Chain, LeftLevel, Level } from './chain.js';
import type { Placed } from './placed.js';
import { BEGINNING, type State } from './state.js';
import type { BranchedStep } from './branches-told.js';
import type { Step } from './told-step.js';
import type { ToldSpanEnd } from './told-story.js';

/** A time that one thing spent in a unit, in numbers of a scene. */
export interface PlacedSpan {
  readonly child: number;
  readonly level: Level;
  readonly ended: Placed | null;
  readonly end: ToldSpanEnd | null;
}

const nameOf = ({ key, packed }: Level): string => `${key} ${packed.at}`;

/** The spans of one chain, while its steps go by. */
class Spans {
  private readonly spans = new Map<string, PlacedSpan>();

  open(before: Chain, after: Chain): void {
    if (before === after) return;
    for (const [place, level] of after.entries()) {
      if (before.includes(level) || this.spans.has(nameOf(level))) continue;
      const child = after[place - 1]?.key ?? 0;
      this.spans.set(nameOf(level), { child, level, ended: null, end: null });
    }
  }

  close(left: readonly LeftLevel[], ended: Placed): void {
    for (const { child, level, end } of left) this.spans.set(nameOf(level), { child, level, ended, end });
  }

  all(): PlacedSpan[] {
    return [...this.spans.values()];
  }
}

/** Times in units of the thing: by those who hold it, and in each branch, by its first scan. */
export interface SpansTold {
  readonly confirmed: readonly PlacedSpan[];
  readonly ofBranches: ReadonlyMap<Placed, readonly PlacedSpan[]>;
}

/** The spans of those who hold it, without branches. */
export function spansOfHolders(steps: readonly Step[]): readonly PlacedSpan[] {
  const spans = new Spans();
  let before: State = BEGINNING;
  for (const { placed, left, state } of steps) {
    spans.open(before.chain, state.chain);
    spans.close(left, placed);
    before = state;
  }
  return spans.all();
}

export function spansOf(steps: readonly BranchedStep[]): SpansTold {
  const confirmed = new Spans();
  const branches = new Map<Placed, { readonly spans: Spans; chain: Chain }>();
  let before: State = BEGINNING;
  for (const { placed, left, branch, state } of steps) {
    if (branch) {
      const told = branches.get(branch.began) ?? { spans: new Spans(), chain: before.chain };
      branches.set(branch.began, told);
      told.spans.open(told.chain, branch.chain);
      told.spans.close(left, placed);
      told.chain = branch.chain;
    } else {
      confirmed.open(before.chain, state.chain);
      confirmed.close(left, placed);
    }
    before = state;
  }
  return {
    confirmed: confirmed.all(),
    ofBranches: new Map([...branches].map(([began, { spans }]) => [began, spans.all()])),
  };
}
