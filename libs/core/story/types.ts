import type { KeyText, ReadScan } from '#libs/core/entries';

/** Units within units that are followed at most (DESIGN: depth at most 8). */
export const CONTAINMENT_DEPTH_MAX = 8;

/** What the signer of an entry was to the goods. */
export type Standing =
  /** The first entry: custody starts here. */
  | 'first'
  | 'custodian'
  /** It was named by the custodian before, and has custody from here on. */
  | 'took over'
  /** It has no custody: the entry moves nothing and ends nothing. */
  | 'elsewhere'
  /** No enrolment says whose device it is: the entry moves nothing. */
  | 'unknown';

/** What became of a packing or unpacking that concerns the goods or a unit that they are in. */
export interface PackingNote {
  readonly act: 'packed' | 'unpacked';
  /** What was put in or taken out: the object, or a unit it is in. */
  readonly child: KeyText;
  readonly parent: KeyText;
  readonly outcome:
    | 'confirmed'
    /** By a party without custody: nothing is inherited, nothing ends. */
    | 'not confirmed'
    /** It would put a unit into itself. */
    | 'cycle'
    /** Deeper than CONTAINMENT_DEPTH_MAX: not followed. */
    | 'too deep'
    /** Taken out of a unit that it was not in, as far as the story must know it. */
    | 'was not in it';
}

/** One entry of the story, in log order. */
export interface StoryStep {
  readonly entry: ReadScan;
  /** Party of the device that signed; null when it is not known. */
  readonly party: KeyText | null;
  /** Units from the one that the object was in to the one that the entry names; empty when it names the object itself. */
  readonly via: readonly KeyText[];
  /** The parent that the entry names, else the innermost of the object and its units that it names. */
  readonly about: KeyText;
  readonly standing: Standing;
  /** Who has custody after the entry. */
  readonly custodian: KeyText | null;
  /** Party that custody is handed to by this entry; null also when the signer had none to hand over. */
  readonly handsTo: KeyText | null;
  readonly packing: readonly PackingNote[];
  /** Units that the object was in after the entry, from the inside to the outside. */
  readonly units: readonly KeyText[];
  /** Logged after a higher counter of its boot: it fills a hole. */
  readonly late: boolean;
}

/** How a span ended. */
export type SpanEnd =
  | 'unpacked'
  /** Seen by its custodian without the unit. */
  | 'seen alone'
  /** Packed into another unit. */
  | 'packed elsewhere'
  /** What was inside was taken out of an inner unit. */
  | 'left with its content';

/** A time that one thing spent in a unit, as far as it concerns the object. */
export interface Span {
  readonly child: KeyText;
  readonly parent: KeyText;
  /** Log index of the packing entry. */
  readonly from: number;
  /** Log index of the entry that ended it, null while it lasts. */
  readonly to: number | null;
  readonly end: SpanEnd | null;
  /** The entries do not say clearly when it ended, or a late entry touches it. */
  readonly uncertain: boolean;
}

/** What the entries say of one object: who had it, and what it travelled in. */
export interface Story {
  readonly object: KeyText;
  readonly steps: readonly StoryStep[];
  readonly spans: readonly Span[];
  readonly custodian: KeyText | null;
  /** Party that was named and has not scanned it yet. */
  readonly openHandOver: KeyText | null;
}

/** Asks for the first scan after log index `after` (exclusive; -1 at the start) that names one of the keys. */
export interface StoryRequest {
  readonly keys: readonly KeyText[];
  readonly after: number;
}
/** The answer: the scan and the party of its device, or undefined when there is none. */
export interface StoryAnswer {
  readonly entry: ReadScan;
  readonly party: KeyText | null;
}
