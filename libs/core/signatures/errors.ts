/** Codes of {@link SignatureError}. */
export type SignatureErrorCode =
  | 'ALGORITHM_UNKNOWN'
  | 'PUBLIC_KEY_LENGTH'
  | 'PUBLIC_KEY_NOT_CANONICAL'
  | 'PUBLIC_KEY_NOT_ON_CURVE'
  | 'PUBLIC_KEY_SMALL_ORDER'
  | 'PUBLIC_KEY_TORSION'
  | 'SIGNATURE_FORM';

/** A key or a signature that verification profile 1 does not allow. */
export class SignatureError extends Error {
  override readonly name = 'SignatureError';
  constructor(
    readonly code: SignatureErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
