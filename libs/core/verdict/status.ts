/** What can be said of the thing itself, beside whether its record is intact. */
export type StatusKind =
  | 'complete'
  | 'gap'
  | 'mismatch'
  | 'unknown key'
  | 'unknown object'
  | 'seen elsewhere'
  | 'recalled'
  | 'excursion'
  | 'stale'
  | 'notice'
  | 'not checked';

/** Kinds that this version never gives, and why: they stand in the list so that programs are written for them. */
export const STATUS_NOT_YET: Readonly<Partial<Record<StatusKind, string>>> = {
  complete: 'Nobody can prove yet that nothing was left out; `not checked` says so.',
  recalled: 'Recalls are no events of the log yet.',
};

/** Something that the entries show and a person should know. */
export interface Finding {
  readonly code: FindingCode;
  readonly kind: StatusKind;
  readonly text: string;
  /** Log indexes of the entries that show it. */
  readonly entries: readonly number[];
}

/** Every code of a finding with its kind. */
export const FINDINGS = {
  COUNTER_HOLE: 'gap',
  STEP_MISSING: 'gap',
  UNPACKED_NOT_PACKED: 'gap',
  SEEN_ELSEWHERE: 'seen elsewhere',
  PACKING_NOT_CONFIRMED: 'seen elsewhere',
  EXCURSION: 'excursion',
  HOLDER_UNCONFIRMED: 'notice',
  LATE_NO_EFFECT: 'notice',
  TOLD_LATE: 'notice',
  CODE_SEEN_TWICE: 'notice',
  DISPUTED: 'notice',
  DECLARED_WRONG: 'notice',
  REPORTED_FOR: 'notice',
  SPAN_UNCERTAIN: 'notice',
  PACKING_IMPOSSIBLE: 'notice',
  SEEN_AFTER_ITS_END: 'notice',
  COUNTER_REFUSED: 'notice',
  EQUIVOCATION: 'notice',
  KEY_COMPROMISED: 'notice',
  PREVIOUS_MISFIT: 'notice',
  SEEN_CHECKPOINT_ODD: 'notice',
  TIME_ODD: 'notice',
  CLAIMS_DISAGREE: 'notice',
  FACTS_DISAGREE: 'notice',
  STALE: 'stale',
  DEPTH: 'not checked',
  CUT: 'not checked',
} as const satisfies Readonly<Record<string, StatusKind>>;
export type FindingCode = keyof typeof FINDINGS;

export const finding = (code: FindingCode, text: string, entries: readonly number[]): Finding => ({
  code,
  kind: FINDINGS[code],
  text,
  entries,
});
