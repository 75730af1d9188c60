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

  /** A scan is not told any more, or has entered. */
  untell({ boot }: Placed): void {
    this.untold[boot] = 0;
    this.seen = null;
  }

  /** STORY T1: the lowest that does not wait; if all wait, the lowest. */
  next(state: State): Pick | undefined {
    let lowest: Placed | undefined;
    let deadline = 0;
    for (const placed of this.headsInOrder(state)) {
      // Nothing waits beyond the time in which what it waits for, or what that waits for, could be.
      if (lowest && deadline < placed.timeMs) break;
      const until = waitsUntil(state, placed, this.scans);
      if (until === undefined) return { placed, isForced: false };
      lowest ??= placed;
      deadline = Math.max(deadline, until);
    }
    return lowest && { placed: lowest, isForced: true };
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
    const isSameScope = this.seen !== null && hasSameScope(this.seen, state);
    this.seen = state;
    const { boots, told } = this.scans;
    const found: Placed[] = [];
    for (let boot = 0; boot < boots.length; boot++) {
      const queue = boots[boot];
      if (!queue) continue;
      let first = this.untold[boot] ?? 0;
      if (first >= queue.length) continue;
      while (first < queue.length && told[queue[first]!.at] === 1) first++;
      this.untold[boot] = first;
      let head = isSameScope ? Math.max(first, this.heads[boot] ?? 0) : first;
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
    one.recent === other.recent &&
    one.loggers === other.loggers);
