import { concerns } from './concerns.js';
import type { EffectiveScans } from './effective.js';
import { toldOrder } from './order.js';
import type { Placed } from './placed.js';
import type { State } from './state.js';
import { waitsUntil } from './waiting.js';

/**
 * Scans that are asked at most which one is told next: the lowest untold one of each boot. A thing is in the hands of a few devices
 * at a time, and whoever has a thousand of them shall not make every step a thousand times as dear.
 */
export const HEADS_MAX = 64;

/** The scan that is told next. */
export interface Pick {
  readonly placed: Placed;
  /** It waits for something, and nothing else can be told before it. */
  readonly isForced: boolean;
}

/** The untold scans of each boot, and which of them is told next. */
export class Picking {
  /** By boot, where its untold scans begin, and the first of them that concerns the thing as things were when it was looked for. */
  private readonly untold: number[] = [];
  private readonly heads: number[] = [];
  private seen: State | null = null;

  constructor(private readonly scans: EffectiveScans) {}

  /** Scans were told or taken back otherwise than one after the other. */
  reset(): void {
    this.untold.length = 0;
    this.heads.length = 0;
    this.seen = null;
  }

  /** STORY T1: the lowest that does not wait; if all wait, the lowest. */
  next(state: State): Pick | undefined {
    const waiting: { readonly placed: Placed; readonly deadline: number }[] = [];
    for (const placed of this.headsInOrder(state)) {
      // A scan that waits does not wait beyond the time in which what it waits for could be.
      const due = waiting.find(({ deadline }) => deadline < placed.timeMs);
      if (due) return { placed: due.placed, isForced: true };
      const deadline = waitsUntil(state, placed, this.scans);
      if (deadline === undefined) return { placed, isForced: false };
      waiting.push({ placed, deadline });
    }
    return waiting[0] && { placed: waiting[0].placed, isForced: true };
  }

  private *headsInOrder(state: State): Generator<Placed> {
    const heads = this.headsAt(state);
    for (let count = 0; count < HEADS_MAX && heads.length > 0; count++) {
      let lowest = 0;
      for (let place = 1; place < heads.length; place++)
        if (toldOrder(heads[place]!, heads[lowest]!) < 0) lowest = place;
      yield heads[lowest]!;
      heads[lowest] = heads.at(-1)!;
      heads.pop();
    }
  }

  private headsAt(state: State): Placed[] {
    if (!this.seen || !hasSameScope(this.seen, state)) this.heads.length = 0;
    this.seen = state;
    const { boots, told } = this.scans;
    const found: Placed[] = [];
    for (let boot = 0; boot < boots.length; boot++) {
      const queue = boots[boot];
      if (!queue) continue;
      let first = this.untold[boot] ?? 0;
      while (first < queue.length && told[queue[first]!.at] === 1) first++;
      this.untold[boot] = first;
      let head = Math.max(first, this.heads[boot] ?? 0);
      while (head < queue.length && (told[queue[head]!.at] === 1 || !concerns(state, queue[head]!))) head++;
      this.heads[boot] = head;
      if (head < queue.length) found.push(queue[head]!);
    }
    return found;
  }
}

/** Whether the same scans concern the thing in two states. */
const hasSameScope = (one: State, other: State): boolean =>
  one === other ||
  (one.chain === other.chain &&
    one.previous === other.previous &&
    one.loggers === other.loggers &&
    one.branches === other.branches);
