/** Codes of {@link VerificationError}. */
export type VerificationErrorCode =
  /** Threads ended again and again before they gave a verdict. */
  | 'THREADS_END'
  /** Known signatures got wrong verdicts. */
  | 'KNOWN_ANSWERS_WRONG'
  /** Asked for after, or closed during, a verification. */
  | 'CLOSED';

/** The machine could not verify. It says nothing about the signatures: no verdict was given. */
export class VerificationError extends Error {
  override readonly name = 'VerificationError';
  constructor(
    readonly code: VerificationErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
