/** Codes of {@link KeyStateError}. */
export type KeyStateErrorCode =
  | 'OPERATOR_UNKNOWN'
  | 'OPERATOR_MISPLACED'
  | 'OPERATOR_MISMATCH'
  | 'SIGNER_UNKNOWN'
  | 'SIGNER_NOT_ALLOWED'
  | 'ENROLLED_TWICE'
  | 'DEVICE_UNKNOWN'
  | 'KEY_UNKNOWN'
  | 'NOT_ENROLLED_YET'
  | 'BOOT_UNKNOWN';

/** An entry does not fit the keys that the log made known before it. */
export class KeyStateError extends Error {
  override readonly name = 'KeyStateError';
  constructor(
    readonly code: KeyStateErrorCode,
    message: string,
  ) {
    super(message);
  }
}
