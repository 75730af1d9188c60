import type { Field } from './arena/field.js';
import type { Profile } from './arena/live-node.js';

/**
 * What the operator has to be shown. Counted by the metric and kept in `cairn device rejects` under one of the reasons; what only an
 * attacker can have brought into the stream stands in the anchor's log as well. `none`: it changed nothing, and nothing need be said.
 */
export type Alarm =
  | { readonly kind: 'none' }
  | { readonly kind: 'rejects'; readonly reasons: readonly string[] }
  | { readonly kind: 'intrusion'; readonly metric: string; readonly reasons: readonly string[] };

/** What an attack leaves behind, for the checks. */
export interface Aftermath {
  readonly alarm: Alarm;
  /** Statement hashes (hex) of scans that are validly signed by the attacker's own devices and may be logged. */
  readonly mayBeLogged?: readonly string[];
  /** Those of them that must be. */
  readonly mustBeLogged?: readonly string[];
  /** What a follower may notice about the attacker's own devices; contradictions never. */
  readonly mayBeNoticed?: readonly string[];
  /** What is wrong and only this attack knows how to look for. */
  readonly violations?: readonly string[];
}

export interface Attack {
  readonly name: string;
  /** One sentence: who can do it. */
  readonly who: string;
  /** Default: both. */
  readonly profiles?: readonly Profile[];
  readonly run: (field: Field) => Promise<Aftermath>;
}

export const HARMLESS: Alarm = { kind: 'none' };
/** What a device could have sent as well: answered, and no alarm. */
export const rejectedAs = (...reasons: string[]): Alarm => ({ kind: 'rejects', reasons });
const intrusion = (metric: string, ...reasons: string[]): Alarm => ({ kind: 'intrusion', metric, reasons });
/** A whole record is set aside. */
export const SET_ASIDE = intrusion('cairn_anchor_unusable_records_total', 'MALFORMED');
/** A scan or refusal in a record that ingest cannot have written. */
export const UNUSABLE = intrusion('cairn_anchor_unusable_scans_total', 'MALFORMED');
/** The clock of the machine that received it is wrong, or somebody else says that it came in. */
export const FROM_LATER = intrusion('cairn_anchor_arrivals_ahead_total', 'ARRIVAL_AHEAD');
export const BAD_SIGNATURE = intrusion('cairn_anchor_invalid_signatures_total', 'SIGNATURE_INVALID');
/** The same of a refusal, which is kept under the reason that it came with. */
export const BAD_SIGNATURE_OF_REFUSAL = intrusion('cairn_anchor_invalid_signatures_total', 'DISCLOSURE_MISSING');
