import type { TrailEntry } from '#libs/core/entries';
import type { EvidenceChain } from './chains.js';

/** Names format and version. Another version has another name. */
export const EVIDENCE_FORMAT = 'cairn.evidence.v1';
/** Everything about one object that can be checked without asking anyone. Form only: nothing here is proven yet. */
export interface EvidenceBundle extends EvidenceOf<TrailEntry> {}

/** A bundle as it is taken apart, or with its entries as they were read when it is made. */
export interface EvidenceOf<Entry> {
  /** Canonical URI. */
  readonly object: string;
  /** The signed note, with all its signature lines. */
  readonly checkpoint: string;
  /** Strictly ascending by log index. */
  readonly entries: readonly Entry[];
  /** Ascending by device, boot and counter: see `compareChains`. */
  readonly chains: readonly EvidenceChain[];
  /** One inclusion proof for all entries: see `sharedProof`. */
  readonly proof: readonly Uint8Array[];
  /** First log index of which the story is not told: the checkpoint's size, unless there is more than a bundle holds. */
  readonly until: number;
}
