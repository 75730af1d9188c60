import type { Alarm } from './story-facts.js';
import type { ScanAtHand } from './scan-at-hand.js';

/** In the place of a party, key or device that is not there. */
export const NONE = -1;
/** The thing of a story, as a key. */
export const THING = 0;

/** A packing or unpacking, with those of its children that can matter to the thing. */
export interface PlacedPacking {
  readonly packs: boolean;
  readonly parent: number;
  readonly children: readonly number[];
  /** Those of the children that are loggers or trackers. */
  readonly loggers: readonly number[];
  /** An unpacking of all there is. */
  readonly isWhole: boolean;
}

/**
 * A scan as the engine works with it: parties, keys and boots are small numbers, and what its claims mean for the rules is read
 * once. Objects that are neither the thing nor anything it could be in are left out.
 */
export interface Placed {
  readonly scan: ScanAtHand;
  /** Place among the scans at hand, in log order. */
  readonly at: number;
  readonly party: number;
  /** A boot of a device: its counters are one sequence. */
  readonly boot: number;
  /** Own key of a logger or tracker, NONE for other devices. */
  readonly ownKey: number;
  /** False for loggers and trackers, which only read, and for events that declare an earlier one wrong. */
  readonly moves: boolean;
  readonly keys: readonly number[];
  readonly namesThing: boolean;
  readonly isClass: boolean;
  /** Party that it names as receiver. */
  readonly to: number;
  readonly packing: PlacedPacking | null;
  /** The device knows the day alone. */
  readonly isDay: boolean;
  readonly hasReadings: boolean;
  /** Its step says that it received the thing. */
  readonly receives: boolean;
  /** It acts as somebody who has the thing: receives, accepts, loads, unpacks, stocks or sells. */
  readonly actsAsHolder: boolean;
  readonly commissions: boolean;
  /** Signed by the owner of the code or a maker for it, as the log knew them then. */
  readonly isByOwner: boolean;
  /** The log knew no owner of the code then. */
  readonly isOwnerless: boolean;
  readonly isAuthority: boolean;
  readonly alarms: readonly Alarm[];
  /** STORY T1: when it is told, milliseconds since 1970 UTC; and among scans of one time, in which order. Set among its boot. */
  timeMs: number;
  rank: number;
}
