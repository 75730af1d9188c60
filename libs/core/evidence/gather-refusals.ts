import { isEventOf, keyText, type KeyText, type ReadEntry, type ReadScan } from '#libs/core/entries';
import { bytesEqual, EventKind, lastCounterOf, type RefusedBody, refusalsKey } from '#libs/core/wire';

/** Trails that are loaded when they are asked for. */
export interface TrailsToLoad {
  loadWhole(keys: readonly KeyText[]): Promise<void>;
  /** Log indexes of a trail that was loaded. */
  trail(key: KeyText): readonly number[];
  entriesAt(logIndexes: Iterable<number>): ReadEntry[];
}

/** A scan below which counters were not logged. */
const hasHole = ({ scan }: ReadScan): boolean => scan.after + 1 < scan.counter;

/**
 * Finds the refusals that explain holes directly below some scans: they stand on a trail of their own, which may be longer than all that
 * the device has scanned. One more round trip, and only where there is a hole.
 *
 * @returns log indexes, ascending
 */
export async function explainingRefusals(scans: readonly ReadScan[], cache: TrailsToLoad): Promise<number[]> {
  const above = scans.filter(hasHole);
  if (above.length === 0) return [];
  const trailOf = ({ scan }: ReadScan): KeyText => keyText(refusalsKey(scan.device));
  await cache.loadWhole(above.map(trailOf));
  const explaining = new Set<number>();
  for (const scan of above)
    for (const entry of cache.entriesAt(cache.trail(trailOf(scan))))
      if (explains(entry, scan)) explaining.add(entry.logIndex);
  return [...explaining].sort((one, other) => one - other);
}

function explains(entry: ReadEntry, { scan }: ReadScan): boolean {
  if (entry.kind !== 'event' || !isEventOf(entry, EventKind.REFUSED)) return false;
  const { statement, ranges = [] }: RefusedBody = entry.body;
  const isInHole = (first: number, last: number): boolean => first < scan.counter && scan.after < last;
  return bytesEqual(statement.boot, scan.boot) && ranges.some((range) => isInHole(range.first, lastCounterOf(range)));
}
