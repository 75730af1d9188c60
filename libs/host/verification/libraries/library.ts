import type { SignatureCheck } from '#libs/core/signatures';

export type LibraryName = 'sodium-native' | 'node:crypto';

/** Asks the curve, at once and on this thread. Form and key were judged before: see `SynchronousVerifier`. */
export interface VerifyingLibrary {
  /** What verifies Ed25519. */
  readonly name: LibraryName;
  /** False where the bytes of the key are none. @throws only when the platform fails. */
  verify(check: SignatureCheck): boolean;
}
