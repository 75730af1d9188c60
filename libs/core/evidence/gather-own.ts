import { operatorKey } from '#libs/core/wire';
import { keyText, type ReadEntry } from '#libs/core/entries';
import { partiesOf, scansOf, TrailCache } from './trail-cache.js';
import type { TrailReader } from './trail-reader.js';

/** A page of the entries that name an object, without its story. */
export interface OwnEntries {
  /** Ascending by log index: the page, and the trails of the devices, parties and operator behind it. */
  readonly entries: readonly ReadEntry[];
  /** Log indexes of the page itself. */
  readonly own: readonly number[];
  /** Log index from which the next page goes on, null on the last one. */
  readonly next: number | null;
}

/**
 * Reads a page of the entries that name an object. A story needs all that was before, and is told as far as a bundle has room; the
 * entries themselves are reached at any length of the trail, at a cost that does not grow with it.
 *
 * @param object object key, 32 bytes
 * @param size of the checkpoint
 * @param from first log index of the page
 * @param limit entries of the page at most
 * @throws {WireError} for entries that are not of this format.
 */
export async function gatherOwnEntries(input: {
  readonly object: Uint8Array;
  readonly origin: string;
  readonly size: number;
  readonly from: number;
  readonly limit: number;
  readonly reader: TrailReader;
}): Promise<OwnEntries> {
  const { object, origin, size, from, limit } = input;
  const cache = new TrailCache(input.reader, size);
  // One more than the page holds, to know where the next one begins.
  const [list] = await cache.parts([{ key: keyText(object), from, limit: limit + 1 }]);
  const found = list!;
  const page = found.slice(0, limit);
  const scans = scansOf(page);
  const operator = keyText(operatorKey(origin));
  const devices = scans.map(({ device }) => device);
  await cache.loadWhole([operator, ...devices]);
  const parties = scans.flatMap((scan) => partiesOf(scan, cache));
  await cache.loadWhole(parties);
  const own = page.map(({ logIndex }) => logIndex);
  const behind = [operator, ...devices, ...parties].flatMap((key) => cache.trail(key));
  return {
    entries: cache.entriesAt([...own, ...behind]),
    own,
    next: found[limit]?.logIndex ?? null,
  };
}
