import { Precision } from '#libs/core/wire';
import type { ScanAtHand } from './scan-at-hand.js';
import type { Placed } from './placed.js';
import { CLOCKS_DIFFER_MS, TOLERANCE_MAX_MS } from './tolerance.js';

const DAY_MS = 24 * 60 * 60_000;

/** w of STORY section 1: how far the times of two scans may lie apart the wrong way round, milliseconds. */
export const toleranceMs = (one: Placed, other: Placed): number =>
  one.isDay || other.isDay ? TOLERANCE_MAX_MS : CLOCKS_DIFFER_MS;

/** STORY T1, of a scan alone: its time, of a day its end, and never after its arrival. */
export function ownTimeMs({ eventTimeMs, precision, receivedTimeMs }: ScanAtHand): number {
  const end = precision === Precision.DAY ? eventTimeMs + DAY_MS - 1 : eventTimeMs;
  return Math.min(end, receivedTimeMs);
}

/** Told order of two scans: by time, then by log index; negative where the first comes first. */
export const toldOrder = (one: Placed, other: Placed): number =>
  one.timeMs - other.timeMs || one.rank - other.rank || one.scan.counter - other.scan.counter;

/** Place and time that a scan had before another one of its boot moved it. */
export interface Moved {
  readonly placed: Placed;
  readonly timeMs: number;
  readonly rank: number;
}

/**
 * STORY T1, of a boot: no scan is told before a lower counter. Sets the time of the scan at a place of the boot's sequence, and moves
 * those behind it as far as they must.
 *
 * @returns those behind it that moved, with what they had
 */
export function settleTimes(boot: readonly Placed[], from: number): Moved[] {
  const moved: Moved[] = [];
  for (let place = from; place < boot.length; place++) {
    const placed = boot[place]!;
    const before = boot[place - 1];
    let timeMs = ownTimeMs(placed.scan);
    let rank = placed.scan.logIndex;
    if (before && (before.timeMs > timeMs || (before.timeMs === timeMs && before.rank > rank))) {
      timeMs = before.timeMs;
      rank = before.rank;
    }
    if (place > from) {
      if (placed.timeMs === timeMs && placed.rank === rank) break;
      moved.push({ placed, timeMs: placed.timeMs, rank: placed.rank });
    }
    placed.timeMs = timeMs;
    placed.rank = rank;
  }
  return moved;
}

/** Puts back what `settleTimes` moved. */
export function unsettleTimes(moved: readonly Moved[]): void {
  for (const { placed, timeMs, rank } of moved) {
    placed.timeMs = timeMs;
    placed.rank = rank;
  }
}
