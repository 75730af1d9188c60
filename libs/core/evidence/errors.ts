/** Codes of {@link EvidenceError}. */
export type EvidenceErrorCode =
  | 'TOO_LARGE'
  | 'NOT_CANONICAL'
  | 'FORMAT_UNKNOWN'
  | 'MEMBER_WRONG'
  | 'NUMBER_TOO_LARGE'
  | 'PARTS_WRONG'
  | 'OBJECT_UNKNOWN'
  | 'TOO_MANY_ENTRIES'
  | 'TOO_MANY_HEADERS'
  | 'PROOF_MISMATCH';

/** A text is not an evidence bundle, or evidence cannot be made of what was given. */
export class EvidenceError extends Error {
  override readonly name = 'EvidenceError';
  constructor(
    readonly code: EvidenceErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
