import { checkPublicKey, type SignatureAlgorithm, SignatureError } from '#libs/core/signatures';
import { EnrolmentError } from './errors.js';

/**
 * Refuses a public key that not every verifier takes the same way (small order, mixed order, not canonical), before anything is signed
 * that would name it for ever.
 * @throws {EnrolmentError} KEY_INVALID
 * @see DESIGN.md, Verification profile 1
 */
export function checkKey({
  algorithm,
  publicKey,
}: {
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
}): void {
  try {
    checkPublicKey(algorithm, publicKey);
  } catch (cause) {
    if (!(cause instanceof SignatureError)) throw cause;
    throw new EnrolmentError('KEY_INVALID', `the public key cannot be enrolled: ${cause.message}`, { cause });
  }
}
