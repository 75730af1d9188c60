import type { KeyText } from '#libs/core/entries';
import type { ToldFinding } from './told-findings.js';
import type { ScanAtHand } from './scan-at-hand.js';
import type { Alarm } from './story-facts.js';

/** What the signer of a scan was to the goods, at that place of the story. */
export type ToldStanding =
  /** Custody begins with this scan. */
  | 'began'
  | 'holder'
  /** It was named, and has custody from here on. */
  | 'took over'
  /** It had custody until a moment ago. */
  | 'previous holder'
  /** A logger or tracker that a holder put with the thing or its unit. */
  | 'logger'
  /** Owner of the code, or maker for it, without custody. */
  | 'owner'
  | 'authority'
  /** It acts as a holder, and no holder named it; or a late scan without effect. */
  | 'unconfirmed'
  | 'outsider'
  /** No enrolment says whose device it is. */
  | 'unknown';

/** What of a step counts. */
export interface Words {
  /** Origin, band, lot, expiry, product. */
  readonly beginning: boolean;
  readonly steps: boolean;
  readonly readings: boolean;
  /** Dispositions. */
  readonly marks: boolean;
  /** Why not all of it. */
  readonly limit: WordsLimit | null;
}
export type WordsLimit =
  | 'not the beginning'
  | 'previous holder'
  | 'readings only'
  | 'owner only'
  | 'authority'
  | 'unconfirmed'
  | 'no effect'
  | 'error declaration'
  | 'not a holder'
  | 'unknown party';

/** What became of a packing or unpacking that concerns the thing or a unit that it is in. */
export interface ToldPacking {
  readonly act: 'packed' | 'unpacked';
  /** What was put in or taken out: the object, or a unit it is in. */
  readonly child: KeyText;
  readonly parent: KeyText;
  readonly outcome: 'confirmed' | 'not confirmed' | 'cycle' | 'too deep' | 'was not in it';
}

export interface ToldStep {
  readonly scan: ScanAtHand;
  /** Milliseconds since 1970 UTC at which it is told (STORY T1). */
  readonly toldMs: number;
  readonly party: KeyText | null;
  readonly standing: ToldStanding;
  readonly words: Words;
  /** Who has custody after it; null before the beginning, and for a class where several have it. */
  readonly holder: KeyText | null;
  /** Party that a hand-over by this step names. */
  readonly handsTo: KeyText | null;
  readonly packing: readonly ToldPacking[];
  /** Units that the thing was in after it, from the inside to the outside. */
  readonly units: readonly KeyText[];
  /** Units from the one that the thing was in to the one that the scan names; empty where it names the thing. */
  readonly via: readonly KeyText[];
  /** The branch of unconfirmed holders that it stands in: log index of the branch's first step. */
  readonly branch: number | null;
  /** Its readings may belong to a moment before the packing or after the unpacking. */
  readonly isUncertain: boolean;
  /** It fills a hole of its boot. */
  readonly late: boolean;
  /** It was told late: it has no effect on custody and packing (STORY T7). */
  readonly hasNoEffect: boolean;
  /** Which use of a reusable thing it belongs to, from 1. */
  readonly use: number;
}

/** A time in which a party held the thing. Of a class several may overlap. */
export interface HolderSpan {
  readonly party: KeyText;
  /** Log index of the scan by which it began. */
  readonly from: number;
  /** Log index of the scan by which the next one took over; null while it lasts. */
  readonly to: number | null;
}

/** Unconfirmed holders, one after the other, from one that nobody named. */
export interface ToldBranch {
  /** Log index of its first step. */
  readonly from: number;
  /** Log index of the holder's scan that ended it; null while it lasts. */
  readonly to: number | null;
  readonly holders: readonly HolderSpan[];
  readonly spans: readonly ToldSpan[];
}

export interface ToldHandOver {
  readonly giver: KeyText;
  readonly receiver: KeyText;
  /** Log index of the scan that names the receiver. */
  readonly given: number;
  /** Log index of the scan by which it took over. */
  readonly taken: number | null;
  readonly outcome: 'taken' | 'open' | 'replaced' | 'yielded';
}

export type ToldSpanEnd = 'unpacked' | 'seen alone' | 'packed elsewhere' | 'left with its content';
/** A time that one thing spent in a unit. */
export interface ToldSpan {
  readonly child: KeyText;
  readonly parent: KeyText;
  readonly from: number;
  readonly to: number | null;
  readonly end: ToldSpanEnd | null;
  readonly uncertain: boolean;
}

/** What a scan said against the thing, and that stands. */
export interface ToldAlarm {
  /** Log index of the scan. */
  readonly entry: number;
  readonly alarm: Alarm;
  readonly party: KeyText | null;
  readonly by: 'confirmed' | 'unconfirmed';
  /** A later scan would have taken it away, or its reading is one at the edge of a packing. */
  readonly uncertain: boolean;
}

/** What happened to one thing, or to a class of things. */
export interface ToldStory {
  readonly object: KeyText;
  readonly isClass: boolean;
  /** In told order. */
  readonly steps: readonly ToldStep[];
  readonly holders: readonly HolderSpan[];
  /** Who has custody at the end; of a class, all who have. */
  readonly holding: readonly KeyText[];
  readonly branches: readonly ToldBranch[];
  readonly handOvers: readonly ToldHandOver[];
  readonly spans: readonly ToldSpan[];
  readonly alarms: readonly ToldAlarm[];
  readonly findings: readonly ToldFinding[];
}
