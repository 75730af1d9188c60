import { Action, PartyKind } from '#libs/core/wire';
import type { Random } from '../../faults/random.js';
import { DAY_MS, type Device, HOUR_MS, MINUTE_MS, packing, type ScanOrder, subject, unpacking } from './devices.js';
import { Crew } from './crew.js';
import { worldFacts } from './facts.js';
import { Ledger } from './ledger.js';
import type { World } from './world.js';

export interface WorldOptions {
  /** Clocks are wrong by at most so much, minutes. */
  readonly clockMinutes: number;
  readonly daysShare: number;
  /** Share of hand-overs that name nobody. */
  readonly namelessShare: number;
  /** Units around the thing when it leaves its maker. */
  readonly depth: number;
  /** The units go on to others when the thing has left them, and say so. */
  readonly unitsGoOn: boolean;
  /** Nobody here owns the code. */
  readonly isOwnerless?: boolean;
}

/** Something is outside the band in every third stay. */
const ALARMS_SHARE = 1 / 3;
/** Two lorries at one ramp: every tenth hand-over takes minutes. */
const RAMPS_SHARE = 1 / 10;

const ITEM = 'item';
const BEGIN_MS = Date.UTC(2026, 0, 5, 8);

/** A lane as trade knows it: made, packed, shipped from hand to hand, repacked on the way, unpacked and sold. */
export class HonestLane {
  private readonly ledger = new Ledger(ITEM);
  private readonly crews: readonly Crew[];
  private readonly officer: Crew;
  private nowMs = BEGIN_MS;
  private unitCount = 0;

  constructor(
    private readonly random: Random,
    private readonly options: WorldOptions,
  ) {
    const count = 3 + Math.floor(random.next() * 4);
    this.crews = Array.from({ length: count }, (_, place) => new Crew(`party ${place}`, random, options));
    this.officer = new Crew('customs', random, options);
  }

  run(): World {
    const [maker, ...others] = this.crews as [Crew, ...Crew[]];
    this.make(maker);
    let holder = maker;
    for (const [place, next] of others.entries()) {
      this.handOver(holder, next);
      holder = next;
      this.stay(holder, place === others.length - 1);
    }
    const facts = worldFacts({
      owner: this.options.isOwnerless ? null : maker.party,
      kinds: { customs: PartyKind.AUTHORITY },
    });
    const parties = [...this.crews.map(({ party }) => party), this.officer.party];
    return this.ledger.world({ parties, facts });
  }

  private make(maker: Crew): void {
    const units = Array.from({ length: this.options.depth }, () => this.newUnit());
    for (const unit of units) if (this.random.next() < 0.3) this.before(maker, unit);
    this.say(maker.any(), { objects: [subject(ITEM)], bizStep: 'commissioning', action: Action.ADD });
    for (const unit of units) this.pack(maker, unit);
  }

  /** What the unit was scanned for before the thing came into it. */
  private before(maker: Crew, unit: string): void {
    this.ledger.aside(maker.any().scan(this.nowMs, { objects: [subject(unit)], bizStep: 'storing' }));
    this.nowMs += this.random.between(2, 30) * HOUR_MS;
  }

  private handOver(giver: Crew, receiver: Crew): void {
    const isNamed = this.random.next() >= this.options.namelessShare;
    this.ledger.gives(isNamed);
    const bizStep = this.random.pick(['shipping', 'departing', 'loading']);
    this.say(giver.any(), { objects: [subject(this.ledger.outermost)], bizStep, to: isNamed ? receiver.party : null });
    if (this.random.next() < 0.4)
      this.say(giver.any(), { objects: [subject(this.ledger.outermost)], bizStep: 'departing' });
    const isAtRamp = this.random.next() < RAMPS_SHARE;
    this.nowMs += isAtRamp ? this.random.between(3, 30) * MINUTE_MS : this.random.between(HOUR_MS, 4 * DAY_MS);
    this.ledger.holds(receiver.party);
    const arrives = this.random.pick(['receiving', 'accepting', 'receiving']);
    this.say(receiver.any(), { objects: [subject(this.ledger.outermost)], bizStep: arrives });
  }

  private stay(holder: Crew, isLast: boolean): void {
    if (this.random.next() < 0.5)
      this.say(holder.any(), { objects: [subject(this.ledger.outermost)], bizStep: 'storing' });
    if (this.random.next() < 0.6) this.read(holder);
    if (this.random.next() < 0.2)
      this.say(this.officer.any(), { objects: [subject(this.ledger.outermost)], bizStep: 'inspecting' });
    if (isLast) this.unpackAll(holder);
    else if (this.ledger.depth > 1 && this.random.next() < 0.4) this.repack(holder);
  }

  private read(holder: Crew): void {
    const alarms = this.random.next() < ALARMS_SHARE ? (['reading outside'] as const) : [];
    // Seen without its unit, a thing has left it: sensors on the way speak of the outermost.
    const objects = [subject(this.ledger.outermost)];
    this.say(holder.any(), { objects, bizStep: 'sensor_reporting', readings: true, alarms });
  }

  private repack(holder: Crew): void {
    this.unpack(holder);
    this.pack(holder, this.newUnit());
  }

  private unpackAll(holder: Crew): void {
    while (this.ledger.depth > 0) {
      this.unpack(holder);
      if (this.random.next() < 0.3)
        this.say(holder.any(), { objects: [subject(this.ledger.outermost)], bizStep: 'storing' });
    }
    this.say(holder.any(), { objects: [subject(ITEM)], bizStep: 'retail_selling' });
  }

  private pack(packer: Crew, unit: string): void {
    this.ledger.packed(this.say(packer.any(), packing(unit, this.ledger.outermost)), unit);
  }

  private unpack(holder: Crew): void {
    const unit = this.ledger.outermost;
    const inside = this.random.next() < 0.5 ? this.ledger.levels.at(-2)! : null;
    this.ledger.unpacked(this.say(holder.any(), unpacking(unit, inside)));
    if (this.options.unitsGoOn) this.goesOn(holder, unit);
  }

  /** The empty unit goes to somebody else. */
  private goesOn(holder: Crew, unit: string): void {
    const to = this.random.pick(this.crews.filter((crew) => crew !== holder));
    this.ledger.aside(
      holder.any().scan(this.nowMs + 30 * MINUTE_MS, { objects: [subject(unit)], bizStep: 'shipping', to: to.party }),
    );
    this.ledger.aside(to.any().scan(this.nowMs + 5 * HOUR_MS, { objects: [subject(unit)], bizStep: 'receiving' }));
  }

  private say(device: Device, order: ScanOrder): ReturnType<Ledger['said']> {
    this.nowMs += this.random.between(2, 90) * MINUTE_MS;
    return this.ledger.said(device.scan(this.nowMs, order));
  }

  private newUnit(): string {
    this.unitCount++;
    return `unit ${this.unitCount}`;
  }
}
