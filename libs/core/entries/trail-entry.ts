/** An entry of the log as it is kept, and what may be seen of what its hashes stand for. Nothing of it was read yet. */
export interface TrailEntry {
  readonly logIndex: number;
  /** The entry, byte for byte as it was logged. */
  readonly entry: Uint8Array;
  /** Canonical URI of each object of a scan, in the order of its header; null where it is not shown. Empty for an event. */
  readonly uris: readonly (string | null)[];
  /** Preimage of each claim of a scan, party or enrol event, in its order; null where it is not opened. */
  readonly disclosures: readonly (Uint8Array | null)[];
}
