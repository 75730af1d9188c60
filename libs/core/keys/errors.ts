/** Codes of {@link KeyStateError}. */
export type KeyStateErrorCode =
  | 'OPERATOR_UNKNOWN'
  | 'OPERATOR_MISPLACED'
  | 'OPERATOR_MISMATCH'
  | 'SIGNER_UNKNOWN'
  | 'SIGNER_NOT_ALLOWED'
  | 'SIGNER_EXPIRED'
  | 'ENROLLED_TWICE'
  | 'DEVICE_UNKNOWN'
  | 'DEVICE_SIGNS_NO_SCANS'
  | 'SUBJECT_UNKNOWN'
  | 'KEY_UNKNOWN'
  | 'KEY_NOT_YET'
  | 'KEY_REPEATED'
  | 'KEY_ENDED'
  | 'KEY_NOT_ACTIVE'
  | 'KEY_EXPIRED'
  | 'LAST_OPERATOR_KEY'
  | 'EXPIRY_NOT_ALLOWED'
  | 'LAST_MISSING'
  | 'LAST_NOT_ALLOWED'
  | 'LAST_MISFIT'
  | 'NOT_ENROLLED_YET'
  | 'BOOT_REPEATED'
  | 'BOOT_UNKNOWN'
  | 'BOOT_NOT_YET'
  | 'BOOT_ENDED';

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
