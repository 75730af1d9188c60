import { SignatureAlgorithm } from '#libs/core/signatures';
import type { VerifyingLibrary } from './library.js';

/** What is used of sodium-native. */
export interface Sodium {
  crypto_sign_verify_detached(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
}

/** Not written into the import itself: the package is optional, and types must be right without it too. */
const PACKAGE: string = 'sodium-native';

/** @throws where the package is not installed, or has no build for this machine. */
export async function loadSodium(): Promise<Sodium> {
  return ((await import(PACKAGE)) as { readonly default: Sodium }).default;
}

/**
 * libsodium for Ed25519: twice as fast as OpenSSL. It knows no P-256.
 *
 * @param others verifies all other algorithms.
 */
export const sodiumLibrary = (sodium: Sodium, others: VerifyingLibrary): VerifyingLibrary => ({
  name: 'sodium-native',
  verify: (check) =>
    check.algorithm === SignatureAlgorithm.ED25519
      ? sodium.crypto_sign_verify_detached(check.signature, check.message, check.publicKey)
      : others.verify(check),
});
