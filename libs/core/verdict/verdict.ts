import type { Finding, StatusKind } from './status.js';
import type { TrailDescription } from './describe.js';
import type { TrailSummary } from './check-trails.js';
import type { Freshness } from './check-freshness.js';
import type { Check } from './checks.js';
import type { Cosigners } from './cosigners.js';

/** Exit codes of `cairn verify`: 20 beats 30 beats 10. */
export const EXIT = {
  /** Intact, and nothing known to be missing. */
  intact: 0,
  /** Intact, with a gap, excursion or notice. */
  notice: 10,
  /** It does not match: changed, swapped, cut or not canonical. */
  mismatch: 20,
  /** It could not be judged: no pinned key, unknown key, unknown version. */
  notJudged: 30,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Something that nobody checked, and so nobody should believe because of this verdict. */
export interface NotChecked {
  readonly code:
    | 'LATER_ENTRIES'
    | 'LATER_KEY_EVENTS'
    | 'UNIT_SPANS'
    | 'SAME_LOG_FOR_ALL'
    | 'FRESHNESS'
    | 'HIDDEN_CLAIMS'
    | 'UNKNOWN_SIGNATURES'
    | 'UNKNOWN_CLAIMS'
    | 'UNKNOWN_EVENTS'
    | 'OWNER_UNKNOWN';
  readonly text: string;
}

/** What a verifier says: is the record intact, and what is the status of the thing. Two questions, never one badge. */
export interface Verdict extends Pick<
  TrailDescription,
  'steps' | 'custodian' | 'openHandOver' | 'spans' | 'devices' | 'demo' | 'simulated'
> {
  readonly exit: ExitCode;
  readonly state: 'intact' | 'mismatch' | 'not-judged';
  /** Canonical URI as the evidence states it; null when it could not be read. */
  readonly object: string | null;
  /** The checkpoint as the evidence states it, root in hexadecimal; null when it could not be read. */
  readonly checkpoint: {
    readonly origin: string;
    readonly size: number;
    readonly root: string;
    /** Who has cosigned it, and as of when; null where it was not verified. */
    readonly cosigners: Cosigners | null;
  } | null;
  /** How old the checkpoint is by the asker's clock; null where there is no clock, or no time of a quorum. */
  readonly freshness: Freshness | null;
  /** The object's trail as its entries give it; null unless intact. */
  readonly trail: TrailSummary | null;
  /** `mismatch`, `unknown key` or `unknown object` where the record is not intact or not judged, else the kinds of the findings. */
  readonly status: readonly StatusKind[];
  readonly findings: readonly Finding[];
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
  readonly doesNotProve: string;
}

/** The one line that stands under every verdict. */
export const DOES_NOT_PROVE =
  'This does not prove that what the devices reported was true, that their clocks were right, or that a code belongs to the thing it is on.';
