import { ARRIVAL_BACK_MS_MAX } from '#libs/core/wire';
import type { ReadEntry } from '#libs/core/entries';

/**
 * Entries that say they arrived before one that stands above them: a log raises each arrival to the highest so far, so that nobody dates
 * back what comes late.
 *
 * @param entries in log order
 * @returns log indexes
 * @see docs/formats/entry.md, LoggedScan
 */
export function arrivedBackwards(entries: readonly ReadEntry[]): number[] {
  let highestMs = 0;
  return entries.flatMap((entry) => {
    if (entry.kind !== 'scan') return [];
    const { receivedTimeMs } = entry.scan;
    const isBack = receivedTimeMs < highestMs - ARRIVAL_BACK_MS_MAX;
    highestMs = Math.max(highestMs, receivedTimeMs);
    return isBack ? [entry.logIndex] : [];
  });
}
