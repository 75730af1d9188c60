import type { WitnessedCheckpoint } from './witnessed-checkpoint.js';

/** What a witness says to a request. `why` is for people. */
export type WitnessDecision =
  /** `lines` is the body of the answer; the checkpoint is on the disk. */
  | { readonly kind: 'cosigned'; readonly lines: string; readonly checkpoint: WitnessedCheckpoint }
  | { readonly kind: 'malformed'; readonly why: string }
  | { readonly kind: 'unknown-log'; readonly why: string }
  | { readonly kind: 'unsigned'; readonly why: string }
  /** The request begins at another size than the witness has. */
  | { readonly kind: 'stale'; readonly size: number }
  /** The log has signed two roots for this size: proof that it keeps two truths. `note` is the one that was refused. */
  | { readonly kind: 'conflict'; readonly size: number; readonly note: string }
  | { readonly kind: 'inconsistent'; readonly why: string; readonly note: string }
  | { readonly kind: 'clock-behind'; readonly why: string };
