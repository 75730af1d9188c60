import type { KeyText } from '#libs/core/entries';

/**
 * `first`: the story turns on it, or it says something against the thing (beginning, hand-over, packing, disposition, a reading outside).
 * `acting`: any other by a party that acts. `unconfirmed`: by one that acts as a holder, and that no holder named. `other`: by anybody else.
 */
export type Weight = 'first' | 'acting' | 'unconfirmed' | 'other';

/** A scan that a bundle may hold. */
export interface Candidate {
  readonly logIndex: number;
  /** Null: no enrolment says whose device it is. */
  readonly party: KeyText | null;
  readonly weight: Weight;
  /** Log indexes of the entries that have to stand beside it: the key trails of its device and parties. */
  readonly behind: readonly number[];
}

/** Places that every acting party has, whatever the others do. */
const PLACES_OF_PARTY_MIN = 100;
/** Scans of all parties together that do not act: the first and the newest of each. */
const PLACES_OF_OTHERS_MAX = 60;

/**
 * Chooses what one bundle holds where there is more: what the story turns on, then the newest, and nobody crowds out another.
 *
 * @param candidates ascending by log index
 * @param fixed log indexes that are in it in any case
 * @param entriesMax entries in all
 * @returns log indexes of the chosen scans, ascending
 * @see docs/formats/evidence.md, What is left out
 */
export function chooseScans(
  candidates: readonly Candidate[],
  { fixed, entriesMax }: { readonly fixed: readonly number[]; readonly entriesMax: number },
): number[] {
  const room = new Room(fixed, entriesMax);
  for (const candidate of inOrder(candidates)) room.take(candidate);
  return [...room.chosen].sort((one, other) => one - other);
}

function inOrder(candidates: readonly Candidate[]): Candidate[] {
  const newestFirst = candidates.toReversed();
  const acting = newestFirst.filter(({ weight }) => weight === 'first' || weight === 'acting');
  const unconfirmed = newestFirst.filter(({ weight }) => weight === 'unconfirmed');
  const firsts = acting.filter(({ weight }) => weight === 'first');
  // The story begins with its first scan: without it nothing of what follows can be told.
  const begin = candidates.filter(({ weight }) => weight === 'first').slice(0, 1);
  const places = inTurns(byParty(acting).map((ofParty) => preferred(ofParty).slice(0, PLACES_OF_PARTY_MIN)));
  const branches = inTurns(byParty(unconfirmed).map(endsFirst));
  return [...begin, ...places, ...ofOthers(newestFirst), ...branches, ...firsts, ...acting];
}

/** The first of each list, then the second of each: what one party brings with it leaves no other one without a place. */
function inTurns(lists: readonly (readonly Candidate[])[]): Candidate[] {
  const turns = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: turns }, (_, turn) => lists.flatMap((list) => list.slice(turn, turn + 1))).flat();
}

/** Its first scan, which began its branch, then the newest. */
const endsFirst = (newestFirst: readonly Candidate[]): Candidate[] =>
  [...newestFirst.slice(-1), ...newestFirst.slice(0, -1)].slice(0, PLACES_OF_PARTY_MIN);

/** What weighs more, then the newest. */
const preferred = (newestFirst: readonly Candidate[]): Candidate[] => [
  ...newestFirst.filter(({ weight }) => weight === 'first'),
  ...newestFirst.filter(({ weight }) => weight !== 'first'),
];

/** The newest and the first scan of each party that does not act, the party that scanned last before the others. */
function ofOthers(newestFirst: readonly Candidate[]): Candidate[] {
  const others = newestFirst.filter(({ weight }) => weight === 'other');
  const ends = byParty(others).flatMap((ofParty) => (ofParty.length > 1 ? [ofParty[0]!, ofParty.at(-1)!] : ofParty));
  return ends.slice(0, PLACES_OF_OTHERS_MAX);
}

function byParty(candidates: readonly Candidate[]): Candidate[][] {
  const parties = new Map<KeyText | null, Candidate[]>();
  for (const candidate of candidates) {
    const known = parties.get(candidate.party);
    if (known) known.push(candidate);
    else parties.set(candidate.party, [candidate]);
  }
  return [...parties.values()];
}

/** The places of a bundle. */
class Room {
  readonly chosen = new Set<number>();
  private readonly taken: Set<number>;

  constructor(
    fixed: readonly number[],
    private readonly entriesMax: number,
  ) {
    this.taken = new Set(fixed);
  }

  /** Takes a scan with what stands behind it, if there is room for all of that. */
  take({ logIndex, behind }: Candidate): void {
    if (this.chosen.has(logIndex)) return;
    const added = new Set([logIndex, ...behind].filter((one) => !this.taken.has(one)));
    if (this.taken.size + added.size > this.entriesMax) return;
    for (const one of added) this.taken.add(one);
    this.chosen.add(logIndex);
  }
}
