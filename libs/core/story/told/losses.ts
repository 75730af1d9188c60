import type { EffectiveScans } from './effective.js';
import { fillsHole } from './scan-at-hand.js';
import type { Placed } from './placed.js';
import type { OpenHandOver } from './state.js';
import type { Change } from './timeline.js';
import type { Step } from './told-step.js';

/**
 * STORY T8: how long a hand-over that nobody has taken over yields to a packing below it, milliseconds after it arrived: a device
 * that sends what it kept for a weekend.
 */
const YIELDS_WITHIN_MS = 48 * 60 * 60_000;

/** What a change would take away from a story. */
export interface Losses {
  readonly isLost: boolean;
  /** Hand-overs that yield to what entered. */
  readonly yielded: readonly OpenHandOver[];
}

/** STORY T7: whether earlier holders, or hand-overs that had an effect, are lost by a change that is made. */
export function lossesOf(change: Change, steps: readonly Step[], scans: EffectiveScans): Losses {
  const { from, removed, added, entering } = change;
  const gone = custodyOf(removed);
  const isCustodyKept = isSubsequence(gone, custodyOf(added));
  const pairs = removed.filter(({ gives, takes }) => gives !== null || takes !== null);
  const after = [added];
  if (isCustodyKept && pairs.every((step) => isKept(after, step))) return NOTHING_LOST;
  const behind = steps.slice(from + added.length);
  const ahead = steps.slice(0, from);
  after.push(ahead, behind);
  const before = [ahead, removed, behind];
  const mayGo = partiesOfBefore(before, scans, entering.scans);
  if (!isCustodyKept && losesHolder(change, { ahead, behind }, mayGo)) return LOST;
  const yielded: OpenHandOver[] = [];
  for (const { gives, takes } of pairs) {
    // Who took over from whom stands: nobody is slipped in between.
    if (takes && !isTaken(after, takes) && !mayGo?.(takes)) return LOST;
    if (!gives || isGiven(after, gives) || mayGo?.(gives)) continue;
    if (isTaken(before, gives) || !yields(gives, change)) return LOST;
    yielded.push(gives);
  }
  return { isLost: false, yielded };
}

const NOTHING_LOST: Losses = { isLost: false, yielded: [] };
const LOST: Losses = { isLost: true, yielded: [] };

const isKept = (after: readonly (readonly Step[])[], { gives, takes }: Step): boolean =>
  (gives === null || isGiven(after, gives)) && (takes === null || isTaken(after, takes));

const isSamePair = (one: OpenHandOver, other: OpenHandOver): boolean =>
  one.giver === other.giver && one.receiver === other.receiver;

const isGiven = (parts: readonly (readonly Step[])[], pair: OpenHandOver): boolean =>
  parts.some((part) => part.some(({ gives }) => gives !== null && isSamePair(gives, pair)));

const isTaken = (parts: readonly (readonly Step[])[], pair: OpenHandOver): boolean =>
  parts.some((part) => part.some(({ takes }) => takes !== null && isSamePair(takes, pair)));

function custodyOf(steps: readonly Step[]): number[] {
  const parties: number[] = [];
  for (const { standing, placed } of steps)
    if (standing === 'began' || standing === 'took over') parties.push(placed.party);
  return parties;
}

interface Around {
  readonly ahead: readonly Step[];
  readonly behind: readonly Step[];
}

function losesHolder({ removed, added }: Change, { ahead, behind }: Around, mayGo: MayGo | undefined): boolean {
  const after = [ahead, added, behind].flatMap(custodyOf);
  const before = [ahead, removed, behind].flatMap(custodyOf).filter((party) => !mayGo?.party(party));
  // Of a class each has some: nobody stands before another one.
  if (removed.at(-1)!.state.isClass) return before.some((party) => !after.includes(party));
  return !isSubsequence(before, after);
}

function isSubsequence(some: readonly number[], all: readonly number[]): boolean {
  let place = 0;
  for (const one of all) if (place < some.length && some[place] === one) place++;
  return place === some.length;
}

/** STORY T8; and a named party that takes over outweighs another one that the same holder named and that has not. */
function yields({ given, giver }: OpenHandOver, { entering, added }: Change): boolean {
  const isBelow = ({ packing, boot, scan }: Placed): boolean =>
    packing !== null &&
    fillsHole(scan) &&
    boot === given.boot &&
    scan.counter < given.scan.counter &&
    scan.receivedTimeMs <= given.scan.receivedTimeMs + YIELDS_WITHIN_MS;
  if (entering.scans.some(isBelow)) return true;
  return added.some(({ takes, placed }) => takes?.giver === giver && entering.scans.includes(placed));
}

interface MayGo {
  (handOver: OpenHandOver): boolean;
  party(party: number): boolean;
}

/** STORY T9: a late beginning moves custody from parties whose scans all lie before it. */
function partiesOfBefore(
  parts: readonly (readonly Step[])[],
  { beginning }: EffectiveScans,
  entered: readonly Placed[],
): MayGo | undefined {
  if (!beginning || !entered.includes(beginning)) return undefined;
  const latest = new Map<number, number>();
  for (const { placed } of parts.flat())
    latest.set(placed.party, Math.max(placed.timeMs, latest.get(placed.party) ?? placed.timeMs));
  const party = (one: number): boolean =>
    one !== beginning.party && (latest.get(one) ?? beginning.timeMs) < beginning.timeMs;
  // Who signs for the owner says who had it; anybody else does not make a named party, which may have it, unnamed.
  const handOver = ({ giver, receiver }: OpenHandOver): boolean =>
    party(giver) && (beginning.isByOwner || party(receiver));
  return Object.assign(handOver, { party });
}
