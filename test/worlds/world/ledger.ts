import type { MadeScan, TrueSpan, Truth, World, WorldFacts } from './world.js';

/** What truly happens in a world, while it happens. */
export class Ledger {
  private readonly scans: MadeScan[] = [];
  private readonly holders: string[] = [];
  private readonly spans: TrueSpan[] = [];
  private readonly alarms: MadeScan[] = [];
  private readonly ofHolders = new Set<MadeScan>();
  private readonly inside: string[];
  private lacksName = false;

  constructor(private readonly thing: string) {
    this.inside = [thing];
  }

  /** The thing, the unit it is in, and so on. */
  get levels(): readonly string[] {
    return this.inside;
  }
  get outermost(): string {
    return this.inside.at(-1)!;
  }
  get depth(): number {
    return this.inside.length - 1;
  }

  /** A scan of the thing or a unit that it is in. */
  said(scan: MadeScan): MadeScan {
    if (this.holders.length === 0) this.holders.push(scan.party);
    this.scans.push(scan);
    if (scan.party === this.holders.at(-1)) {
      this.ofHolders.add(scan);
      if (scan.alarms.length > 0) this.alarms.push(scan);
    }
    return scan;
  }

  /** A scan of a unit that the thing is not in any more. */
  aside(scan: MadeScan): void {
    this.scans.push(scan);
  }

  gives(isNamed: boolean): void {
    if (!isNamed) this.lacksName = true;
  }

  holds(party: string): void {
    this.holders.push(party);
  }

  packed(from: MadeScan, parent: string): void {
    this.spans.push({ child: this.outermost, parent, from, to: null });
    this.inside.push(parent);
  }

  /** The outermost unit is opened. */
  unpacked(to: MadeScan): void {
    const parent = this.inside.pop();
    const open = this.spans.findIndex((span) => span.parent === parent && span.to === null);
    this.spans[open] = { ...this.spans[open]!, to };
  }

  world({ parties, facts }: { readonly parties: readonly string[]; readonly facts: WorldFacts }): World {
    facts.know(this.scans);
    const { holders, spans, alarms, ofHolders, lacksName } = this;
    const truth: Truth = { holders, spans, alarms, ofHolders, lacksName };
    const scans = this.scans.toSorted((one, other) => one.trueMs - other.trueMs);
    return { object: this.thing, isSet: false, parties, scans, truth, facts };
  }
}
