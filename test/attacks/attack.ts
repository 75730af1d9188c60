import type { Field } from './arena/field.js';
import type { Profile } from './arena/live-node.js';

/**
 * What the operator has to be shown: `record`, that a record of the stream was set aside; `rejects`, that parts of one were, with a reason of
 * these in the metrics and in `cairn device rejects`. Either stands in the anchor's log. `none`: it changed nothing, and nothing need be said.
 */
export type Alarm =
  | { readonly kind: 'record' }
  | { readonly kind: 'rejects'; readonly reasons: readonly string[] }
  | { readonly kind: 'none' };

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
  /** Left out of the short form. */
  readonly isLong?: boolean;
  readonly run: (field: Field) => Promise<Aftermath>;
}

export const SET_ASIDE: Alarm = { kind: 'record' };
export const HARMLESS: Alarm = { kind: 'none' };
export const rejectedAs = (...reasons: string[]): Alarm => ({ kind: 'rejects', reasons });
export const BAD_SIGNATURE = rejectedAs('SIGNATURE_INVALID');
