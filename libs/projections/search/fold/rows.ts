/** What officers type, from the private parts. */
export interface SearchTermRow {
  /** As `normaliseTerm` leaves it. */
  readonly term: string;
  /** What the term is to the object: `po`, `asn`, `declaration`, `lot`, `container` ... */
  readonly kind: string;
  readonly trailKey: Uint8Array;
  /** Of the first entry that says so. */
  readonly logIndex: number;
}

/** What the key of a trail was made of. */
export interface ObjectUriRow {
  readonly trailKey: Uint8Array;
  /** Canonical. */
  readonly uri: string;
  /** Of the first entry that says so. */
  readonly logIndex: number;
}
