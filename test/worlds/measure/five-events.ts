import { Action } from '#libs/core/wire';
import { Random } from '../../faults/random.js';
import { Device, HOUR_MS, packing, subject, unpacking } from '../world/devices.js';
import { worldFacts } from '../world/facts.js';
import { Ledger } from '../world/ledger.js';
import { inOrder } from '../world/orders.js';
import type { MadeScan } from '../world/world.js';
import { isRight, tell } from './outcome.js';

const BEGIN_MS = Date.UTC(2026, 0, 5, 8);
const EXACT = { clockMinutes: 0, daysShare: 0 };

/** The lane of two parties and five events: made, packed, shipped, received, unpacked. In how many of its 120 orders it is told right. */
export function fiveEventLane(): { readonly right: number; readonly orders: number } {
  const random = new Random(5);
  const [maker, shop] = ['maker', 'shop'].map((party) => new Device(`${party}/gate`, party, random, EXACT)) as [
    Device,
    Device,
  ];
  const ledger = new Ledger('item');
  ledger.said(maker.scan(BEGIN_MS, { objects: [subject('item')], bizStep: 'commissioning', action: Action.ADD }));
  ledger.packed(ledger.said(maker.scan(BEGIN_MS + HOUR_MS, packing('pallet', 'item'))), 'pallet');
  ledger.said(maker.scan(BEGIN_MS + 2 * HOUR_MS, { objects: [subject('pallet')], bizStep: 'shipping', to: 'shop' }));
  ledger.holds('shop');
  ledger.said(shop.scan(BEGIN_MS + 30 * HOUR_MS, { objects: [subject('pallet')], bizStep: 'receiving' }));
  ledger.unpacked(ledger.said(shop.scan(BEGIN_MS + 31 * HOUR_MS, unpacking('pallet', 'item'))));
  const world = ledger.world({ parties: ['maker', 'shop'], facts: worldFacts({ owner: 'maker' }) });
  const orders = permutations(world.scans);
  return { orders: orders.length, right: orders.filter((order) => isRight(world, tell(world, inOrder(order)))).length };
}

function permutations(scans: readonly MadeScan[]): MadeScan[][] {
  if (scans.length <= 1) return [[...scans]];
  return scans.flatMap((first) => permutations(scans.filter((scan) => scan !== first)).map((rest) => [first, ...rest]));
}
