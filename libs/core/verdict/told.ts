import type { ReadEntry } from '#libs/core/entries';
import type { KeyState } from '#libs/core/keys';
import type { TrailDescription } from './describe.js';

/** Entries whose story is to be told. */
export interface Tellable {
  /** Canonical URI. */
  readonly object: string;
  /** Of the log. */
  readonly origin: string;
  /** Ascending by log index. */
  readonly entries: readonly ReadEntry[];
  readonly keys: KeyState;
}

/** A story, by the rules of the version of its evidence. */
export interface Told {
  /** Log indexes of its scans. */
  readonly scans: readonly number[];
  /** Log indexes of entries that have nothing to do with it. */
  readonly foreign: () => readonly number[];
  /** Whether something odd about the device of an entry is to be told: not of somebody who did not hold the thing. */
  readonly isHeard: (entry: ReadEntry) => boolean;
  readonly describe: () => TrailDescription;
  /** Nobody is known to own the code of the thing. Version 1 never asks. */
  readonly isOwnerUnknown: boolean;
}
