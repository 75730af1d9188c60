import { objectKey } from '#libs/core/wire';
import { type KeyText, keyText, type ReadScan } from '#libs/core/entries';
import {
  type ScanAtHand,
  storyByTime,
  type StoryByTime,
  type StoryFacts,
  type ToldStory,
  type UnitToRead,
  urisOf,
} from '#libs/core/story';
import { enrolmentsIn } from './enrolments.js';
import { fairCut } from './fair-cut.js';
import { partiesOf, type TrailCache } from './trail-cache.js';
import { UnitTrails } from './unit-trails.js';
import type { TrailReader } from './trail-reader.js';

/** Scans that are told for one thing at most: telling takes half a second for as many, and a bundle holds no more. */
export const TOLD_SCANS_MAX = 2_000;

/** A story with all that it was told from. */
export interface StoryAtHand {
  readonly story: ToldStory;
  readonly facts: StoryFacts;
  /** All scans that it was told from, ascending by log index. */
  readonly scans: readonly ReadScan[];
  readonly asTold: (scan: ReadScan) => ScanAtHand;
  /** Those that may have something to do with it. */
  readonly units: readonly UnitToRead[];
}

/**
 * Tells the story of an object, and reads for it the units that it was in, and the units of these, until no telling names a new one.
 *
 * @param own scans that name the object, ascending by log index
 */
export async function readToldStory(input: {
  /** Canonical URI. */
  readonly object: string;
  readonly own: readonly ReadScan[];
  readonly cache: TrailCache;
  readonly reader: TrailReader;
}): Promise<StoryAtHand> {
  const { own, cache } = input;
  const rules = await storyByTime();
  const units = new UnitTrails(cache, input.reader, own);
  const asTold = rememberedScans(rules);
  const object = keyText(objectKey(input.object));
  for (let round = 0; ; round++) {
    const ofUnits = units.all();
    await cache.loadOwners([...own, ...ofUnits].map(({ device }) => device));
    const partyOf = ({ device }: ReadScan): KeyText | null => cache.partyOf(device);
    const scans = joined(own, fairCut(ofUnits, { partyOf, max: TOLD_SCANS_MAX - own.length }));
    await cache.loadWhole(scans.flatMap((scan) => partiesOf(scan, cache)));
    const facts = factsOf(input, scans, rules);
    const told = rules.telling(object, scans.map(asTold), facts);
    const wanted = told.unitsToRead();
    const isLast = round === rules.READ_ROUNDS_MAX || !(await readsMore(units, wanted));
    if (isLast) return { story: told.story(), facts, scans, asTold, units: wanted };
  }
}

/** Reads on until there is something new to tell, or nothing is left. */
async function readsMore(units: UnitTrails, wanted: readonly UnitToRead[]): Promise<boolean> {
  const { count } = units;
  if (wanted.length === 0) return false;
  while (await units.readOn(wanted)) if (units.count > count) return true;
  return false;
}

function factsOf(
  { object, cache }: { readonly object: string; readonly cache: TrailCache },
  scans: readonly ReadScan[],
  { storyFacts }: StoryByTime,
): StoryFacts {
  const events = cache.allEvents();
  const entries = [...events, ...scans].sort((one, other) => one.logIndex - other.logIndex);
  return storyFacts({ entries, keys: enrolmentsIn(events), uriOf: urisOf(object, scans) });
}

function rememberedScans({ scanOfEntry }: StoryByTime): (scan: ReadScan) => ScanAtHand {
  const known = new Map<ReadScan, ScanAtHand>();
  return (scan) => {
    const told = known.get(scan) ?? scanOfEntry(scan);
    known.set(scan, told);
    return told;
  };
}

function joined(own: readonly ReadScan[], ofUnits: Iterable<ReadScan>): readonly ReadScan[] {
  const scans = new Map<number, ReadScan>(own.map((scan) => [scan.logIndex, scan]));
  for (const scan of ofUnits) scans.set(scan.logIndex, scan);
  return [...scans.values()].sort((one, other) => one.logIndex - other.logIndex);
}
