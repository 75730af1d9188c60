import { Action, EventType, PartyKind, Precision, Role } from '../../../wire/index.js';
import type { NamedObject, ScanAtHand } from '../../told/scan-at-hand.js';
import type { Alarm, StoryFacts } from '../../told/story-facts.js';
import { tellByTime } from '../../told/tell.js';
import type { ToldStory } from '../../told/told-story.js';

export const ITEM = 'item';
const BEGIN_MS = Date.UTC(2026, 0, 5, 8);
export const MINUTE_MS = 60_000;
/** Minutes of a day. */
export const DAY = 24 * 60;

/** What a scan says; the rest is as ordinary as can be. */
export interface Said extends Partial<ScanAtHand> {
  readonly alarms?: readonly Alarm[];
}

const named = (key: string, role: number, isClass = false): NamedObject => ({ key, role, isClass });
export const sees = (key = ITEM, more: Said = {}): Said => ({ objects: [named(key, Role.SUBJECT)], ...more });
export const seesClass = (key = ITEM, more: Said = {}): Said => ({
  objects: [named(key, Role.SUBJECT, true)],
  ...more,
});
export const ships = (to: string, key = ITEM): Said => sees(key, { to, bizStep: 'shipping' });
export const receives = (key = ITEM): Said => sees(key, { bizStep: 'receiving' });
export const makes = (key = ITEM): Said => sees(key, { bizStep: 'commissioning', action: Action.ADD });
export const reads = (key = ITEM, alarms: readonly Alarm[] = ['reading outside']): Said =>
  sees(key, { bizStep: 'sensor_reporting', hasReadings: true, alarms });
const packing =
  (action: Action) =>
  (parent: string, ...children: string[]): Said => ({
    objects: [named(parent, Role.PARENT), ...children.map((key) => named(key, Role.CHILD))],
    eventType: EventType.AGGREGATION,
    action,
  });
export const packs = packing(Action.ADD);
export const unpacks = packing(Action.DELETE);

/** Scans of some parties, in the order in which they are logged. A device is called `party/name`; its party owns nothing but `maker`. */
export class Lane {
  readonly scans: ScanAtHand[] = [];
  private readonly counters = new Map<string, number>();
  private readonly alarms = new Map<number, readonly Alarm[]>();
  facts: StoryFacts = {
    partyOf: (device) => device.split('/')[0]!,
    kindOf: (party) => (party === 'customs' ? PartyKind.AUTHORITY : PartyKind.OTHER),
    ownKeyOf: (device) => (device.endsWith('/logger') ? `key of ${device}` : null),
    isOwnKey: (key) => key.startsWith('key of '),
    ownersOf: () => ({ owner: 'maker', makers: [] }),
    isClass: () => null,
    reuseOf: () => 'never',
    alarmsOf: ({ logIndex }) => this.alarms.get(logIndex) ?? [],
  };

  /** Logs a scan. @param at minutes since the beginning @returns its log index */
  scan(device: string, at: number, said: Said = sees()): number {
    const logIndex = this.scans.length * 10 + 10;
    const { alarms, ...more } = said;
    const counter = more.counter ?? (this.counters.get(device) ?? 0) + 1;
    const after = this.counters.get(device) ?? 0;
    this.counters.set(device, Math.max(after, counter));
    if (alarms) this.alarms.set(logIndex, alarms);
    this.scans.push({
      logIndex,
      device,
      boot: 'boot',
      counter,
      after,
      eventTimeMs: BEGIN_MS + at * MINUTE_MS,
      precision: Precision.MILLISECOND,
      receivedTimeMs: BEGIN_MS + 100 * DAY * MINUTE_MS + logIndex,
      eventType: EventType.OBJECT,
      action: Action.OBSERVE,
      objects: [],
      to: null,
      bizStep: null,
      destination: { possessing: null, owning: null },
      hasReadings: false,
      eventId: null,
      errorDeclaration: null,
      informationProvider: null,
      ...more,
    });
    return logIndex;
  }

  story(): ToldStory {
    return tellByTime(ITEM, this.scans, this.facts);
  }
}

export const holders = ({ holders: spans }: ToldStory): string[] => spans.map(({ party }) => party);
export const order = ({ steps }: ToldStory): number[] => steps.map(({ scan }) => scan.logIndex);
export const standings = ({ steps }: ToldStory): string[] => steps.map(({ standing }) => standing);
export const codes = ({ findings }: ToldStory): string[] => findings.map(({ code }) => code);
export const msAt = (minutes: number): number => BEGIN_MS + minutes * MINUTE_MS;
