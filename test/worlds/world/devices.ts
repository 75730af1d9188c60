import { Action, EventType, Precision, Role } from '#libs/core/wire';
import type { Alarm, NamedObject } from '#libs/core/story';
import type { Random } from '../../faults/random.js';
import type { MadeScan } from './world.js';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** When a device sends what it has. */
type Habit = 'at once' | 'nightly' | 'late';

export interface DeviceOptions {
  /** Its clock is wrong by at most so much, minutes. */
  readonly clockMinutes: number;
  /** Share of devices that know the day alone. */
  readonly daysShare: number;
}

/** What a device is told to scan. */
export interface ScanOrder {
  readonly objects: readonly NamedObject[];
  readonly bizStep: string;
  readonly eventType?: EventType;
  readonly action?: Action;
  readonly to?: string | null;
  readonly readings?: boolean;
  readonly alarms?: readonly Alarm[];
}

/** One in eight devices is switched off and on again somewhere on the way. */
const BOOTS_SHARE = 1 / 8;
/** One scan in twenty stays in the memory of its device when the others are sent. */
const STRAYS_SHARE = 1 / 20;
/** A stray comes at most so much later. */
const STRAYS_MS = 2 * DAY_MS;

/** A device of a party: its clock, its habits, its counter. */
export class Device {
  private boot = 0;
  private counter = 0;
  private readonly clockMs: number;
  private readonly habit: Habit;
  private readonly isDay: boolean;

  constructor(
    readonly name: string,
    readonly party: string,
    private readonly random: Random,
    { clockMinutes, daysShare }: DeviceOptions,
  ) {
    this.clockMs = Math.round(random.between(-clockMinutes, clockMinutes) * MINUTE_MS);
    this.habit = random.pick<Habit>(['at once', 'at once', 'at once', 'nightly', 'nightly', 'late']);
    this.isDay = random.next() < daysShare;
  }

  scan(trueMs: number, order: ScanOrder): MadeScan {
    if (this.counter > 0 && this.random.next() < BOOTS_SHARE / 4) this.restart();
    this.counter++;
    const clock = trueMs + this.clockMs;
    return {
      trueMs,
      sentMs: this.sendsAt(trueMs),
      party: this.party,
      device: this.name,
      boot: `boot ${this.boot}`,
      counter: this.counter,
      eventTimeMs: this.isDay ? Math.floor(clock / DAY_MS) * DAY_MS : clock,
      precision: this.isDay ? Precision.DAY : Precision.MILLISECOND,
      eventType: order.eventType ?? EventType.OBJECT,
      action: order.action ?? Action.OBSERVE,
      objects: order.objects,
      to: order.to ?? null,
      bizStep: order.bizStep,
      destination: { possessing: null, owning: null },
      hasReadings: order.readings ?? false,
      eventId: null,
      errorDeclaration: null,
      informationProvider: null,
      alarms: order.alarms ?? [],
    };
  }

  private restart(): void {
    this.boot++;
    this.counter = 0;
  }

  private sendsAt(trueMs: number): number {
    const stray = this.random.next() < STRAYS_SHARE ? this.random.between(0, STRAYS_MS) : 0;
    if (this.habit === 'at once') return trueMs + this.random.between(1, 60) * 1_000 + stray;
    // At two in the night.
    if (this.habit === 'nightly') return (Math.floor(trueMs / DAY_MS) + 1) * DAY_MS + 2 * HOUR_MS + stray;
    return trueMs + this.random.between(2 * HOUR_MS, 5 * DAY_MS) + stray;
  }
}

export const subject = (key: string): NamedObject => ({ key, role: Role.SUBJECT, isClass: false });
export const lot = (key: string): NamedObject => ({ key, role: Role.SUBJECT, isClass: true });
export const parent = (key: string): NamedObject => ({ key, role: Role.PARENT, isClass: false });
export const child = (key: string): NamedObject => ({ key, role: Role.CHILD, isClass: false });

/** An order to pack a child into a parent, or to take it out. */
export const packing = (into: string, what: string): ScanOrder => ({
  objects: [parent(into), child(what)],
  bizStep: 'packing',
  eventType: EventType.AGGREGATION,
  action: Action.ADD,
});
export const unpacking = (from: string, what: string | null): ScanOrder => ({
  objects: [parent(from), ...(what === null ? [] : [child(what)])],
  bizStep: 'unpacking',
  eventType: EventType.AGGREGATION,
  action: Action.DELETE,
});
