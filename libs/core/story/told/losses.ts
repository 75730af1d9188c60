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
  if (removed.length === 0) return { isLost: false, yielded: [] };
  const behind = steps.slice(from + added.length);
  const ahead = steps.slice(0, from);
  const before = [ahead, removed, behind];
  const mayGo = partiesOfBefore(before, scans, entering.scans);
  if (losesHolder(change, { ahead, behind }, mayGo)) return { isLost: true, yielded: [] };
  const yielded: OpenHandOver[] = [];
  const isIn = (parts: readonly (readonly Step[])[], pair: OpenHandOver): boolean =>
    parts.some((part) => part.some(({ gives }) => gives !== null && isSamePair(gives, pair)));
  for (const { gives } of removed) {
    if (!gives || isIn([added, ahead, behind], gives)) continue;
    if (mayGo?.(gives)) continue;
    if (isTaken(before, gives) || !yields(gives, change)) return { isLost: true, yielded: [] };
    yielded.push(gives);
  }
  return { isLost: false, yielded };
}

const isSamePair = (one: OpenHandOver, other: OpenHandOver): boolean =>
  one.giver === other.giver && one.receiver === other.receiver;

const isTaken = (parts: readonly (readonly Step[])[], pair: OpenHandOver): boolean =>
  parts.some((part) => part.some(({ takes }) => takes !== null && isSamePair(takes, pair)));

const custodyOf = (steps: readonly Step[]): number[] =>
  steps.flatMap(({ standing, placed }) => (standing === 'began' || standing === 'took over' ? [placed.party] : []));

interface Around {
  readonly ahead: readonly Step[];
  readonly behind: readonly Step[];
}

function losesHolder({ removed, added }: Change, { ahead, behind }: Around, mayGo: MayGo | undefined): boolean {
  const gone = custodyOf(removed);
  if (gone.length === 0) return false;
  const come = custodyOf(added);
  if (isSubsequence(gone, come)) return false;
  const isKept = (party: number): boolean => !mayGo?.party(party);
  const after = [...custodyOf(ahead), ...come, ...custodyOf(behind)];
  const before = [...custodyOf(ahead), ...gone, ...custodyOf(behind)].filter(isKept);
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
