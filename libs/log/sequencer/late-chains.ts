import type pg from 'pg';
import { bytesEqual } from '#libs/core/wire';
import type { BootSegment, BootState, ChainReach } from './boots.js';
import { keyOf } from '#libs/log/ledger';
import type { HeldScan, HeldScans } from './held-scans.js';
import { type History, type LoggedStatement, readBelow } from './history.js';
import type { Placement } from './placement.js';
import type { ScanView } from './scan-view.js';

/** A segment whose late scans have chained further. */
export interface ChainWrite {
  readonly bootNumber: number;
  readonly openedIndex: number;
  readonly chain: ChainReach;
}

export interface LateInput {
  readonly client: pg.Client;
  readonly held: HeldScans;
  readonly history: History;
  readonly placement: Placement;
}

interface Pending {
  readonly boot: BootState;
  readonly segment: BootSegment;
  readonly chain: ChainReach;
  readonly waiting: readonly HeldScan[];
  /** Lowest counter that waits. */
  readonly lowest: number;
}

// What the log has below the last statement is read so far at once: 0.3 s and 4 MB. A longer way down takes several attempts, each of
// which goes on where the one before ended; who waits above it sends again.
const ROWS_MAX = 8_192;

/**
 * Decides about late scans, those whose segment has ended: a scan is logged when all statements from it up to the last one are there
 * and chain. From the last statement downwards each one says by its `previous` what the one before must be, so that whoever has only
 * the old key gets nothing in. Those that chain are logged in ascending order; what has waited long enough is sent away.
 *
 * @returns how far the segments have chained, for the transaction.
 * @see docs/formats/entry.md, Keys that age
 */
export async function chainLate(input: LateInput): Promise<ChainWrite[]> {
  const { client, held, history, placement } = input;
  if (placement.late.size === 0) return [];
  const all = [...placement.late].flatMap((boot) =>
    pendingOf(
      boot,
      held.lateOf(boot.bootNumber).filter((one) => placement.mayStillChain(one, boot)),
    ),
  );
  for (const { boot, waiting } of all) for (const { view } of waiting) history.wantRefused(boot, view.counter);
  await history.load();
  const logged = await readDown(client, all);
  return all.flatMap((pending, index) => {
    const { boot, segment, waiting } = pending;
    for (const { counter, statement } of logged[index]!.rows) history.remember(boot, counter, statement);
    const chain = follow(pending, logged[index]!, placement);
    for (const one of waiting) if (held.isHeld(one)) placement.settleLate(one, boot, chain);
    placement.letFollowersGo(boot);
    if (segment.chain?.from === chain.from && segment.chain.needs === chain.needs) return [];
    segment.chain = chain;
    return [{ bootNumber: boot.bootNumber, openedIndex: segment.openedIndex, chain }];
  });
}

/** By segment. */
function pendingOf(boot: BootState, late: readonly HeldScan[]): Pending[] {
  return boot.segments.flatMap((segment) => {
    const { from, to, lastHash } = segment;
    if (to === undefined || !lastHash) return [];
    const waiting = late.filter(({ view }) => from <= view.counter && view.counter <= to);
    if (waiting.length === 0) return [];
    const lowest = waiting.reduce((least, { view }) => Math.min(least, view.counter), Infinity);
    return [{ boot, segment, chain: segment.chain ?? { from: to + 1, needs: lastHash }, waiting, lowest }];
  });
}

interface Logged {
  /** Of one segment, descending, without those that have chained before. */
  readonly rows: readonly { readonly counter: number; readonly statement: LoggedStatement }[];
  /** Whether these are all that the log has down to the counter before the lowest that waits. */
  readonly isComplete: boolean;
}

/** What the log holds of the counters on the way down, of all segments in one query. */
async function readDown(client: pg.Client, all: readonly Pending[]): Promise<Logged[]> {
  const rowsMax = Math.max(1, Math.floor(ROWS_MAX / Math.max(1, all.length)));
  const spans = all.map(({ boot, chain, lowest }) => ({
    bootNumber: boot.bootNumber,
    from: lowest - 1, // its neighbour below as well, whose hash its `previous` is compared with
    below: chain.from,
  }));
  const found = await readBelow(client, spans, rowsMax);
  return found.map((rows) => ({ rows, isComplete: rows.length < rowsMax }));
}

/** Goes down from where the chain ended, through what is logged and what waits, and logs of the latter what chains. */
function follow(
  { boot, segment, chain, waiting, lowest }: Pending,
  { rows, isComplete }: Logged,
  placement: Placement,
): ChainReach {
  const logged = new Map(rows.map(({ counter, statement }) => [counter, statement]));
  const byHash = new Map(waiting.map((one) => [keyOf(one.view.statementHash), one]));
  // Below it nobody has looked: what is not in `logged` may be there all the same.
  const readTo = isComplete ? 0 : rows.at(-1)!.counter;
  const chained: HeldScan[] = [];
  let { from, needs } = chain;
  while (needs && from > Math.max(lowest, segment.from) && from - 1 > readTo) {
    const counter = from - 1;
    const there = logged.get(counter);
    if (there && !bytesEqual(there.hash, needs)) {
      needs = null;
      break;
    }
    if (there) needs = there.statement.previous;
    else {
      const next = byHash.get(keyOf(needs));
      if (next?.view.counter !== counter || !placement.admitsChained(next, boot)) break;
      chained.push(next);
      needs = previousIn(next.view);
    }
    from = counter;
  }
  for (const one of chained.toReversed()) placement.logChained(one, boot);
  return { from, needs };
}

/** A copy: it outlives the record that the scan came in. */
const previousIn = ({ bytes, previousAt }: ScanView): Buffer =>
  Buffer.from(bytes.subarray(previousAt, previousAt + 32));
