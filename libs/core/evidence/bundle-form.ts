import type { TrailEntry } from '#libs/core/entries';
import type { EvidenceChain } from './chains.js';
import type { OmittedEntry } from './omitted.js';

/**
 * Names of format and version. What has another name is of a version that this program does not know.
 * Version 1 tells its story in log order; version 2 by its own times, and says of entries that it has no room for where they stand.
 */
export const EVIDENCE_FORMATS = { 1: 'cairn.evidence.v1', 2: 'cairn.evidence.v2' } as const;
export type EvidenceVersion = keyof typeof EVIDENCE_FORMATS;

/** Everything about one object that can be checked without asking anyone. Form only: nothing here is proven yet. */
export interface EvidenceBundle extends EvidenceOf<TrailEntry> {}

/** A bundle as it is taken apart, or with its entries as they were read when it is made. */
export interface EvidenceOf<Entry> {
  readonly version: EvidenceVersion;
  /** Canonical URI. */
  readonly object: string;
  /** The signed note, with all its signature lines. */
  readonly checkpoint: string;
  /** Strictly ascending by log index. */
  readonly entries: readonly Entry[];
  /** Ascending by device, boot and counter: see `compareChains`. */
  readonly chains: readonly EvidenceChain[];
  /** Entries of the object's trail that the bundle has no room for; none in version 1. */
  readonly omitted: readonly OmittedEntry[];
  /** One inclusion proof for all entries, omitted ones included: see `sharedProof`. */
  readonly proof: readonly Uint8Array[];
  /** First log index of which the story is not told: the checkpoint's size, unless there is more than a bundle holds. */
  readonly until: number;
}
