import type { KeyText } from '#libs/core/entries';
import { PartyKind, Precision } from '#libs/core/wire';
import { actOf, commissions, receiverOf } from './reading.js';
import { ownTimeMs } from './order.js';
import { NONE, type Placed, type PlacedPacking } from './placed.js';
import { Names } from './names.js';
import { ACTS_AS_HOLDER, RECEIVES } from './steps-of-holders.js';
import { type ScanAtHand } from './scan-at-hand.js';
import type { Reuse, StoryFacts } from './story-facts.js';

/** The scans of a story as the engine works with them, and what is known of the thing. */
export class Scene {
  readonly keys = new Names();
  readonly parties = new Names();
  readonly boots = new Names();
  readonly placed: readonly Placed[];
  /** Whether the thing is a class by its URI; null: the scan with which custody begins says it. */
  readonly isClass: boolean | null;
  readonly reuse: Reuse;
  /** Keys that the thing could be in, and keys of loggers that could be put with it. */
  private readonly relevant: ReadonlySet<KeyText>;

  constructor(
    readonly object: KeyText,
    scans: readonly ScanAtHand[],
    private readonly facts: StoryFacts,
  ) {
    // The thing is THING.
    this.keys.numberOf(object);
    this.isClass = facts.isClass(object);
    this.reuse = facts.reuseOf(object);
    this.relevant = relevantKeys(object, scans, facts);
    this.placed = scans.map((scan, at) => this.place(scan, at));
  }

  private place(scan: ScanAtHand, at: number): Placed {
    const { facts, object } = this;
    const party = facts.partyOf(scan.device);
    const owners = facts.ownersOf(object, scan.logIndex);
    const ownKey = facts.ownKeyOf(scan.device);
    const receiver = receiverOf(scan, party);
    const kind = party === null ? null : facts.kindOf(party);
    const thing = scan.objects.find(({ key }) => key === object);
    const packing = this.packingOf(scan);
    return {
      scan,
      at,
      party: party === null ? NONE : this.parties.numberOf(party),
      boot: this.boots.numberOf(`${scan.device} ${scan.boot}`),
      ownKey: ownKey === null ? NONE : this.keys.numberOf(ownKey),
      moves: ownKey === null && scan.errorDeclaration === null,
      keys: scan.objects.flatMap(({ key }) => (this.relevant.has(key) ? [this.keys.numberOf(key)] : [])),
      namesThing: thing !== undefined,
      isClass: thing?.isClass ?? false,
      to: receiver === null ? NONE : this.parties.numberOf(receiver),
      packing,
      isDay: scan.precision === Precision.DAY,
      hasReadings: scan.hasReadings || ownKey !== null,
      receives: scan.bizStep !== null && RECEIVES.has(scan.bizStep),
      actsAsHolder: packing?.packs === false || (scan.bizStep !== null && ACTS_AS_HOLDER.has(scan.bizStep)),
      commissions: thing !== undefined && commissions(scan, thing),
      isByOwner: party !== null && (party === owners.owner || owners.makers.includes(party)),
      isOwnerless: owners.owner === null && owners.makers.length === 0,
      isAuthority: kind === PartyKind.AUTHORITY || kind === PartyKind.INSPECTION,
      alarms: facts.alarmsOf(scan),
      timeMs: ownTimeMs(scan),
      rank: scan.logIndex,
    };
  }

  private packingOf(scan: ScanAtHand): PlacedPacking | null {
    const act = actOf(scan);
    // An event that declares an earlier one wrong says that again; it packs nothing a second time.
    if (!act || scan.errorDeclaration) return null;
    const isOfThing = act.parent === this.object && this.reuse !== 'never';
    const children = isOfThing ? act.children : act.children.filter((key) => this.relevant.has(key));
    return {
      packs: act.packs,
      parent: this.keys.numberOf(act.parent),
      children: children.map((key) => this.keys.numberOf(key)),
      loggers: act.children.filter((key) => this.facts.isOwnKey(key)).map((key) => this.keys.numberOf(key)),
      isWhole: !act.packs && act.children.length === 0,
    };
  }
}

function relevantKeys(object: KeyText, scans: readonly ScanAtHand[], facts: StoryFacts): Set<KeyText> {
  const relevant = new Set([object]);
  for (const scan of scans) {
    const act = actOf(scan);
    if (!act) continue;
    relevant.add(act.parent);
    for (const key of act.children) if (facts.isOwnKey(key)) relevant.add(key);
  }
  for (const { device } of scans) {
    const own = facts.ownKeyOf(device);
    if (own !== null) relevant.add(own);
  }
  return relevant;
}
