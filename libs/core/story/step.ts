import type { ToldStanding } from './told/told-story.js';
import type { PackingNote, Standing, StoryStep } from './types.js';
import type { KeyText } from '#libs/core/entries';
import type { KeyState } from '#libs/core/keys';
import { Action, EventType, isClass, Role, roleOf } from '#libs/core/wire';
import { type Reading, readingsOf } from './readings.js';
import {
  type DeviceView,
  deviceView,
  type PartyView,
  partyView,
  type TimeView,
  timeView,
  type UnitView,
  valueOf,
} from './views.js';

/** What the signer of an entry was to the goods; of a story told by its own times in more words than of one in log order. */
export type StepStanding =
  Standing | Extract<ToldStanding, 'previous holder' | 'logger' | 'owner' | 'authority' | 'unconfirmed'> | 'not told';

/** Whose words count, and for what (docs/formats/trail.md). */
export interface StepCounts {
  readonly steps: boolean;
  readonly readings: boolean;
  /** Dispositions. */
  readonly marks: boolean;
}

/** Of a story in log order everything counts, whoever says it. */
export const ALL_COUNTS: StepCounts = { steps: true, readings: true, marks: true };

/** One entry of an object's story as people and programs are shown it. */
export interface TrailStep {
  readonly logIndex: number;
  /** Device time: when it happened, as the device says. */
  readonly time: TimeView;
  /** When it arrived, milliseconds since 1970 UTC. Never merged with the device's time. */
  readonly receivedTimeMs: number;
  readonly device: DeviceView;
  readonly party: PartyView | null;
  /** `not told` where only the entry is shown and not the story that it is part of. */
  readonly standing: StepStanding;
  /** What of it counts for the thing. Words of others are shown, and move and mark nothing. */
  readonly counts: StepCounts;
  /** Who has custody afterwards. */
  readonly custodian: PartyView | null;
  /** Whom custody is handed to. */
  readonly handsTo: PartyView | null;
  readonly eventType: 'object' | 'aggregation' | 'transaction' | 'transformation' | 'association';
  readonly action: 'add' | 'observe' | 'delete' | null;
  /** What the thing that the entry names is to it. */
  readonly role: 'subject' | 'parent' | 'child' | 'input' | 'output' | 'input and output' | 'context';
  /** The entry names it as a class of things: a lot, a trade item. */
  readonly isClass: boolean;
  readonly bizStep: string | null;
  readonly disposition: string | null;
  /** Country of the place where it was read, else where the device stands. */
  readonly country: string | null;
  /** Canonical URI of the place where it was read. */
  readonly place: string | null;
  /** Canonical URI of the place where the goods are expected to be afterwards. */
  readonly location: string | null;
  /** Units from the one that the object was in to the one that the entry names; empty when it names the object itself. */
  readonly via: readonly UnitView[];
  readonly packing: readonly (Omit<PackingNote, 'child' | 'parent'> & {
    readonly child: UnitView;
    readonly parent: UnitView;
  })[];
  readonly readings: readonly Reading[];
  readonly temperature: string | null;
  /** Every claim that is open to the reader. */
  readonly claims: readonly { readonly name: string; readonly value: string }[];
  /** Claims that are committed to and not open to the reader. */
  readonly hiddenClaims: number;
  /** Counters of this boot below this one that were not logged when it was, are not in these entries and were not refused. */
  readonly missingBefore: number;
  /** It fills a hole: it was logged after a later scan of its boot. */
  readonly late: boolean;
  /** It came so late that it would have taken away what stood: it moves neither custody nor packing. */
  readonly hasNoEffect: boolean;
  /** A reading of a unit near its packing or unpacking: the thing may not have been in it. */
  readonly isUncertain: boolean;
  readonly demo: boolean;
  readonly simulated: boolean;
}

const EVENT_TYPES = {
  [EventType.OBJECT]: 'object',
  [EventType.AGGREGATION]: 'aggregation',
  [EventType.TRANSACTION]: 'transaction',
  [EventType.TRANSFORMATION]: 'transformation',
  [EventType.ASSOCIATION]: 'association',
} as const;
const ACTIONS = {
  [Action.NONE]: null,
  [Action.ADD]: 'add',
  [Action.OBSERVE]: 'observe',
  [Action.DELETE]: 'delete',
} as const;
const ROLES = {
  [Role.SUBJECT]: 'subject',
  [Role.PARENT]: 'parent',
  [Role.CHILD]: 'child',
  [Role.INPUT]: 'input',
  [Role.OUTPUT]: 'output',
  [Role.INPUT_AND_OUTPUT]: 'input and output',
  [Role.CONTEXT]: 'context',
} as const;

/** What a step is made of beside the story itself. */
export interface StepContext {
  readonly object: KeyText;
  readonly keys: KeyState;
  /** Canonical URI of a key, null where it is not shown. */
  readonly uriOf: (key: KeyText) => string | null;
}

/** A step of a story, or an entry whose story is not told. */
export type DescribedStep = Omit<StoryStep, 'standing'> &
  Pick<TrailStep, 'standing'> &
  Partial<Pick<TrailStep, 'counts' | 'hasNoEffect' | 'isUncertain'>>;

export function trailStep(step: DescribedStep, missingBefore: number, { object, keys, uriOf }: StepContext): TrailStep {
  const { entry } = step;
  const { header, claims } = entry;
  const device = deviceView(keys, entry.device);
  const party = (key: KeyText | null): PartyView | null => (key === null ? null : partyView(keys, key, entry.logIndex));
  const unit = (key: KeyText): UnitView => ({ key, uri: uriOf(key) });
  const value = (name: string): string | null => valueOf(claims, name) ?? null;
  const roleByte = header.roles[entry.objects.indexOf(step.via.at(-1) ?? object)]!;
  return {
    logIndex: entry.logIndex,
    time: timeView({
      ms: header.eventTimeMs,
      precision: header.precision,
      zoneOffsetMinutes: header.zoneOffsetMinutes,
    }),
    receivedTimeMs: entry.scan.receivedTimeMs,
    device,
    party: party(step.party),
    standing: step.standing,
    counts: step.counts ?? ALL_COUNTS,
    custodian: party(step.custodian),
    handsTo: party(step.handsTo),
    eventType: EVENT_TYPES[header.eventType],
    action: ACTIONS[header.action],
    role: ROLES[roleOf(roleByte)],
    isClass: isClass(roleByte),
    bizStep: value('bizStep'),
    disposition: value('disposition'),
    country: value('readPointCountry') ?? device.country ?? null,
    place: value('readPoint'),
    location: value('bizLocation'),
    via: step.via.map(unit),
    packing: step.packing.map(({ act, child, parent, outcome }) => ({
      act,
      outcome,
      child: unit(child),
      parent: unit(parent),
    })),
    readings: readingsOf(claims),
    temperature: value('temperatureVerdict'),
    claims: claims.map(({ name, value }) => ({ name, value })),
    hiddenClaims: header.claims.length - claims.length,
    missingBefore,
    late: step.late,
    hasNoEffect: step.hasNoEffect ?? false,
    isUncertain: step.isUncertain ?? false,
    demo: value('demo') === 'true',
    simulated: value('simulated') === 'true',
  };
}

/** A scan by somebody who had nothing to say of the thing: a page tells that it was seen, and none of what the scan says. */
export const isOfOthers = ({ standing, counts }: TrailStep): boolean =>
  (standing === 'elsewhere' || standing === 'unknown') && !counts.steps && !counts.readings && !counts.marks;
