import type { KeyText } from '#libs/core/entries';
import type { PartyKind } from '#libs/core/wire';
import type { ScanAtHand } from './scan-at-hand.js';

/** Who may bring the things of a code into being. */
export interface CodeOwners {
  /** The longest live owner of the code; null: nobody here is known to own it. */
  readonly owner: KeyText | null;
  /** Makers on its behalf. */
  readonly makers: readonly KeyText[];
}

/** How a key is used again: each packing of it when it is empty begins a new use. */
export type Reuse = 'never' | 'always' | 'after 12 months';

/** What a scan says against the thing. */
export type Alarm = 'reading outside' | 'stolen' | 'destroyed' | 'damaged' | 'recalled';

/** What stands outside of scans. Each answers for a key at once, and always the same. */
export interface StoryFacts {
  /** Party of the enrolment of a device; null: no enrolment is known. */
  partyOf(device: KeyText): KeyText | null;
  kindOf(party: KeyText): PartyKind | null;
  /** Object key of a device itself (EnrolBody field 12): it is a logger or tracker that goes along. */
  ownKeyOf(device: KeyText): KeyText | null;
  /** The key is that of a logger or tracker. */
  isOwnKey(key: KeyText): boolean;
  /** Owners of the code of an object as `codes` events below a log index (exclusive) say. */
  ownersOf(object: KeyText, logIndex: number): CodeOwners;
  /** Whether a key is a GS1 class by its URI; null where the URI is not known. */
  isClass(key: KeyText): boolean | null;
  reuseOf(key: KeyText): Reuse;
  /** What a scan says against the thing, whoever signed it. */
  alarmsOf(scan: ScanAtHand): readonly Alarm[];
}
