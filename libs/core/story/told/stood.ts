import { EffectiveScans } from './effective.js';
import { lossesOf } from './losses.js';
import { type Placed } from './placed.js';
import { fillsHole } from './scan-at-hand.js';
import { sameChain, type Thing } from './state.js';
import type { Alarm } from './story-facts.js';
import { type Change, Timeline } from './timeline.js';
import type { Step } from './told-step.js';
import type { ToldStanding } from './told-story.js';
import { countedAlarms } from './words.js';

/**
 * Scans without effect that are tried again at an arrival, of each party the newest. Honest ones come by the handful: what a device
 * found in its memory. Whoever sends thousands that take something away does not make each arrival dear.
 */
export const TRIED_AGAIN_MAX = 16;

/** What was said against the thing by somebody whose word counts, and stood once. */
export interface StoodAlarm {
  readonly placed: Placed;
  readonly alarm: Alarm;
}

/** STORY T7: the story of the scans so far, where a late scan adds and never takes away. */
export class StoodStory {
  readonly scans: EffectiveScans;
  readonly timeline: Timeline;
  /** Scans without effect, in log order. */
  without: readonly Placed[] = [];
  /** Confirmed alarms: what stood once stands, in the order in which they were first told. */
  readonly alarms = new Map<string, StoodAlarm>();
  /** Told scans that say something against the thing, by parties without custody. */
  readonly heard = new Set<Placed>();
  /** Parties of scans that had no effect at some time. */
  readonly triedInVain = new Set<number>();
  /** Scans of holes that changed holder or span of what was told before. */
  readonly toldLate: Placed[] = [];
  /** Scans whose hand-over yielded. */
  readonly yielded = new Set<Placed>();

  /** @param count scans that will arrive at most */
  constructor(count: number, thing: Thing) {
    this.scans = new EffectiveScans(count);
    this.timeline = new Timeline(this.scans, thing);
  }

  /** Takes the next scan in log order. */
  arrive(placed: Placed): void {
    const isEntered = this.enter([placed]);
    if (!isEntered) {
      this.without = [...this.without, placed];
      this.triedInVain.add(placed.party);
      if (placed.alarms.length > 0) this.heard.add(placed);
    }
    if (this.without.length > 0) this.tryAgain(placed, isEntered);
  }

  /** Together, and else those of one party together: nobody keeps another one's out. */
  private tryAgain(arrived: Placed, isEntered: boolean): void {
    const tried = newestOfEach(this.without);
    const isOf = (party: number) => (placed: Placed) => placed.party === party;
    const parties = [...new Set(tried.map(({ party }) => party))];
    // Where the arrival is without effect itself, nothing has changed for the others.
    const others = (isEntered ? parties : [arrived.party]).map((party) => tried.filter(isOf(party)));
    const groups = parties.length > 1 ? [tried, ...others] : [tried];
    for (const group of groups) {
      if ((group.length === 1 && group[0] === arrived) || !this.enter(group)) continue;
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
    const late = scans.filter(({ scan }) => fillsHole(scan));
    if (late.length > 0 && movesWhatStood(change)) this.toldLate.push(...late);
    for (const step of change.added) this.hear(step);
    return true;
  }

  private hear(step: Step): void {
    const { placed } = step;
    if (placed.alarms.length === 0) return;
    const counted = countedAlarms(step);
    for (const alarm of counted) this.alarms.set(`${placed.at} ${alarm}`, { placed, alarm });
    if (counted.length < placed.alarms.length) this.heard.add(placed);
  }
}

/** Whether something that was told before is told otherwise now, or not at all. What is only told beside it changes nothing. */
function movesWhatStood({ removed, added }: Change): boolean {
  const told = new Map(added.map((step) => [step.placed, step]));
  return removed.some((step) => !isToldAlike(step, told.get(step.placed)));
}

/** That a holder has scanned it earlier than known takes nothing from anybody. */
const standsAs = ({ standing }: Step): ToldStanding => (standing === 'began' ? 'holder' : standing);

const isToldAlike = (one: Step, other: Step | undefined): boolean =>
  other !== undefined &&
  standsAs(one) === standsAs(other) &&
  one.state.holder === other.state.holder &&
  one.left.length === other.left.length &&
  sameChain(one.state.chain, other.state.chain);

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
