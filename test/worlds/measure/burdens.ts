import { Random } from '../../faults/random.js';
import { Device, DAY_MS, HOUR_MS, MINUTE_MS, packing, type ScanOrder, subject, unpacking } from '../world/devices.js';
import { worldFacts } from '../world/facts.js';
import { inOrder, type Logged, shuffled } from '../world/orders.js';
import type { MadeScan, WorldFacts } from '../world/world.js';

/** A bundle that shall be dear to tell. */
export interface Burden {
  readonly name: string;
  /** It is known to be too dear beyond so many entries, and is not told: an open matter. */
  readonly entriesMost?: number;
  make(count: number, random: Random): readonly Logged[];
}

export const BURDEN_FACTS: WorldFacts = worldFacts({ owner: 'maker' });
export const BURDEN_THING = 'item';

const BEGIN_MS = Date.UTC(2026, 0, 5, 8);
const EXACT = { clockMinutes: 0, daysShare: 0 };

/** Devices by name, each a sequence of its own. */
class Yard {
  private readonly devices = new Map<string, Device>();
  readonly scans: MadeScan[] = [];

  constructor(private readonly random: Random) {}

  scan(name: string, minutes: number, order: ScanOrder): MadeScan {
    const device = this.devices.get(name) ?? new Device(name, name.split('/')[0]!, this.random, EXACT);
    this.devices.set(name, device);
    const scan = device.scan(BEGIN_MS + Math.round(minutes * MINUTE_MS), order);
    this.scans.push(scan);
    return scan;
  }
}

const sees = (key: string, bizStep = 'storing', to: string | null = null): ScanOrder => ({
  objects: [subject(key)],
  bizStep,
  to,
});
const thing = (bizStep?: string, to?: string): ScanOrder => sees(BURDEN_THING, bizStep, to ?? null);

/** Made, handed over and received: what every burden stands on. */
function lane(yard: Yard): void {
  yard.scan('maker/gate', 0, thing('commissioning'));
  yard.scan('maker/gate', 5, packing('box', BURDEN_THING));
  yard.scan('maker/gate', 10, sees('box', 'shipping', 'carrier'));
  yard.scan('carrier/gate', DAY_MS / MINUTE_MS, sees('box', 'receiving'));
  yard.scan('carrier/gate', (2 * DAY_MS) / MINUTE_MS, sees('box', 'shipping', 'shop'));
  yard.scan('shop/gate', (4 * DAY_MS) / MINUTE_MS, sees('box', 'receiving'));
}

/** The lane, and then scans as somebody sends them, in an order of his own. */
const after =
  (fill: (yard: Yard, nth: number, count: number) => void, arrange = (scans: MadeScan[]): MadeScan[] => scans) =>
  (count: number, random: Random): Logged[] => {
    const yard = new Yard(random);
    lane(yard);
    const first = yard.scans.length;
    for (let nth = 0; yard.scans.length < count; nth++) fill(yard, nth, count);
    const scans = yard.scans.slice(0, count);
    return inOrder([...scans.slice(0, first), ...arrange(scans.slice(first))]);
  };

const backwards = (scans: MadeScan[]): MadeScan[] => scans.toReversed();
const DAYS = DAY_MS / MINUTE_MS;

export const BURDENS: readonly Burden[] = [
  { name: 'a holder scans, in order', make: after((yard, nth) => yard.scan('shop/gate', 5 * DAYS + nth, sees('box'))) },
  {
    name: 'a holder scans, backwards',
    make: after((yard, nth) => yard.scan('shop/gate', 5 * DAYS + nth, sees('box')), backwards),
  },
  { name: 'from hand to hand, any order', make: handToHand },
  {
    name: 'all wait for a name',
    make: after((yard, nth) => {
      // The name stands on a unit that the thing never gets into before it.
      if (nth === 0) yard.scan('shop/desk', 5 * DAYS + 50, packing('van', 'box'));
      if (nth === 0) yard.scan('stranger/desk', 5 * DAYS + 55, sees('van', 'shipping', 'waiter'));
      yard.scan(`waiter/${nth % 8}`, 5 * DAYS + (nth % 50) + nth / 1e4, thing('storing'));
    }, backwards),
  },
  {
    name: 'all wait for a receiver',
    make: after((yard, nth, count) => {
      if (nth === 0) yard.scan('shop/desk', 5 * DAYS, sees('box', 'shipping', 'client'));
      if (yard.scans.length === count - 1) yard.scan('client/phone', 9 * DAYS, sees('box', 'receiving'));
      else yard.scan(`shop/${nth % 8}`, 5 * DAYS + 1 + nth / 100, sees('box'));
    }),
  },
  {
    name: 'all lose effect: unpackings of before',
    make: after((yard, nth) => yard.scan(`carrier/${nth}`, 1.5 * DAYS + nth / 10, unpacking('box', null))),
  },
  {
    name: 'all lose effect: hand-overs of before',
    make: after(
      (yard, nth) =>
        yard.scan(`carrier/${nth % 4}`, 1.5 * DAYS + nth / 10, sees('box', 'shipping', `accomplice ${nth % 7}`)),
      backwards,
    ),
  },
  {
    name: 'all lose effect: pairs with accomplices',
    make: after((yard, nth) => {
      yard.scan(`carrier/${nth % 9}`, 1.4 * DAYS + nth / 10, sees('box', 'shipping', `accomplice ${nth % 9}`));
      yard.scan(`accomplice ${nth % 9}/x`, 1.4 * DAYS + nth / 10 + 1, sees('box', 'receiving'));
    }, backwards),
  },
  {
    name: 'alternating: late and good, late and without effect',
    make: after((yard, nth) => {
      yard.scan('shop/gate', 5 * DAYS + nth, sees('box'));
      yard.scan(`carrier/${nth}`, 1.5 * DAYS + nth / 10, unpacking('box', null));
    }, backwards),
  },
  {
    name: 'in and out, backwards',
    make: after((yard, nth) => {
      yard.scan('shop/gate', 5 * DAYS + 3 * nth, packing('van', 'box'));
      yard.scan('shop/gate', 5 * DAYS + 3 * nth + 1, unpacking('van', 'box'));
    }, backwards),
  },
  {
    name: 'packed again and again below a long tail',
    make: after((yard, nth, count) => {
      if (nth < count / 2)
        yard.scan('shop/gate', 20 * DAYS + nth, {
          ...sees('box'),
          objects: [subject('box'), subject('van'), subject('lorry')],
        });
      else
        yard.scan(
          'shop/desk',
          5 * DAYS + 2000 - nth,
          nth % 2 === 0 ? packing(nth % 4 === 0 ? 'van' : 'lorry', 'box') : unpacking('van', 'box'),
        );
    }),
  },
  {
    name: 'grabs by a hundred strangers',
    make: after(
      (yard, nth) =>
        yard.scan(`stranger ${nth % 100}/x`, 5 * DAYS + nth, sees('box', 'receiving', `stranger ${(nth + 7) % 100}`)),
      backwards,
    ),
  },
  {
    name: 'a new boot for every scan',
    make: after((yard, nth) => yard.scan(`shop/${nth}`, 5 * DAYS + nth, sees('box')), backwards),
  },
  {
    name: 'one day, nobody knows the hour',
    // Three holders, sixty boots, and every scan at the same time: each one that comes changes all behind it (0140).
    entriesMost: 100,
    make: (count, random) => {
      const yard = new Yard(random);
      lane(yard);
      for (let nth = 0; yard.scans.length < count; nth++)
        yard.scan(
          `${['shop', 'client', 'carrier'][nth % 3]}/${nth % 12}`,
          6 * DAYS + nth / 100,
          sees('box', nth % 2 ? 'receiving' : 'shipping', ['client', 'carrier', 'shop'][(nth * 7) % 3]),
        );
      return shuffled(
        yard.scans.map((scan) => ({
          ...scan,
          precision: 3,
          eventTimeMs: Math.floor(scan.eventTimeMs / DAY_MS) * DAY_MS,
        })),
        random,
      );
    },
  },
];

/** Two parties pass it to each other, and their scans come in any order. */
function handToHand(count: number, random: Random): Logged[] {
  const yard = new Yard(random);
  lane(yard);
  for (let nth = 0; yard.scans.length < count; nth++) {
    const [giver, taker] = nth % 2 === 0 ? ['shop', 'client'] : ['client', 'shop'];
    yard.scan(`${giver}/gate`, (5 + nth / 4) * DAYS, sees('box', 'shipping', taker));
    yard.scan(`${taker}/gate`, (5 + nth / 4) * DAYS + (4 * HOUR_MS) / MINUTE_MS, sees('box', 'receiving'));
  }
  return shuffled(yard.scans.slice(0, count), random);
}
