import { leafHash, treeRoot } from '#libs/core/tlog';
import { LIMITS, type RefusedBody } from '#libs/core/wire';
import type { WaitingRefusal } from './waiting-refusals.js';

/** Counters without a hole, both ends included. */
export interface CounterSpan {
  readonly first: number;
  readonly last: number;
}

/** What one entry tells of. */
export interface RefusalGroup {
  readonly refusals: readonly WaitingRefusal[];
  readonly spans: readonly CounterSpan[];
}

/**
 * What the next entry of a device tells of: what has waited longest, and with it all of its boot and reason, from the lowest counter
 * on, as far as one entry has room.
 *
 * @param waiting of one device, not empty
 */
export function nextGroup(waiting: readonly WaitingRefusal[]): RefusalGroup {
  const oldest = waiting.reduce((one, other) => (isEarlier(other, one) ? other : one));
  const alike = waiting
    .filter(({ boot, reason }) => boot.equals(oldest.boot) && reason === oldest.reason)
    .sort((one, other) => one.counter - other.counter);
  return groupOf(alike);
}

/** @param refusals of one boot and reason, by counter; those that have no room are left out. */
export function groupOf(refusals: readonly WaitingRefusal[]): RefusalGroup {
  const spans: { first: number; last: number }[] = [];
  const taken: WaitingRefusal[] = [];
  for (const refusal of refusals) {
    const { counter } = refusal;
    const span = spans.at(-1);
    if (span && counter === span.last + 1) span.last = counter;
    else if (spans.length < LIMITS.refusedRangesMax) spans.push({ first: counter, last: counter });
    else break;
    taken.push(refusal);
  }
  return { refusals: taken, spans };
}

/** @see docs/formats/entry.md, RefusedBody */
export function bodyOf({ refusals, spans }: RefusalGroup, timeMs: number): RefusedBody {
  const [first, last] = [refusals[0]!, refusals.at(-1)!];
  return {
    statement: first.statement,
    reason: first.reason,
    timeMs,
    ...(last !== first && { last: last.statement }),
    ranges: spans.map((span) => (span.last === span.first ? { first: span.first } : span)),
    root: treeRoot(refusals.map(({ statementHash }) => leafHash(statementHash))),
  };
}

const isEarlier = (one: WaitingRefusal, other: WaitingRefusal): boolean =>
  one.refusedTimeMs < other.refusedTimeMs || (one.refusedTimeMs === other.refusedTimeMs && one.counter < other.counter);
