import { NONE, type Placed } from './placed.js';
import type { Scene } from './scene.js';
import type { BranchedStep } from './branches-told.js';
import type { HolderSpan, ToldBranch, ToldHandOver, ToldSpan } from './told-story.js';

/** Who held the thing from when to when; of a class nobody ceases to. */
export function holdersOf(scene: Scene, steps: readonly BranchedStep[], isClass: boolean): HolderSpan[] {
  const begun = steps.filter(({ standing }) => standing === 'began' || standing === 'took over');
  return begun.map(({ placed }, place) => ({
    party: scene.parties.textOf(placed.party),
    from: placed.scan.logIndex,
    to: isClass ? null : (begun[place + 1]?.placed.scan.logIndex ?? null),
  }));
}

/** Hand-overs by those who held the thing, in told order; behind them those that yielded. */
export function handOversOf(scene: Scene, steps: readonly BranchedStep[], yielded: Iterable<Placed>): ToldHandOver[] {
  const told = new Map<Placed, ToldHandOver>();
  const between = (given: Placed): Pick<ToldHandOver, 'giver' | 'receiver' | 'given'> => ({
    giver: scene.parties.textOf(given.party),
    receiver: scene.parties.textOf(given.to),
    given: given.scan.logIndex,
  });
  for (const { gives, takes, replaces, branch, placed } of steps) {
    if (branch) continue;
    if (takes) told.set(takes.given, { ...between(takes.given), taken: placed.scan.logIndex, outcome: 'taken' });
    if (replaces) told.set(replaces.given, { ...between(replaces.given), taken: null, outcome: 'replaced' });
    if (gives) told.set(gives.given, { ...between(gives.given), taken: null, outcome: 'open' });
  }
  for (const given of yielded)
    if (!told.has(given) && given.to !== NONE) told.set(given, { ...between(given), taken: null, outcome: 'yielded' });
  return [...told.values()];
}

/** Branches of unconfirmed holders, in the order of their beginnings. */
export function branchesOf(
  scene: Scene,
  steps: readonly BranchedStep[],
  spansOfBranch: (began: Placed) => readonly ToldSpan[],
): ToldBranch[] {
  const branches = new Map<Placed, { readonly holders: BranchedStep[]; ended: Placed | null }>();
  const live = new Set<Placed>();
  for (const step of steps) {
    const { placed } = step;
    if (step.branch) {
      const { began } = step.branch;
      const told = branches.get(began) ?? { holders: [], ended: null };
      branches.set(began, told);
      live.add(began);
      if (told.holders.at(-1)?.placed.party !== placed.party) told.holders.push(step);
    }
    for (const began of live) {
      if (step.branches.some((one) => one.began === began)) continue;
      branches.get(began)!.ended = placed;
      live.delete(began);
    }
  }
  return [...branches].map(([began, { holders, ended }]) => ({
    from: began.scan.logIndex,
    to: ended?.scan.logIndex ?? null,
    holders: holders.map(({ placed }, place) => ({
      party: scene.parties.textOf(placed.party),
      from: placed.scan.logIndex,
      to: holders[place + 1]?.placed.scan.logIndex ?? ended?.scan.logIndex ?? null,
    })),
    spans: spansOfBranch(began),
  }));
}
