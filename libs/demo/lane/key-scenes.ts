import type { ScanInput } from '#libs/sdk/device';
import { type DemoDevice, demoKey } from '../parties.js';
import { countryOf, glnOf, type LaneParty, numbering, placeOf } from './cast.js';

/** A device of the lane to whose key something happens, and the one thing that it scans before and after. */
export interface KeyScene {
  readonly what: 'a rotated key' | 'a compromised key' | 'a device after a reset';
  readonly device: string;
  readonly party: LaneParty;
  readonly kind: string;
  readonly object: string;
  /** Of the story, in the order in which the device scans. */
  readonly before: readonly SceneStep[];
  readonly after: readonly SceneStep[];
  /** Of a compromised key: since when it may have been in other hands. */
  readonly sinceMs?: number;
}

interface SceneStep {
  readonly timeMs: number;
  readonly bizStep: string;
  readonly action: 'add' | 'observe';
}

const at = (day: number, hour: number): number => Date.UTC(2022, 2, day, hour);
const POUCH = 2;
const CASE_INDICATOR = 1;
const thing = (name: string): string => numbering.serial(POUCH, name, CASE_INDICATOR);
const made = (timeMs: number): SceneStep => ({ timeMs, bizStep: 'commissioning', action: 'add' });
const seen = (timeMs: number, bizStep: string): SceneStep => ({ timeMs, bizStep, action: 'observe' });

export const KEY_SCENES: readonly KeyScene[] = [
  {
    what: 'a rotated key',
    device: 'lane-plant-scales',
    party: 'plant',
    kind: 'gate',
    object: thing('KEY-ROTATED'),
    before: [made(at(23, 4)), seen(at(23, 5), 'inspecting')],
    after: [seen(at(24, 4), 'storing'), seen(at(25, 4), 'inspecting')],
  },
  {
    what: 'a compromised key',
    device: 'lane-haulier-handheld',
    party: 'haulier',
    kind: 'handheld',
    object: thing('KEY-COMPROMISED'),
    before: [made(at(25, 4)), seen(at(25, 9), 'storing'), seen(at(26, 7), 'inspecting')],
    after: [seen(at(27, 5), 'inspecting')],
    sinceMs: at(26, 0), // between the second scan and the third
  },
  {
    what: 'a device after a reset',
    device: 'lane-cold-store-counter',
    party: 'coldStore',
    kind: 'gate',
    object: thing('DEVICE-RESET'),
    before: [made(at(27, 3)), seen(at(27, 6), 'storing')],
    after: [seen(at(28, 3), 'inspecting'), seen(at(28, 8), 'storing')],
  },
];

export const SCENE_SCANS = KEY_SCENES.reduce((sum, { before, after }) => sum + before.length + after.length, 0);

const SIMULATED = { demo: 'true', simulated: 'true' } as const;

export const sceneDevices = (): DemoDevice[] =>
  KEY_SCENES.map(({ device: id, party, kind }) => ({
    id,
    kind,
    country: countryOf(party),
    partyGln: glnOf(party),
    privateKey: demoKey(id),
    claims: SIMULATED,
  }));

export const sceneScan = ({ party, object }: KeyScene, { timeMs, bizStep, action }: SceneStep): ScanInput => ({
  time: timeMs,
  precision: 'minute',
  zoneOffsetMinutes: 330,
  action,
  objects: [{ uri: object }],
  claims: { ...SIMULATED, bizStep, readPoint: placeOf(party), readPointCountry: countryOf(party) },
});
