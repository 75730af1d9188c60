import type { KeyText } from '#libs/core/entries';

export type ToldFindingCode =
  /** A party acts as a holder, and no holder named it. */
  | 'HOLDER_UNCONFIRMED'
  /** A late scan would take away what stood: told, without effect on custody and packing. */
  | 'LATE_NO_EFFECT'
  /** A scan that fills a hole changed holder or span of what was told before. */
  | 'TOLD_LATE'
  /** Somebody without custody brings the thing into being, sells or ends it: the code is there twice. */
  | 'CODE_SEEN_TWICE'
  /** Also scanned by a party that did not hold it: first and newest entry. */
  | 'SEEN_ELSEWHERE'
  /** Another party declared an event wrong: without effect. */
  | 'DISPUTED'
  /** Its own party declared an event wrong. */
  | 'DECLARED_WRONG'
  /** A signer reports for another party. */
  | 'REPORTED_FOR'
  | 'SPAN_UNCERTAIN'
  | 'PACKING_NOT_CONFIRMED'
  | 'PACKING_IMPOSSIBLE'
  | 'UNPACKED_NOT_PACKED'
  /** A packing deeper than is followed. */
  | 'DEPTH'
  /** Nobody here is known to own this code. */
  | 'OWNER_UNKNOWN';

/** A typed fact of a finding: sentences are made of code and facts elsewhere. */
export type ToldFact =
  | { readonly name: 'party' | 'provider'; readonly party: KeyText }
  | { readonly name: 'child' | 'parent'; readonly object: KeyText }
  | { readonly name: 'reason' | 'corrective' | 'step'; readonly text: string }
  | { readonly name: 'scans'; readonly count: number };

/** What the story notices. */
export interface ToldFinding {
  readonly code: ToldFindingCode;
  readonly facts: readonly ToldFact[];
  /** Log indexes, the one it stands at first. */
  readonly entries: readonly number[];
}
