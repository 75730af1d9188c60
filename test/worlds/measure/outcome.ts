import type { ToldStory } from '#libs/core/story';
import { tellByTime } from '../../../libs/core/story/by-time.js';
import type { Logged } from '../world/orders.js';
import { type MadeScan, scanName, type World } from '../world/world.js';

/** What a story says, without log indexes: the same in every order of the log, if all goes well. */
export interface Outcome {
  readonly holders: readonly string[];
  readonly spans: readonly string[];
  /** Names of the scans whose alarms stand under a holder's name; and all that stand. */
  readonly confirmedAlarms: readonly string[];
  readonly alarms: readonly string[];
  /** Scans of those who truly held the thing that are told as those of somebody who did not. */
  readonly disowned: readonly string[];
  readonly findings: ReadonlySet<string>;
}

const OF_HOLDERS: ReadonlySet<string> = new Set(['began', 'holder', 'took over', 'previous holder', 'logger', 'owner']);

export function tell(world: World, log: readonly Logged[]): Outcome {
  return outcomeOf(world, log, tellByTime(world.object, log, world.facts));
}

export function outcomeOf(world: World, log: readonly Logged[], story: ToldStory): Outcome {
  const names = new Map(log.map(({ logIndex, made }) => [logIndex, scanName(made)]));
  const name = (logIndex: number | null): string => (logIndex === null ? '-' : names.get(logIndex)!);
  const standing = new Map(story.steps.map((step) => [step.scan.logIndex, step.standing]));
  return {
    holders: story.isClass ? story.holding.toSorted() : story.holders.map(({ party }) => party),
    spans: story.spans
      .map(({ child, parent, from, to }) => `${child} in ${parent}: ${name(from)} to ${name(to)}`)
      .sort(),
    confirmedAlarms: alarms(story, name, true),
    alarms: alarms(story, name, false),
    disowned: log.flatMap(({ logIndex, made }) =>
      world.truth.ofHolders.has(made) && isDisowned(world, made, standing.get(logIndex)) ? [scanName(made)] : [],
    ),
    findings: new Set(story.findings.map(({ code }) => code)),
  };
}

/** A scan of a unit alone, near its packing or unpacking, may fall out of the story by its clock: nothing is said of anybody. */
const isDisowned = ({ object }: World, { objects }: MadeScan, standing: string | undefined): boolean =>
  standing === undefined ? objects.some(({ key }) => key === object) : !OF_HOLDERS.has(standing);

const alarms = (story: ToldStory, name: (logIndex: number) => string, isConfirmed: boolean): string[] =>
  story.alarms.flatMap(({ entry, by }) => (isConfirmed && by !== 'confirmed' ? [] : [name(entry)])).sort();

/** Whether it says what truly happened. */
export function isRight({ truth, isSet }: World, outcome: Outcome): boolean {
  const spans = truth.spans.map(
    ({ child, parent, from, to }) => `${child} in ${parent}: ${nameOrNone(from)} to ${nameOrNone(to)}`,
  );
  const holders = isSet ? truth.holders.toSorted() : truth.holders;
  return (
    same(outcome.holders, holders) &&
    same(outcome.spans, spans.sort()) &&
    same(outcome.confirmedAlarms, truth.alarms.map(scanName).sort()) &&
    outcome.disowned.length === 0
  );
}

const nameOrNone = (scan: MadeScan | null): string => (scan === null ? '-' : scanName(scan));

export const isSame = (one: Outcome, other: Outcome): boolean =>
  same(one.holders, other.holders) &&
  same(one.spans, other.spans) &&
  same(one.alarms, other.alarms) &&
  same(one.confirmedAlarms, other.confirmedAlarms) &&
  same(one.disowned, other.disowned);

const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((text, place) => text === other[place]);
