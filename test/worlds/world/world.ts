import type { Alarm, NamedObject, ScanAtHand, StoryFacts } from '#libs/core/story';

/** A scan as it was made, before anybody knows when it will be logged. */
export interface MadeScan extends Omit<ScanAtHand, 'logIndex' | 'after' | 'receivedTimeMs'> {
  /** When it truly happened, milliseconds since 1970 UTC. */
  readonly trueMs: number;
  /** When its device sends it. */
  readonly sentMs: number;
  readonly party: string;
  readonly alarms: readonly Alarm[];
  readonly objects: readonly NamedObject[];
}

/** A time that one thing truly spent in a unit. */
export interface TrueSpan {
  readonly child: string;
  readonly parent: string;
  readonly from: MadeScan;
  readonly to: MadeScan | null;
}

/** What truly happened to the thing. */
export interface Truth {
  /** Who had it, one after the other; of a set, who got some of it. */
  readonly holders: readonly string[];
  readonly spans: readonly TrueSpan[];
  /** What was said against it by who had it then. */
  readonly alarms: readonly MadeScan[];
  /** Scans by who had it, and by nobody else. */
  readonly ofHolders: ReadonlySet<MadeScan>;
  /** A hand-over names nobody. */
  readonly lacksName: boolean;
}

/** A world: some parties, one thing or set that they pass on, and what their devices said of it. */
export interface World {
  readonly object: string;
  readonly isSet: boolean;
  readonly parties: readonly string[];
  /** In the order in which they truly happened. */
  readonly scans: readonly MadeScan[];
  readonly truth: Truth;
  readonly facts: WorldFacts;
}

/** Facts of a world; a scan is known again by its device, boot and counter. */
export interface WorldFacts extends StoryFacts {
  /** Makes an alarm of a scan known. */
  know(scans: readonly MadeScan[]): void;
}

export const scanName = ({ device, boot, counter }: Pick<ScanAtHand, 'device' | 'boot' | 'counter'>): string =>
  `${device} ${boot} ${counter}`;
