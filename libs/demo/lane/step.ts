import type { ScanInput, ScanObject } from '#libs/sdk/device';
import { countryOf, glnOf, type LaneDevice, type LaneParty, partyOfDevice, placeOf, zoneOf } from './cast.js';

const MINUTE_MS = 60_000;

type Claims = NonNullable<ScanInput['claims']>;

/** One scan of the lane. The list of them stands in the order in which they arrive, which is not always that of their times. */
export interface LaneStep {
  readonly device: LaneDevice;
  /** When it happens in the story, milliseconds since 1970 UTC. */
  readonly timeMs: number;
  /** Writes the scan out for a moment: that of the story, or now in the live simulation. */
  scan(timeMs: number): ScanInput;
}

export interface StepFacts {
  /** Local time of the device, `2022-03-22 05:30`. */
  readonly at: string;
  readonly bizStep: string;
  readonly disposition?: string;
  readonly type?: ScanInput['type'];
  readonly action?: ScanInput['action'];
  readonly objects: readonly ScanObject[];
  readonly handTo?: LaneParty;
  /** Default: the party's own place. */
  readonly placeOf?: LaneParty;
  readonly claims?: Claims | ((timeMs: number) => Claims);
}

/** Makes a step of the words of the story. */
export function step(device: LaneDevice, facts: StepFacts): LaneStep {
  const { at, bizStep, disposition, type, action, objects, handTo, claims } = facts;
  const place = facts.placeOf ?? partyOfDevice(device);
  const zoneOffsetMinutes = zoneOf(device);
  return {
    device,
    timeMs: localMs(at, zoneOffsetMinutes),
    scan: (timeMs) => ({
      time: timeMs,
      precision: timeMs % MINUTE_MS === 0 ? 'minute' : 'millisecond',
      zoneOffsetMinutes,
      ...(type && { type }),
      ...(action && { action }),
      objects,
      ...(handTo && { to: glnOf(handTo) }),
      claims: {
        demo: 'true',
        simulated: 'true',
        bizStep,
        disposition,
        readPoint: placeOf(place),
        readPointCountry: countryOf(place),
        ...(typeof claims === 'function' ? claims(timeMs) : claims),
      },
    }),
  };
}

/** @param at `2022-03-22 05:30`. */
export function localMs(at: string, zoneOffsetMinutes: number): number {
  return Date.parse(`${at.replace(' ', 'T')}:00Z`) - zoneOffsetMinutes * 60_000;
}

export const things = (uris: readonly string[]): ScanObject[] => uris.map((uri) => ({ uri }));
export const packed = (parent: string, children: readonly string[]): ScanObject[] => [
  { uri: parent, role: 'parent' },
  ...children.map((uri) => ({ uri, role: 'child' as const })),
];
