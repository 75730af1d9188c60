import type { KeyText } from '#libs/core/entries';
import { alarmsOf } from './alarms-told.js';
import { tellBranches } from './branches-told.js';
import { branchesOf, handOversOf, holdersOf } from './custody-told.js';
import { wrongEvents } from './declared-wrong.js';
import { findingsOf } from './findings-told.js';
import { PackingNotes } from './packing-told.js';
import { NONE, type Placed } from './placed.js';
import type { ScanAtHand } from './scan-at-hand.js';
import { Scene } from './scene.js';
import { type PlacedSpan, spansOf } from './spans-told.js';
import { isAtTheEdge, toldStep, withoutEffectAmong } from './steps-told.js';
import { StoodStory } from './stood.js';
import type { StoryFacts } from './story-facts.js';
import type { ToldSpan, ToldStory } from './told-story.js';
import { unitsOf, type UnitToRead } from './units-to-read.js';

/** A story that can be told, and can say what it lacks. */
export interface Telling {
  story(): ToldStory;
  /** Trails beside the thing's own that may change it: see `unitsOf`. */
  unitsToRead(): UnitToRead[];
}

/**
 * Tells what happened to one thing, or to a class of things: who had it, what it travelled in, whose words count, and what was said
 * against it. What stood once, stands: a scan that is logged late adds and never takes away.
 *
 * @param scans all scans at hand that name the thing or a unit that it may have been in, ascending by log index
 * @throws {RangeError} for scans that do not ascend
 */
export const tellByTime = (object: KeyText, scans: readonly ScanAtHand[], facts: StoryFacts): ToldStory =>
  telling(object, scans, facts).story();

/** The same, for whoever may have to read more. */
export function telling(object: KeyText, scans: readonly ScanAtHand[], facts: StoryFacts): Telling {
  for (const [place, { logIndex }] of scans.entries())
    if (place > 0 && logIndex <= scans[place - 1]!.logIndex) throw new RangeError(`scan ${logIndex} is out of order`);
  const scene = new Scene(object, scans, facts);
  const stood = new StoodStory(scans.length, scene);
  for (const placed of scene.placed) stood.arrive(placed);
  return { story: () => toldStory(scene, stood, facts), unitsToRead: () => unitsOf(scene, stood) };
}

function toldStory(scene: Scene, stood: StoodStory, facts: StoryFacts): ToldStory {
  const { state } = stood.timeline;
  const untold = scene.placed.filter(({ at }) => stood.scans.told[at] === 0);
  const steps = tellBranches(
    stood.timeline.steps,
    untold.filter((placed) => !stood.without.includes(placed)),
  );
  const wrong = wrongEvents(scene.placed);
  const withdrawn = new Set(wrong.flatMap(({ event, isByItself }) => (event && isByItself ? [event] : [])));
  const span = (one: PlacedSpan): ToldSpan => spanTold(scene, one, withdrawn);
  const { confirmed, ofBranches } = spansOf(steps);
  const notes = new PackingNotes(scene);
  const told = withoutEffectAmong(steps, stood.without).map((one) =>
    toldStep(scene, one, notes.of(one), isAtTheEdge(one, confirmed)),
  );
  const spans = confirmed.map(span);
  const branches = branchesOf(scene, steps, (began) => (ofBranches.get(began) ?? []).map(span));
  const owners = facts.ownersOf(scene.object, Infinity);
  const holding = state.isClass ? state.members : state.holder === NONE ? [] : [state.holder];
  return {
    object: scene.object,
    isClass: state.isClass,
    steps: told,
    holders: holdersOf(scene, steps, state.isClass),
    holding: holding.map((one) => scene.parties.textOf(one)),
    branches,
    handOvers: handOversOf(scene, steps, stood.yielded),
    spans,
    alarms: alarmsOf(scene, stood, { untold, told }),
    findings: findingsOf({
      isClass: state.isClass,
      isOwnerKnown: owners.owner !== null || owners.makers.length > 0,
      steps: told,
      spans,
      branches,
      toldLate: stood.toldLate.map(({ scan }) => scan.logIndex),
      wrong,
    }),
  };
}

function spanTold(scene: Scene, { child, level, ended, end }: PlacedSpan, withdrawn: ReadonlySet<Placed>): ToldSpan {
  const isWithdrawn = withdrawn.has(level.packed) || (ended !== null && withdrawn.has(ended));
  return {
    child: scene.keys.textOf(child),
    parent: scene.keys.textOf(level.key),
    from: level.packed.scan.logIndex,
    to: ended?.scan.logIndex ?? null,
    end,
    uncertain: isWithdrawn || end === 'seen alone' || end === 'packed elsewhere',
  };
}
