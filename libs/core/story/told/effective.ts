import { type Moved, settleTimes, toldOrder, unsettleTimes } from './order.js';
import { NONE, type Placed } from './placed.js';

/** What is undone when scans are taken out again. */
export interface Entering {
  readonly scans: readonly Placed[];
  /** Those of their boots that had another time before. */
  readonly moved: readonly Moved[];
}

/**
 * The scans that have an effect on custody and packing, as the rules ask for them: by boot, by the party they name, by what they
 * pack. And which of them are told already.
 */
export class EffectiveScans {
  /** By boot, ascending by counter. */
  readonly boots: Placed[][] = [];
  private readonly bootsByParty = new Map<number, number[]>();
  private readonly handOvers = new Map<number, Placed[]>();
  private readonly packings = new Map<number, Placed[]>();
  private readonly unpackings = new Map<number, Placed[]>();
  private readonly beginnings: Placed[] = [];
  /** By place among the scans at hand: 1 where it is told. */
  readonly told: Uint8Array;
  /** How many have readings. */
  readings = 0;
  /** The scan with which custody begins (STORY T9). */
  beginning: Placed | null = null;

  constructor(count: number) {
    this.told = new Uint8Array(count);
  }

  /** Boots of a party's devices. */
  bootsOf = (party: number): readonly number[] => this.bootsByParty.get(party) ?? [];
  /** Scans that name a party as receiver, unordered. */
  handOversTo = (party: number): readonly Placed[] => this.handOvers.get(party) ?? [];
  /** Packings of a key into another one. */
  packingsOf = (child: number): readonly Placed[] => this.packings.get(child) ?? [];
  /** Unpackings that a party signed. */
  unpackingsBy = (party: number): readonly Placed[] => this.unpackings.get(party) ?? [];

  add(scans: readonly Placed[]): Entering {
    const moved: Moved[] = [];
    for (const placed of scans) {
      if (placed.hasReadings) this.readings++;
      moved.push(...this.enterBoot(placed));
      for (const list of this.listsOf(placed)) list.push(placed);
    }
    this.beginning = this.findBeginning();
    return { scans, moved };
  }

  /** Takes out what entered last. */
  remove({ scans, moved }: Entering): void {
    for (const placed of scans.toReversed()) {
      if (placed.hasReadings) this.readings--;
      const boot = this.boots[placed.boot]!;
      boot.splice(boot.indexOf(placed), 1);
      for (const list of this.listsOf(placed)) list.pop();
    }
    unsettleTimes(moved.toReversed());
    this.beginning = this.findBeginning();
  }

  private enterBoot(placed: Placed): Moved[] {
    const boot = (this.boots[placed.boot] ??= []);
    const boots = listIn(this.bootsByParty, placed.party);
    if (!boots.includes(placed.boot)) boots.push(placed.boot);
    let place = boot.length;
    while (place > 0 && boot[place - 1]!.scan.counter > placed.scan.counter) place--;
    boot.splice(place, 0, placed);
    return settleTimes(boot, place);
  }

  private listsOf(placed: Placed): Placed[][] {
    const lists: Placed[][] = [];
    if (placed.to !== NONE && placed.moves) lists.push(listIn(this.handOvers, placed.to));
    if (placed.packing?.packs) for (const child of placed.packing.children) lists.push(listIn(this.packings, child));
    if (placed.packing?.packs === false) lists.push(listIn(this.unpackings, placed.party));
    if (mayBegin(placed)) lists.push(this.beginnings);
    return lists;
  }

  /** STORY T9. */
  private findBeginning(): Placed | null {
    let best: Placed | null = null;
    for (const placed of this.beginnings) if (!best || beginsBefore(placed, best)) best = placed;
    // What says who had it first need not be the first that this party did with it.
    let first = best;
    for (const placed of this.beginnings)
      if (first && placed.party === first.party && placed.isByOwner === first.isByOwner && toldOrder(placed, first) < 0)
        first = placed;
    return first;
  }
}

const mayBegin = ({ moves, namesThing, party, isByOwner, isOwnerless }: Placed): boolean =>
  moves && namesThing && party !== NONE && (isByOwner || isOwnerless);

/** Who had it first: the owner; without owner whoever commissioned it first by time, else whoever's scan was logged first. */
function beginsBefore(one: Placed, other: Placed): boolean {
  if (one.isByOwner !== other.isByOwner) return one.isByOwner;
  if (!one.isByOwner) {
    if (one.commissions !== other.commissions) return one.commissions;
    if (!one.commissions) return one.at < other.at;
  }
  return toldOrder(one, other) < 0;
}

function listIn<Item>(lists: Map<number, Item[]>, key: number): Item[] {
  const known = lists.get(key);
  if (known) return known;
  const list: Item[] = [];
  lists.set(key, list);
  return list;
}
