import { bytesEqual } from '../wire/index.js';

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
}

/**
 * What a monitor remembers of one boot: its highest counter and its holes, so that each counter is taken once and each neighbour is
 * compared, however late it comes. Grows with holes, not with scans.
 */
export class BootWatch {
  private constructor(
    private last: number,
    private lastHash: Uint8Array | null,
    private holes: Hole[],
  ) {}

  static empty(): BootWatch {
    return new BootWatch(0, null, []);
  }

  static of({ lastCounter, lastHash, holes }: BootState): BootWatch {
    return new BootWatch(lastCounter, lastHash, [...holes]);
  }

  get state(): BootState {
    return { lastCounter: this.last, lastHash: this.lastHash, holes: this.holes };
  }

  /** Highest counter so far, 0 for none: what `after` of the next entry must say. */
  get lastCounter(): number {
    return this.last;
  }

  /** Takes the next scan of the boot. @returns `doubled` when its counter is logged already, else the neighbours that do not chain. */
  take(scan: CountedScan): 'doubled' | readonly Misfit[] {
    return scan.counter > this.last ? this.append(scan) : this.fill(scan);
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
    const at = this.holes.findIndex(({ from, to }) => from <= counter && counter <= to);
    const hole = this.holes[at];
    if (!hole) return 'doubled';
    const parts = [
      { from: hole.from, to: counter - 1, before: hole.before, after: previous },
      { from: counter + 1, to: hole.to, before: statementHash, after: hole.after },
    ].filter(({ from, to }) => from <= to);
    this.holes.splice(at, 1, ...parts);
    return [
      ...(counter === hole.from ? misfits(counter, hole.before, previous) : []),
      ...(counter === hole.to ? misfits(counter + 1, statementHash, hole.after) : []),
    ];
  }
}

function misfits(counter: number, firstHash: Uint8Array | null, previous: Uint8Array): readonly Misfit[] {
  // Counter 1 has nothing before it: its form was judged when it was read.
  if (!firstHash || bytesEqual(firstHash, previous)) return [];
  return [{ counter, firstHash, previous }];
}
