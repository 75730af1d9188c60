import type { ReadEntries, ReadEntry } from '#libs/core/entries';

/** Part of one trail. */
export interface TrailRequest {
  /** Key of an object, device, party or operator, 32 bytes. */
  readonly key: Uint8Array;
  /** First log index that is wanted. */
  readonly from: number;
  /** First log index that is no longer wanted: the size of the checkpoint. */
  readonly before: number;
  /** Entries at most. */
  readonly limit: number;
}

/** Counters of one boot. */
export interface HeaderRequest {
  /** Device key, 32 bytes. */
  readonly device: Uint8Array;
  /** 16 bytes. */
  readonly boot: Uint8Array;
  /** First counter. */
  readonly from: number;
  /** Last counter. */
  readonly to: number;
}

/**
 * Reads trails. `readTrails` answers one list for each request, in their order: the entries that name the key, ascending by log index, as many as
 * there are up to the limit; none is an empty list. It may answer from a cache: an entry never changes, and of a trail that was
 * read before `before` nothing does.
 *
 * An entry stands on several trails, and a question asks for many of them: every entry of an answer is one that `entries` has, and is
 * read only where it was not there.
 */
export abstract class TrailReader {
  /** @throws {WireError}, {ScanError} for entries that are not of this format. */
  abstract readTrails(
    requests: readonly TrailRequest[],
    entries: ReadEntries,
  ): Promise<readonly (readonly ReadEntry[])[]>;

  /**
   * SHA-256 of the headers of the logged scans with these counters: one list for each request, in their order, ascending by counter. A
   * counter that is not logged ends its list. The callers ask for at most CHAIN_HEADERS_MAX at once.
   */
  abstract readHeaderHashes(requests: readonly HeaderRequest[]): Promise<readonly (readonly Uint8Array[])[]>;

  /**
   * For each time, in milliseconds since 1970 UTC, a log index below which no scan arrived at that time or later. 0 is always right: what is
   * nearer spares reading.
   */
  abstract firstIndexes(timesMs: readonly number[]): Promise<readonly number[]>;
}
