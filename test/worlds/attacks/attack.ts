import { tellByTime } from '../../../libs/core/story/by-time.js';
import type { Random } from '../../faults/random.js';
import { Device, MINUTE_MS, type ScanOrder } from '../world/devices.js';
import { asSent, type Logged } from '../world/orders.js';
import type { MadeScan, World } from '../world/world.js';

/** A hand-over that truly took place, with the scan by which the receiver took over. */
export interface Passage {
  readonly given: MadeScan;
  readonly taken: MadeScan;
  /** What the receiver took over: the outermost unit. */
  readonly unit: string;
}

/** What somebody does to the story of others. */
export interface Attack {
  readonly name: string;
  /** Largest share of worlds in which it may take something away. */
  readonly goal: number;
  /** He holds the thing himself, and may say who has it: alarms alone are looked at. */
  readonly isByHolder?: boolean;
  /** @returns his scans, in the order in which he sends them; undefined where the world gives no occasion */
  make(scene: AttackScene): AttackPlan | undefined;
}

export interface AttackPlan {
  readonly scans: readonly MadeScan[];
  /** Honest scans that are another one now: a counter was kept free. */
  readonly instead?: ReadonlyMap<MadeScan, MadeScan>;
  /** He sends nothing before this time, milliseconds since 1970 UTC. */
  readonly fromMs: number;
  /** He sends nothing after this time; else he may as long as anybody sends. */
  readonly untilMs?: number;
}

/** A world under attack: after the receiver's scan is logged. */
export class AttackScene {
  constructor(
    readonly world: World,
    readonly log: readonly Logged[],
    readonly passage: Passage,
    readonly random: Random,
  ) {}

  /** When the receiver's scan is logged and it is told as holder: what it needs for that may come later than its scan. */
  get takenLoggedMs(): number {
    const { log, world, passage } = this;
    const scan = log.findIndex(({ made }) => made === passage.taken);
    for (let size = scan + 1; size <= log.length; size++) {
      const { holders } = tellByTime(world.object, log.slice(0, size), world.facts);
      if (holders.some(({ party }) => party === passage.taken.party)) return log[size - 1]!.receivedTimeMs + 1;
    }
    return log.at(-1)!.receivedTimeMs + 1;
  }

  /** Scans by a device that was never used before: nothing that it counted holds its times back. */
  scan(party: string, trueMs: number, order: ScanOrder): MadeScan {
    const device = `${party}/spare ${this.spares++}`;
    return new Device(device, party, this.random, { clockMinutes: 0, daysShare: 0 }).scan(Math.floor(trueMs), order);
  }
  private spares = 0;

  /** A moment between two. */
  between(fromMs: number, toMs: number): number {
    return this.random.between(Math.min(fromMs, toMs), Math.max(fromMs, toMs));
  }

  /** The units that the thing was in at a time, the innermost first. */
  unitsAt(timeMs: number): string[] {
    const { spans } = this.world.truth;
    const isThere = spans.filter(({ from, to }) => from.trueMs <= timeMs && (to === null || to.trueMs > timeMs));
    const units: string[] = [];
    for (let inside = this.world.object; ;) {
      const around = isThere.find(({ child }) => child === inside);
      if (!around) return units;
      units.push(around.parent);
      inside = around.parent;
    }
  }
}

/** Passages of a world, in order. */
export function passagesOf({ scans }: World): Passage[] {
  const passages: Passage[] = [];
  for (const given of scans) {
    const unit = given.objects[0]!.key;
    if (given.to === null || given.objects.length > 1) continue;
    const taken = scans.find(
      ({ party, trueMs, objects }) => party === given.to && trueMs > given.trueMs && objects[0]!.key === unit,
    );
    if (taken) passages.push({ given, taken, unit });
  }
  return passages;
}

/** The log with the scans of an attack in it, sent one minute after the other from a moment on. */
export function logWith(world: World, { scans, instead, fromMs, untilMs }: AttackPlan, random: Random): Logged[] {
  const honest = world.scans.map((scan) => instead?.get(scan) ?? scan);
  const endMs = untilMs ?? Math.max(...honest.map(({ sentMs }) => sentMs)) + MINUTE_MS;
  const startMs = random.between(Math.min(fromMs, endMs), endMs);
  const sent = scans.map((scan, place) => ({ ...scan, sentMs: Math.max(scan.trueMs, startMs + place * MINUTE_MS) }));
  return asSent([...honest, ...sent]);
}
