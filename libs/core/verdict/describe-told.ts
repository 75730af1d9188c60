import {
  CounterBook,
  deviceFacts,
  type PartyView,
  partyView,
  type SpanView,
  type StoryByTime,
  type ToldStory,
  type TrailStep,
  trailStep,
  urisOf,
} from '#libs/core/story';
import { keyText, type KeyText, type ReadEntry, type ReadScan } from '#libs/core/entries';
import type { KeyState } from '#libs/core/keys';
import { objectKey } from '#libs/core/wire';
import { statusOf, type TrailDescription } from './describe.js';
import { findingsOfTold } from './findings-of-told.js';

/** Entries that were read, the keys that they make known, and the story that they tell. */
export interface ToldTrail {
  /** Canonical URI. */
  readonly object: string;
  /** Ascending by log index. */
  readonly entries: readonly ReadEntry[];
  readonly keys: KeyState;
  readonly story: ToldStory;
}

/** The story of an object by its own times, of entries that are all at hand. */
export function toldStoryOf(
  { object, entries, keys }: Omit<ToldTrail, 'story'>,
  { scanOfEntry, storyFacts, tellByTime }: StoryByTime,
): ToldStory {
  const scans = entries.filter((entry): entry is ReadScan => entry.kind === 'scan');
  const facts = storyFacts({ entries, keys, uriOf: urisOf(object, entries) });
  return tellByTime(keyText(objectKey(object)), scans.map(scanOfEntry), facts);
}

/** Describes a story that was told by its own times. */
export function describeTold(
  { object, entries, keys, story }: ToldTrail,
  { describedStep }: StoryByTime,
): TrailDescription {
  const uriOf = urisOf(object, entries);
  const book = new CounterBook(entries);
  const scans = new Map(entries.flatMap((entry) => (entry.kind === 'scan' ? [[entry.logIndex, entry] as const] : [])));
  const unit = (key: KeyText) => ({ key, uri: uriOf(key) });
  const party = (key: KeyText, logIndex?: number): PartyView => partyView(keys, key, logIndex);
  const counted = story.steps.map((told) => {
    const entry = scans.get(told.scan.logIndex)!;
    const described = describedStep(told, entry, story.object);
    const hole = book.holeBelow(entry);
    const step = marked(trailStep(described, hole.missing, { object: story.object, keys, uriOf }), keys);
    return { told, entry, hole, step, unit: described.about };
  });
  const steps = counted.map(({ step }) => step);
  const spans = story.spans.map((span): SpanView => ({ ...span, child: unit(span.child), parent: unit(span.parent) }));
  const open = story.handOvers.findLast(({ outcome }) => outcome === 'open');
  const findings = findingsOfTold({ story, counted, entries, keys, names: { party, unit } });
  const devices = counted.filter(({ step }) => step.counts.steps || step.counts.readings);
  return {
    object,
    steps,
    custodian: story.holding.length === 1 ? party(story.holding[0]!) : null,
    openHandOver: open ? party(open.receiver) : null,
    spans,
    devices: deviceFacts(
      devices.map(({ entry }) => entry.device),
      keys,
    ),
    findings,
    status: statusOf(findings),
    demo: steps.some(({ demo }) => demo),
    simulated: steps.some(({ simulated }) => simulated),
  };
}

/**
 * That something is made up counts from those alone whom the operator enrolled as made up, at that time or since: anybody else would put
 * it on goods of others.
 */
function marked(step: TrailStep, keys: KeyState): TrailStep {
  const isDemo = step.party !== null && (step.party.demo === true || keys.party(step.party.key)?.demo === true);
  return isDemo ? step : { ...step, demo: false, simulated: false };
}
