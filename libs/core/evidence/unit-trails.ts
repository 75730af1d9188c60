import type { KeyText, ReadScan } from '#libs/core/entries';
import type { UnitToRead } from '#libs/core/story';
import { OMITTED_ENTRIES_MAX } from './omitted.js';
import { scansOf, type TrailCache } from './trail-cache.js';
import type { TrailReader } from './trail-reader.js';

/** Entries of a unit that are asked for first: most are seldom scanned. Each further page has twice as many. */
const PAGE_ENTRIES = 32;
/** Entries of one unit that are read for one thing, as many as of the thing itself: strangers may have scanned it as often as they could. */
const UNIT_ENTRIES_MAX = OMITTED_ENTRIES_MAX;
/** Entries of all units together, 100 MB: a page that is under way may go beyond it. */
const ENTRIES_MAX = 2 * UNIT_ENTRIES_MAX;
/** How long after the thing has left a unit scans are still looked for that arrived late, milliseconds: a logger may come home after a month. */
const LATE_MS = 30 * 24 * 60 * 60_000;

/** What was read of one unit. */
interface Reading {
  readonly fromMs: number;
  /** First log index that was not read. */
  next: number;
  entries: number;
  lastArrivalMs: number;
  isAtEnd: boolean;
}

/** Reads the trails of units as far as the story of one thing may need them. */
export class UnitTrails {
  private readonly readings = new Map<KeyText, Reading>();
  private readonly scans = new Map<number, ReadScan>();
  private readonly own: ReadonlySet<number>;
  private entries = 0;

  /** @param own scans of the thing itself */
  constructor(
    private readonly cache: TrailCache,
    private readonly reader: TrailReader,
    own: readonly ReadScan[],
  ) {
    this.own = new Set(own.map(({ logIndex }) => logIndex));
  }

  /** Scans that were read so far. */
  get count(): number {
    return this.scans.size;
  }

  /** Scans that were read, and arrived when they could still matter, ascending by log index. */
  all(): ReadScan[] {
    return [...this.scans.values()].sort((one, other) => one.logIndex - other.logIndex);
  }

  /**
   * Reads one page more of each unit of which there may be more that matters.
   * @returns false where nothing is left to read
   */
  async readOn(units: readonly UnitToRead[]): Promise<boolean> {
    if (this.entries >= ENTRIES_MAX) return false;
    const wanted = units.filter((unit) => this.isWanted(unit));
    if (wanted.length === 0) return false;
    await this.readPages(wanted);
    const early = wanted.filter(({ key, fromMs }) => {
      const { isAtEnd, lastArrivalMs } = this.readings.get(key)!;
      return !isAtEnd && lastArrivalMs < fromMs;
    });
    if (early.length > 0) {
      await this.skip(early);
      await this.readPages(early);
    }
    return true;
  }

  private async readPages(units: readonly UnitToRead[]): Promise<void> {
    const requests = units.map(({ key, fromMs }) => {
      const { next, entries } = this.readingOf(key, fromMs);
      return { key, from: next, limit: Math.max(PAGE_ENTRIES, entries) };
    });
    const lists = await this.cache.parts(requests);
    for (const [at, list] of lists.entries()) {
      const { key, fromMs } = units[at]!;
      const reading = this.readings.get(key)!;
      const scans = scansOf(list);
      reading.entries += list.length;
      this.entries += list.length;
      reading.isAtEnd = list.length < requests[at]!.limit;
      reading.next = (list.at(-1)?.logIndex ?? reading.next) + 1;
      reading.lastArrivalMs = scans.at(-1)?.scan.receivedTimeMs ?? reading.lastArrivalMs;
      for (const scan of scans) if (scan.scan.receivedTimeMs >= fromMs) this.keep(scan);
    }
  }

  private keep(scan: ReadScan): void {
    if (!this.own.has(scan.logIndex)) this.scans.set(scan.logIndex, scan);
  }

  private isWanted({ key, fromMs, untilMs }: UnitToRead): boolean {
    const reading = this.readings.get(key);
    if (!reading || fromMs < reading.fromMs) return true;
    const isLater = untilMs !== null && reading.lastArrivalMs > untilMs + LATE_MS;
    return !reading.isAtEnd && !isLater && reading.entries < UNIT_ENTRIES_MAX;
  }

  private readingOf(key: KeyText, fromMs: number): Reading {
    const known = this.readings.get(key);
    if (known && known.fromMs <= fromMs) return known;
    const reading = { fromMs, next: 0, entries: 0, lastArrivalMs: 0, isAtEnd: false };
    this.readings.set(key, reading);
    return reading;
  }

  /** A unit of many years is not read from its beginning: where a page of it was too early, the log is asked where to go on. */
  private async skip(units: readonly UnitToRead[]): Promise<void> {
    const indexes = await this.reader.firstIndexes(units.map(({ fromMs }) => fromMs));
    for (const [at, { key }] of units.entries()) {
      const reading = this.readings.get(key)!;
      reading.next = Math.max(reading.next, indexes[at]!);
    }
  }
}
