import { CONTAINMENT_DEPTH_MAX } from '../types.js';
import type { ToldPacking, ToldSpanEnd } from './told-story.js';
import { toleranceMs } from './order.js';
import { type Placed, type PlacedPacking, THING } from './placed.js';

/** A unit that the thing is in. */
export interface Level {
  readonly key: number;
  /** The packing that put into it what is inside. */
  readonly packed: Placed;
}
/** The units that the thing is in, from the inside to the outside. */
export type Chain = readonly Level[];

/** The end of the time that something spent in a unit. */
export interface LeftLevel {
  readonly child: number;
  readonly level: Level;
  readonly end: ToldSpanEnd;
}

export interface ChainNote {
  readonly act: ToldPacking['act'];
  readonly child: number;
  readonly parent: number;
  readonly outcome: ToldPacking['outcome'];
}

/** What a scan did to a chain. */
export interface ChainMove {
  readonly chain: Chain;
  readonly left: readonly LeftLevel[];
  readonly notes: readonly ChainNote[];
}

const NOTHING: readonly never[] = [];

/** Place of a key: 0 the thing, 1 the unit around it and so on; -1 where it is none of them. */
export function placeIn(chain: Chain, key: number): number {
  if (key === THING) return 0;
  for (let place = 0; place < chain.length; place++) if (chain[place]!.key === key) return place + 1;
  return -1;
}

/** The key at a place. */
export const keyAt = (chain: Chain, place: number): number => (place === 0 ? THING : chain[place - 1]!.key);

/**
 * What a scan does to the units that the thing is in: packings, unpackings, and what is seen without its unit.
 *
 * @param acts whether its signer holds the thing. Else nothing moves, and the notes say so.
 */
export function moveChain(chain: Chain, placed: Placed, acts: boolean): ChainMove {
  const { packing } = placed;
  if (!packing && (chain.length === 0 || !acts)) return { chain, left: NOTHING, notes: NOTHING };
  const moved = packing
    ? packing.packs
      ? pack(chain, placed, packing, acts)
      : unpack(chain, packing, acts)
    : { chain, left: NOTHING, notes: NOTHING };
  // What cannot be moves nothing.
  if (!acts || moved.notes.some(({ outcome }) => outcome === 'cycle')) return { ...moved, chain, left: NOTHING };
  return leaveWhatIsSeenAlone(moved, placed);
}

function pack(given: Chain, placed: Placed, { parent, children }: PlacedPacking, acts: boolean): ChainMove {
  const notes: ChainNote[] = [];
  const left: LeftLevel[] = [];
  let chain = given;
  const note = (child: number, outcome: ChainNote['outcome']): void =>
    void notes.push({ act: 'packed', child, parent, outcome });
  // From the outside in: a gate that reads pallet and cases on one lorry says nothing new of the cases on the pallet.
  for (let place = given.length; place >= 0; place--) {
    const child = keyAt(given, place);
    if (!children.includes(child)) continue;
    const parentPlace = placeIn(chain, parent);
    if (parentPlace > place) continue;
    if (parentPlace >= 0) note(child, 'cycle');
    else if (!acts) note(child, 'not confirmed');
    else if (place + 1 > CONTAINMENT_DEPTH_MAX) note(child, 'too deep');
    else {
      left.push(...endFrom(chain, place, 'packed elsewhere'));
      chain = [...chain.slice(0, place), { key: parent, packed: placed }];
      note(child, 'confirmed');
    }
  }
  return { chain, left, notes };
}

function unpack(chain: Chain, { parent, children, isWhole }: PlacedPacking, acts: boolean): ChainMove {
  const parentPlace = placeIn(chain, parent);
  const note = (child: number, outcome: ChainNote['outcome']): ChainNote => ({
    act: 'unpacked',
    child,
    parent,
    outcome,
  });
  if (parentPlace > 0) {
    const inside = keyAt(chain, parentPlace - 1);
    if (isWhole || children.includes(inside)) {
      if (!acts) return { chain, left: NOTHING, notes: [note(inside, 'not confirmed')] };
      const left = endFrom(chain, parentPlace - 1, 'unpacked');
      return { chain: chain.slice(0, parentPlace - 1), left, notes: [note(inside, 'confirmed')] };
    }
  }
  const named: ChainNote[] = [];
  for (let place = 0; place <= chain.length; place++) {
    const child = keyAt(chain, place);
    if (!children.includes(child) || (acts && parentPlace > place)) continue;
    named.push(note(child, acts ? 'was not in it' : 'not confirmed'));
  }
  return { chain, left: NOTHING, notes: named };
}

/**
 * Its holder scans something without the unit it should be in: it is there no more, but nobody said when it left. Only where the scan
 * cannot lie before the packing by any clock: what was seen a moment before it was packed has not left.
 */
function leaveWhatIsSeenAlone(moved: ChainMove, placed: Placed): ChainMove {
  const { chain, left, notes } = moved;
  for (let place = 0; place < chain.length; place++) {
    const { key, packed } = chain[place]!;
    if (!placed.keys.includes(keyAt(chain, place)) || placed.keys.includes(key) || !isClearlyAfter(placed, packed))
      continue;
    return { chain: chain.slice(0, place), left: [...left, ...endFrom(chain, place, 'seen alone')], notes };
  }
  return moved;
}

function isClearlyAfter(placed: Placed, packed: Placed): boolean {
  if (placed.boot === packed.boot) return placed.scan.counter > packed.scan.counter;
  return placed.timeMs > packed.timeMs + toleranceMs(placed, packed);
}

/** What is at a place leaves its unit, and all units around that. */
function endFrom(chain: Chain, place: number, end: ToldSpanEnd): LeftLevel[] {
  return chain.slice(place).map((level, outer) => ({
    child: keyAt(chain, place + outer),
    level,
    end: outer === 0 ? end : 'left with its content',
  }));
}
