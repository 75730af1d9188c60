import type { KeyText, ReadScan } from '#libs/core/entries';
import { type ScanAtHand, TOLERANCE_MAX_MS, type ToldStep, type ToldStory, type UnitToRead } from '#libs/core/story';
import type { Candidate, Weight } from './budget.js';
import { KEY_TRAIL_SHORT_MAX, partiesOf, type TrailCache } from './trail-cache.js';
import type { StoryAtHand } from './read-story.js';

/**
 * What a bundle may hold of a story: every scan of the object, and of its units those that the story tells. Each with its weight, and with the
 * key trails that have to stand beside it; these are loaded whole of devices that act.
 *
 * @param own all scans of the object, also those that were too many to be told
 */
export async function weighScans(
  own: readonly ReadScan[],
  atHand: StoryAtHand,
  cache: TrailCache,
): Promise<readonly Candidate[]> {
  const { story } = atHand;
  const steps = new Map(story.steps.map((step) => [step.scan.logIndex, step]));
  const parts = turningPoints(story);
  const told = toldScans(story, { scans: atHand.scans.map(atHand.asTold), units: atHand.units });
  const ofUnits = atHand.scans.filter(({ logIndex }) => told.has(logIndex));
  const scans = [...new Map([...own, ...ofUnits].map((scan) => [scan.logIndex, scan])).values()];
  const acting = actingParties(story);
  const weighed = scans.map((scan) => {
    const party = cache.partyOf(scan.device);
    const step = steps.get(scan.logIndex);
    const weight = step ? weightOf(step, { ...atHand, parts }) : weightUntold(scan, party, { parts, acting });
    return { scan, party, weight };
  });
  await cache.loadWhole(weighed.flatMap(({ scan, weight }) => (weight === 'other' ? [] : [scan.device])));
  return weighed
    .filter(({ scan, weight }) => weight !== 'other' || isShort(scan, cache))
    .sort((one, other) => one.scan.logIndex - other.scan.logIndex)
    .map(({ scan, party, weight }): Candidate => ({
      logIndex: scan.logIndex,
      party,
      weight,
      behind: behind(scan, cache),
    }));
}

/** A device that does not act and whose key trail is long is told of, not carried: it could grow that trail as it likes. */
const isShort = ({ device }: ReadScan, cache: TrailCache): boolean =>
  cache.isWhole(device) && cache.trail(device).length <= KEY_TRAIL_SHORT_MAX;

const behind = (scan: ReadScan, cache: TrailCache): readonly number[] =>
  [scan.device, ...partiesOf(scan, cache)].flatMap((key) => cache.trail(key));

/**
 * Log indexes of the scans by which a story is told: from these alone, and those that name the thing, it is told again as it is. Beside
 * its steps those are what happened to its units until a day and an hour after it had left them: one scan waits for another.
 */
export function toldScans(
  story: ToldStory,
  { scans, units }: { readonly scans: readonly ScanAtHand[]; readonly units: readonly UnitToRead[] },
): ReadonlySet<number> {
  const told = new Set([...story.steps.map(({ scan }) => scan.logIndex), ...turningPoints(story)]);
  const untilMs = new Map(units.map((unit) => [unit.key, (unit.untilMs ?? Infinity) + TOLERANCE_MAX_MS]));
  for (const { logIndex, eventTimeMs, objects } of scans)
    if (objects.some(({ key }) => eventTimeMs <= (untilMs.get(key) ?? -Infinity))) told.add(logIndex);
  return told;
}

/** Scans by which custody, packing or an alarm hangs, whether or not they are steps. */
function turningPoints({ holders, handOvers, spans, branches, alarms }: ToldStory): ReadonlySet<number> {
  const points = [
    ...[...holders, ...branches].flatMap(({ from, to }) => [from, to]),
    ...handOvers.flatMap(({ given, taken }) => [given, taken]),
    ...[...spans, ...branches.flatMap((branch) => branch.spans)].flatMap(({ from, to }) => [from, to]),
    ...alarms.map(({ entry }) => entry),
  ];
  return new Set(points.filter((point) => point !== null));
}

interface Context extends Pick<StoryAtHand, 'facts'> {
  readonly parts: ReadonlySet<number>;
}

function weightOf({ scan, words, standing, packing, hasNoEffect }: ToldStep, { facts, parts }: Context): Weight {
  if (standing === 'unconfirmed') return 'unconfirmed';
  if (!words.steps && !words.readings && !words.marks) return 'other';
  const turns = parts.has(scan.logIndex) || packing.length > 0 || hasNoEffect || facts.alarmsOf(scan).length > 0;
  return turns ? 'first' : 'acting';
}

/** Of scans that no telling had room for, or that the story tells no more. */
function weightUntold(
  { logIndex }: ReadScan,
  party: KeyText | null,
  { parts, acting }: { readonly parts: ReadonlySet<number>; readonly acting: ReadonlySet<KeyText | null> },
): Weight {
  if (!acting.has(party)) return 'other';
  return parts.has(logIndex) ? 'first' : 'acting';
}

const actingParties = ({ steps }: ToldStory): ReadonlySet<KeyText | null> =>
  new Set(steps.flatMap(({ words, party }) => (words.steps || words.readings || words.marks ? [party] : [])));
