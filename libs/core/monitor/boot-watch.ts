import type { LoggedOfBoot } from '#libs/core/keys';
import { bytesEqual } from '#libs/core/wire';

/** Counters below the highest that are not logged, and what the scans beside them say of their neighbours. */
export interface Hole {
  readonly from: number;
  readonly to: number;
  /** Statement hash of counter `from - 1`, null where `from` is 1. */
  readonly before: Uint8Array | null;
  /** `previous` of counter `to + 1`. */
  readonly after: Uint8Array;
}

/** Counter `counter` says that another statement comes before it than the one that is logged. */
export interface Misfit {
  readonly counter: number;
  /** Statement hash of the scan that is logged with counter - 1. */
  readonly firstHash: Uint8Array;
  /** What counter has for `previous`. */
  readonly previous: Uint8Array;
}

/** Counters that one key of the device signs. */
export interface CounterSpan {
  readonly from: number;
  /** Absent while the key is active. */
  readonly to?: number;
}

/** The part of a scan that its boot's rules are about. */
export interface CountedScan {
  readonly counter: number;
  readonly previous: Uint8Array;
  readonly statementHash: Uint8Array;
}

export interface BootState {
  readonly lastCounter: number;
  readonly lastHash: Uint8Array | null;
  readonly holes: readonly Hole[];
  /** Counters that do not chain into the logged one before, ascending; of each key's only the highest. */
  readonly breaks: readonly number[];
}

/**
 * What a monitor remembers of one boot: its highest counter, its holes and its breaks, so that each counter is taken once, each
 * neighbour is compared, however late it comes, and it is known which counters chain. Grows with holes and keys, not with scans.
 */
export class BootWatch {
  private constructor(
    private last: number,
    private lastHash: Uint8Array | null,
    private holes: Hole[],
    private breaks: readonly number[],
  ) {}

  static empty(): BootWatch {
    return new BootWatch(0, null, [], []);
  }

  static of({ lastCounter, lastHash, holes, breaks }: BootState): BootWatch {
    return new BootWatch(lastCounter, lastHash, [...holes], breaks);
  }

  get state(): BootState {
    return { lastCounter: this.last, lastHash: this.lastHash, holes: this.holes, breaks: this.breaks };
  }

  /** Highest counter so far, 0 for none: what `after` of the next entry must say. */
  get lastCounter(): number {
    return this.last;
  }

  /** What is logged of the boot, for an event that names this counter as its last. */
  logged(counter: number): LoggedOfBoot {
    const isLast = counter === this.last && this.lastHash !== null;
    return { highestCounter: this.last, ...(isLast && { hashOfLast: this.lastHash! }) };
  }

  has(counter: number): boolean {
    return 0 < counter && counter <= this.last && !this.holeAt(counter);
  }

  /**
   * Whether the statements from a logged counter up to the last one of its span are all logged and chain. That the last one is the one
   * that was named is for the caller to see to.
   * @returns `never` where two that are logged do not chain, whatever comes
   */
  chain(counter: number, { to }: { readonly to: number }): 'chains' | 'open' | 'never' {
    if (this.breaks.some((at) => counter < at && at <= to)) return 'never';
    if (to > this.last || this.holes.some((hole) => counter < hole.to && hole.from <= to)) return 'open';
    return 'chains';
  }

  /**
   * Takes the next scan of the boot.
   * @param span of its key, where it is known
   * @returns `doubled` when its counter is logged already, else the neighbours that do not chain
   */
  take(scan: CountedScan, span: CounterSpan | undefined): 'doubled' | readonly Misfit[] {
    const taken = scan.counter > this.last ? this.append(scan) : this.fill(scan);
    if (taken !== 'doubled' && span) for (const { counter: at } of taken) this.breakAt(at, span);
    return taken;
  }

  /** Nothing below this counter chains into the last statement of its key. Of several the highest says all. */
  breakAt(at: number, { from, to = Infinity }: CounterSpan): void {
    const isOfSpan = (counter: number): boolean => from < counter && counter <= to;
    const all = [...this.breaks, at].filter(isOfSpan);
    if (all.length === 0) return;
    const others = this.breaks.filter((counter) => !isOfSpan(counter));
    this.breaks = [...others, Math.max(...all)].sort((one, other) => one - other);
  }

  private append({ counter, previous, statementHash }: CountedScan): readonly Misfit[] {
    const before = this.lastHash;
    const isNext = counter === this.last + 1;
    if (!isNext) this.holes.push({ from: this.last + 1, to: counter - 1, before, after: previous });
    this.last = counter;
    this.lastHash = statementHash;
    return isNext ? misfits(counter, before, previous) : [];
  }

  private fill({ counter, previous, statementHash }: CountedScan): 'doubled' | readonly Misfit[] {
    const hole = this.holeAt(counter);
    if (!hole) return 'doubled';
    const parts = [
      { from: hole.from, to: counter - 1, before: hole.before, after: previous },
      { from: counter + 1, to: hole.to, before: statementHash, after: hole.after },
    ].filter(({ from, to }) => from <= to);
    this.holes.splice(this.holes.indexOf(hole), 1, ...parts);
    return [
      ...(counter === hole.from ? misfits(counter, hole.before, previous) : []),
      ...(counter === hole.to ? misfits(counter + 1, statementHash, hole.after) : []),
    ];
  }

  private holeAt(counter: number): Hole | undefined {
    return this.holes.find(({ from, to }) => from <= counter && counter <= to);
  }
}

function misfits(counter: number, firstHash: Uint8Array | null, previous: Uint8Array): readonly Misfit[] {
  // Counter 1 has nothing before it: its form was judged when it was read.
  if (!firstHash || bytesEqual(firstHash, previous)) return [];
  return [{ counter, firstHash, previous }];
}
