export type IdentityErrorCode =
  /** A key file or the origin is missing, and a log has been begun with it. */
  | 'IDENTITY_MISSING'
  /** Keys, origin, policy and database are not of one log. */
  | 'IDENTITY_MISMATCH';

/** One sentence for the operator: what does not belong together, and what can be done. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';
  constructor(
    readonly code: IdentityErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** An exchange of a key cannot go this step: why, and what is to be done before. */
export class RotationError extends Error {
  override readonly name = 'RotationError';
  readonly code = 'ROTATION_NOT_READY';
}
