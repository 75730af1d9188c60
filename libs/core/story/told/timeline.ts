import { firstAffected, firstMoved } from './affected.js';
import type { EffectiveScans, Entering } from './effective.js';
import { Picking } from './picking.js';
import type { Placed } from './placed.js';
import { BEGINNING, refersTo, sameRecent, sameState, type State, type Thing } from './state.js';
import { take } from './take.js';
import type { Step } from './told-step.js';

/** What scans changed in a story: from one step on, some steps stand in the place of others. */
export interface Change {
  readonly entering: Entering;
  readonly from: number;
  readonly removed: readonly Step[];
  readonly added: readonly Step[];
}

/**
 * The story as it is told from the scans that have an effect. A scan that enters is told at its place; what is told before stays,
 * and as soon as everything is again as it was, so does what is told behind it.
 */
export class Timeline {
  private told: Step[] = [];
  private readonly picking: Picking;

  constructor(
    private readonly scans: EffectiveScans,
    private readonly thing: Thing,
  ) {
    this.picking = new Picking(scans);
  }

  get steps(): readonly Step[] {
    return this.told;
  }

  get state(): State {
    return this.told.at(-1)?.state ?? BEGINNING;
  }

  /** Tells scans that enter together. */
  insert(scans: readonly Placed[]): Change {
    const { beginning } = this.scans;
    const entering = this.scans.add(scans);
    const moved = firstMoved(this.told, this.scans, { entering, beginning });
    const changed = [...scans, ...entering.moved.map(({ placed }) => placed)];
    const from = firstAffected(this.told, changed, this.scans, { from: 0, before: BEGINNING, until: moved });
    const old = this.told.splice(from);
    for (const { placed } of old) this.scans.told[placed.at] = 0;
    if (old.length > 0) this.picking.reset();
    else for (const placed of scans) this.picking.enter(placed);
    const kept = this.retell(old, entering, beginning);
    const added = this.told.slice(from);
    const removed = old.slice(0, old.length - kept);
    this.keep(old, removed.length, old.length);
    return { entering, from, removed, added };
  }

  /** Takes back the last change. */
  undo({ entering, from, removed, added }: Change): void {
    for (const { placed } of added) this.scans.told[placed.at] = 0;
    for (const { placed } of removed) this.scans.told[placed.at] = 1;
    this.picking.reset();
    const behind = this.told.slice(from + added.length);
    this.told.length = from;
    for (const step of removed) this.told.push(step);
    for (const step of behind) this.told.push(step);
    this.scans.remove(entering);
  }

  /**
   * Tells what is untold.
   * @param beginning that there was before
   * @returns how many of the old steps, at their end, follow as they were
   */
  private retell(old: readonly Step[], entering: Entering, beginning: Placed | null): number {
    const missing = new Set(entering.scans);
    const moved: ReadonlySet<Placed> = new Set(entering.moved.map(({ placed }) => placed));
    /** What has another time or meaning now, and is not told yet. */
    const movedUntold = new Set(moved);
    if (this.scans.beginning !== beginning)
      for (const placed of [beginning, this.scans.beginning]) if (placed) movedUntold.add(placed);
    /** Told now and not in the old steps so far, or the other way round. */
    const apart = new Set<Placed>();
    const from = this.state;
    let compared = 0;
    for (;;) {
      const step = this.tellNext();
      if (!step) return 0;
      movedUntold.delete(step.placed);
      if (!missing.delete(step.placed)) {
        toggle(apart, step.placed);
        const other = old[compared++];
        if (other) toggle(apart, other.placed);
      }
      if (apart.size > 0 || movedUntold.size > 0 || compared > old.length) continue;
      const before = compared === 0 ? from : old[compared - 1]!.state;
      // Of what moved the time may still decide what follows: whether a scan lies behind a packing, and who took over when.
      if (!sameState(step.state, before) || refersTo(step.state, moved)) continue;
      if (this.scans.readings > 0 && !sameRecent(step.state, before)) continue;
      if (missing.size === 0) return old.length - compared;
      // What is not told yet may still hold up what follows.
      const same = firstAffected(old, [...missing], this.scans, { from: compared, before, until: old.length });
      this.keep(old, compared, same);
      compared = same;
    }
  }

  private tellNext(): Step | undefined {
    const { state, scans } = this;
    const picked = this.picking.next(state);
    if (!picked) return undefined;
    const taken = take(state, picked.placed, scans.beginning, this.thing);
    const step = picked.isForced ? { ...taken, isForced: true } : taken;
    this.tell(step);
    return step;
  }

  private tell(step: Step): void {
    this.told.push(step);
    this.scans.told[step.placed.at] = 1;
    this.picking.tell(step.placed);
  }

  /** Tells steps as they were told before. */
  private keep(steps: readonly Step[], from: number, until: number): void {
    for (let place = from; place < until; place++) {
      const step = steps[place]!;
      this.told.push(step);
      this.scans.told[step.placed.at] = 1;
    }
    if (until > from) this.picking.forget();
  }
}

function toggle(set: Set<Placed>, placed: Placed): void {
  if (!set.delete(placed)) set.add(placed);
}
