import type { Chain } from './chain.js';
import { NONE, type Placed } from './placed.js';
import type { Reuse } from './story-facts.js';

/** What is known of the thing beside its scans. */
export interface Thing {
  /** Null: the scan with which custody begins says it. */
  readonly isClass: boolean | null;
  readonly reuse: Reuse;
}

/** A holder has named a party, which has not taken over yet. */
export interface OpenHandOver {
  readonly given: Placed;
  readonly giver: number;
  readonly receiver: number;
}

/** Who had custody before the last taking-over, and what the thing was in then. */
export interface PreviousHolder {
  readonly party: number;
  readonly taking: Placed;
  readonly chain: Chain;
}

/** A unit that the thing was taken out of a moment ago, and those that it was in within. */
export interface RecentUnit {
  readonly chain: Chain;
  readonly ended: Placed;
}

/** A logger that a holder put with the thing, or with a unit that it is in. */
export interface AttachedLogger {
  readonly key: number;
  readonly parent: number;
  readonly packed: Placed;
}

/** What is so between two steps of a story. Never changed: a step that changes nothing has the state before it. */
export interface State {
  /** NONE before the beginning; of a class, who began. */
  readonly holder: number;
  readonly isClass: boolean;
  readonly open: OpenHandOver | null;
  readonly previous: PreviousHolder | null;
  /** Who held it before, each once. */
  readonly former: readonly number[];
  readonly chain: Chain;
  /** The newest last. */
  readonly recent: readonly RecentUnit[];
  readonly loggers: readonly AttachedLogger[];
  /** Of a class: who has some of it, in the order in which they got it; and who was named. */
  readonly members: readonly number[];
  readonly named: readonly OpenHandOver[];
  /** Of a thing that is used again: what is in it, since when nothing is, and its use, from 1. */
  readonly content: readonly number[];
  readonly emptySinceMs: number;
  readonly use: number;
}

export const BEGINNING: State = {
  holder: NONE,
  isClass: false,
  open: null,
  previous: null,
  former: [],
  chain: [],
  recent: [],
  loggers: [],
  members: [],
  named: [],
  content: [],
  emptySinceMs: 0,
  use: 1,
};

/** Whether a party holds the thing, or some of the class. */
export const holds = (state: State, party: number): boolean =>
  state.isClass ? state.members.includes(party) : state.holder === party && party !== NONE;

/** Whether the same units were left a moment ago: what follows hangs on them where there are readings. */
export const sameRecent = (one: State, other: State): boolean =>
  sameLists(one.recent, other.recent, (a, b) => a.ended === b.ended && sameChain(a.chain, b.chain));

/** Whether everything that follows is the same after two states, readings of units that were left apart (`sameRecent`). */
export function sameState(one: State, other: State): boolean {
  if (one === other) return true;
  return (
    one.holder === other.holder &&
    one.isClass === other.isClass &&
    one.use === other.use &&
    one.emptySinceMs === other.emptySinceMs &&
    sameHandOver(one.open, other.open) &&
    samePrevious(one.previous, other.previous) &&
    sameChain(one.chain, other.chain) &&
    sameLists(one.former, other.former, Object.is) &&
    sameLists(
      one.loggers,
      other.loggers,
      (a, b) => a.key === b.key && a.parent === b.parent && a.packed === b.packed,
    ) &&
    sameLists(one.members, other.members, Object.is) &&
    sameLists(one.named, other.named, sameHandOver) &&
    sameLists(one.content, other.content, Object.is)
  );
}

/** Whether what follows hangs on the times of some scans. */
export function refersTo(
  { open, previous, chain, recent, loggers, named }: State,
  scans: ReadonlySet<Placed>,
): boolean {
  const isOf = ({ packed }: { readonly packed: Placed }): boolean => scans.has(packed);
  return (
    (open !== null && scans.has(open.given)) ||
    (previous !== null && (scans.has(previous.taking) || previous.chain.some(isOf))) ||
    chain.some(isOf) ||
    recent.some((left) => scans.has(left.ended) || left.chain.some(isOf)) ||
    loggers.some(isOf) ||
    named.some(({ given }) => scans.has(given))
  );
}

const sameHandOver = (one: OpenHandOver | null, other: OpenHandOver | null): boolean =>
  one === other || (one !== null && other !== null && one.given === other.given);

const samePrevious = (one: PreviousHolder | null, other: PreviousHolder | null): boolean =>
  one === other ||
  (one !== null &&
    other !== null &&
    one.party === other.party &&
    one.taking === other.taking &&
    sameChain(one.chain, other.chain));

/** Whether two chains were made by the same packings. */
export const sameChain = (one: Chain, other: Chain): boolean =>
  sameLists(one, other, (a, b) => a.key === b.key && a.packed === b.packed);

function sameLists<Item>(one: readonly Item[], other: readonly Item[], same: (a: Item, b: Item) => boolean): boolean {
  if (one === other) return true;
  if (one.length !== other.length) return false;
  for (let place = 0; place < one.length; place++) if (!same(one[place]!, other[place]!)) return false;
  return true;
}
