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

/** The first untold scan of each boot that concerns the thing, and which of them is told next. */
export class Picking {
  /** By boot: no scan before this place of it is untold. */
  private readonly untold: number[] = [];
  /** In told order; null where they must be looked for anew. */
  private heads: Placed[] | null = null;
  private seen: State | null = null;

  constructor(private readonly scans: EffectiveScans) {}

  /** Some scans are not told any more. */
  reset(): void {
    this.untold.length = 0;
    this.heads = null;
  }

  /** Some scans were told, each after those of its boot before it. */
  forget(): void {
    this.heads = null;
  }

  /** A scan has entered. */
  enter(placed: Placed): void {
    const { boot } = placed;
    this.untold[boot] = Math.min(this.untold[boot] ?? 0, placeInBoot(this.scans.boots[boot] ?? [], placed));
    this.heads = null;
  }

  /** A scan was told. */
  tell(placed: Placed): void {
    const place = this.heads?.indexOf(placed) ?? -1;
    if (!this.heads || place < 0) {
      this.heads = null;
      return;
    }
    this.heads.splice(place, 1);
    const next = this.headOf(placed.boot, this.seen!);
    if (next) this.heads.splice(placeAmong(this.heads, next), 0, next);
  }

  /** STORY T1: the lowest that does not wait; if all wait, the lowest. */
  next(state: State): Pick | undefined {
    if (!this.heads || !this.seen || !hasSameScope(this.seen, state)) this.heads = this.lookFor(state);
    this.seen = state;
    const { heads } = this;
    let deadline = 0;
    for (let place = 0; place < heads.length && place < HEADS_MAX; place++) {
      const placed = heads[place]!;
      // Nothing waits beyond the time in which what it waits for, or what that waits for, could be.
      if (place > 0 && deadline < placed.timeMs) break;
      const until = waitsUntil(state, placed, this.scans);
      if (until === undefined) return { placed, isForced: false };
      deadline = Math.max(deadline, until);
    }
    return heads[0] && { placed: heads[0], isForced: true };
  }

  private lookFor(state: State): Placed[] {
    const heads: Placed[] = [];
    for (let boot = 0; boot < this.scans.boots.length; boot++) {
      const head = this.headOf(boot, state);
      if (head) heads.push(head);
    }
    return heads.sort(toldOrder);
  }

  private headOf(boot: number, state: State): Placed | undefined {
    const queue = this.scans.boots[boot];
    if (!queue) return undefined;
    const { told } = this.scans;
    let head = this.untold[boot] ?? 0;
    while (head < queue.length && told[queue[head]!.at] === 1) head++;
    this.untold[boot] = head;
    while (head < queue.length && (told[queue[head]!.at] === 1 || !concerns(state, queue[head]!))) head++;
    return queue[head];
  }
}

/** Where a scan stands in its boot, or would stand. */
function placeInBoot(queue: readonly Placed[], { scan }: Placed): number {
  let low = 0;
  for (let high = queue.length; low < high;) {
    const middle = (low + high) >> 1;
    if (queue[middle]!.scan.counter < scan.counter) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where a scan stands among others in told order. */
function placeAmong(sorted: readonly Placed[], placed: Placed): number {
  let low = 0;
  for (let high = sorted.length; low < high;) {
    const middle = (low + high) >> 1;
    if (toldOrder(sorted[middle]!, placed) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether the same scans concern the thing in two states. */
const hasSameScope = (one: State, other: State): boolean =>
  one === other ||
  (one.chain === other.chain &&
    one.previous === other.previous &&
    one.recent === other.recent &&
    one.loggers === other.loggers);
