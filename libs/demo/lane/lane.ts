import { readSource } from '../sources.js';
import { type Consignment, consignment } from './goods.js';
import { type LoggerReading, LOGGER_ZONE_ASSUMED, type LoggerZone, readLogger } from './logger.js';
import { measuring } from './measure.js';
import type { LaneStep } from './step.js';
import { coldStore, packing, pondToPlant } from './story-india.js';
import { customs, distributionAndShop, portAndVessel } from './story-overseas.js';

export interface LaneOptions {
  /** Default: LOGGER_ZONE_ASSUMED. */
  readonly zone?: LoggerZone;
}

/** The simulated lane: shrimp from a pond in Andhra Pradesh to a shop in the United States, in the spring of the real readings. */
export class Lane {
  private readonly readings: readonly LoggerReading[];
  private readonly zone: LoggerZone;

  /** @throws {DemoError} SOURCE_MISSING, SOURCE_MALFORMED */
  constructor({ zone = LOGGER_ZONE_ASSUMED }: LaneOptions = {}) {
    this.zone = zone;
    this.readings = readLogger(readSource('temperature-logger-1.csv'), zone);
  }

  /** All scans of one consignment, in the order of their arrival. */
  steps(goods: Consignment): LaneStep[] {
    const measure = measuring(this.readings, this.zone);
    return [
      ...pondToPlant(goods),
      ...packing(goods, measure),
      ...coldStore(goods, measure),
      ...portAndVessel(goods, measure),
      ...customs(goods),
      ...distributionAndShop(goods),
    ];
  }
}

/** The consignment of the replay. */
export const REPLAYED = consignment(1);

/** The pouch that the shop page and the first links show: it came all the way. */
export const productOf = ({ pallets: [first], lotNumber }: Consignment) => ({
  object: first.cases[0]!.pouches[0]!,
  name: 'Shrimp, farmed, cooked, 200 g',
  facts: `Made by Kakinada Seafood Processing, India. Lot ${lotNumber}. Demo data, simulated: this product does not exist.`,
});
