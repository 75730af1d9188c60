import type pg from 'pg';
import { bytesEqual } from '#libs/core/wire';
import { readBelow } from './history.js';

/** The end of a segment of counters that an event closed. */
export interface SegmentEnd {
  readonly bootNumber: number;
  /** Counter of the last statement that the event names. */
  readonly to: number;
  /** Hash of that statement. */
  readonly lastHash: Uint8Array | null;
}

export interface ChainWalk {
  /** This counter and all above it, up to the last one, are logged and chain; one above the last where none is. */
  readonly from: number;
  /** Hash that the statement before must have. */
  readonly needs: Uint8Array | null;
  /** Why it did not go on: it was to go no further, the counter before is not logged, or another statement is. */
  readonly end: 'reached' | 'missing' | 'other';
}

// 4 MB of entries at once.
const ROWS_AT_ONCE = 4_096;

/** Goes down through what is logged, from the last statement of a segment to a counter. */
export async function walkChain(client: pg.Client, segment: SegmentEnd, downTo: number): Promise<ChainWalk> {
  const { bootNumber, to, lastHash } = segment;
  let from = to + 1;
  let needs = lastHash;
  while (from > downTo) {
    const [logged] = await readBelow(client, [{ bootNumber, from: downTo, below: from }], ROWS_AT_ONCE);
    if (logged!.length === 0) return { from, needs, end: 'missing' };
    for (const { counter, statement } of logged!) {
      if (counter !== from - 1) return { from, needs, end: 'missing' };
      if (!needs || !bytesEqual(statement.hash, needs)) return { from, needs, end: 'other' };
      needs = statement.statement.previous;
      from = counter;
    }
  }
  return { from, needs, end: 'reached' };
}
