import { EffectiveScans } from './effective.js';
import { lossesOf } from './losses.js';
import { type Placed } from './placed.js';
import { fillsHole } from './scan-at-hand.js';
import type { Thing } from './state.js';
import type { Alarm } from './story-facts.js';
import { type Change, Timeline } from './timeline.js';
import type { Step } from './told-step.js';
import { countedAlarms } from './words.js';

/**
 * Scans without effect that are tried again at an arrival, of each party the newest. Honest ones come by the handful: what a device
 * found in its memory. Whoever sends thousands that take something away does not make each arrival dear.
 */
export const TRIED_AGAIN_MAX = 32;

/** What was said against the thing and stood once. */
export interface StoodAlarm {
  readonly placed: Placed;
  readonly alarm: Alarm;
  isConfirmed: boolean;
}

/** STORY T7: the story of the scans so far, where a late scan adds and never takes away. */
export class StoodStory {
  readonly scans: EffectiveScans;
  readonly timeline: Timeline;
  /** Scans without effect, in log order. */
  without: readonly Placed[] = [];
  /** What stood once stands, in the order in which it was first told. */
  readonly alarms = new Map<string, StoodAlarm>();
  /** Scans of holes that changed holder or span of what was told before. */
  readonly toldLate: Placed[] = [];
  /** Scans whose hand-over yielded. */
  readonly yielded = new Set<Placed>();
  private readonly unconfirmed = new Set<number>();

  /** @param count scans that will arrive at most */
  constructor(count: number, thing: Thing) {
    this.scans = new EffectiveScans(count);
    this.timeline = new Timeline(this.scans, thing);
  }

  /** Takes the next scan in log order. */
  arrive(placed: Placed): void {
    if (!this.enter([placed])) {
      this.without = [...this.without, placed];
      for (const alarm of placed.alarms) this.raise(placed, alarm, false);
    }
    if (this.without.length > 0) this.tryAgain(placed);
  }

  /** Together, and else those of one party together: nobody keeps another one's out. */
  private tryAgain(arrived: Placed): void {
    const tried = newestOfEach(this.without);
    const isTried = (scans: readonly Placed[]): boolean => scans.length === 1 && scans[0] === arrived;
    const parties = new Set(tried.map(({ party }) => party));
    const groups = [
      tried,
      ...(parties.size > 1 ? [...parties].map((one) => tried.filter(({ party }) => party === one)) : []),
    ];
    for (const group of groups) {
      if (isTried(group) || !this.enter(group)) continue;
      this.without = this.without.filter((placed) => !group.includes(placed));
      if (group === tried) return;
    }
  }

  /** Tells scans, and takes them back where something would be lost. */
  private enter(scans: readonly Placed[]): boolean {
    const change = this.timeline.insert(scans);
    const { isLost, yielded } = lossesOf(change, this.timeline.steps, this.scans);
    if (isLost) {
      this.timeline.undo(change);
      return false;
    }
    for (const { given } of yielded) this.yielded.add(given);
    const late = change.removed.length > 0 ? scans.filter(({ scan }) => fillsHole(scan)) : [];
    if (late.length > 0 && movesWhatStood(change)) this.toldLate.push(...late);
    for (const step of change.added) this.hear(step);
    return true;
  }

  private hear(step: Step): void {
    const { placed, standing } = step;
    for (const alarm of countedAlarms(step)) this.raise(placed, alarm, true);
    if (standing === 'unconfirmed' && !this.unconfirmed.has(placed.party)) {
      // STORY T10: what an unconfirmed holder says against the thing is told, also where the branch has ended.
      this.unconfirmed.add(placed.party);
      for (const told of this.timeline.steps) if (told.placed.party === placed.party) this.hearUnconfirmed(told.placed);
    }
    if (this.unconfirmed.has(placed.party)) this.hearUnconfirmed(placed);
  }

  private hearUnconfirmed(placed: Placed): void {
    for (const alarm of placed.alarms) this.raise(placed, alarm, false);
  }

  private raise(placed: Placed, alarm: Alarm, isConfirmed: boolean): void {
    const name = `${placed.at} ${alarm}`;
    const known = this.alarms.get(name);
    if (!known) this.alarms.set(name, { placed, alarm, isConfirmed });
    else if (isConfirmed) known.isConfirmed = true;
  }
}

/** Whether holders or spans of what was told before are others now. */
function movesWhatStood({ removed, added, entering }: Change): boolean {
  const traces = (steps: readonly Step[]): string =>
    steps
      .filter(({ placed }) => !entering.scans.includes(placed))
      .map(({ standing, placed, left, state: { holder, chain } }) =>
        [placed.at, standing, holder, left.length, ...chain.map(({ packed }) => packed.at)].join(' '),
      )
      .join('\n');
  return traces(removed) !== traces(added);
}

/** The newest of each party, party by party in turn, in log order. */
function newestOfEach(scans: readonly Placed[]): Placed[] {
  if (scans.length <= TRIED_AGAIN_MAX) return [...scans];
  const byParty = new Map<number, Placed[]>();
  for (const placed of scans.toReversed()) {
    const own = byParty.get(placed.party) ?? [];
    byParty.set(placed.party, own);
    if (own.length < TRIED_AGAIN_MAX) own.push(placed);
  }
  const newest: Placed[] = [];
  for (let turn = 0; turn < TRIED_AGAIN_MAX; turn++) {
    for (const own of byParty.values()) newest.push(...own.slice(turn, turn + 1));
    if (newest.length >= TRIED_AGAIN_MAX) break;
  }
  return newest.slice(0, TRIED_AGAIN_MAX).sort((one, other) => one.at - other.at);
}
