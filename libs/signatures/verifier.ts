import type { SignatureAlgorithm } from './algorithm.js';

/** One signature to check. P-256 hashes `message` with SHA-256; Ed25519 takes it as it is. */
export interface SignatureCheck {
  readonly algorithm: SignatureAlgorithm;
  /** Ed25519: 32 bytes; P-256: 33 bytes, compressed. */
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  /** 64 bytes. */
  readonly signature: Uint8Array;
}

/**
 * Checks signatures by verification profile 1. Every implementation gives the same verdict for keys that pass `checkPublicKey`;
 * that the key passes is for the caller to see to, once per key.
 */
export abstract class SignatureVerifier {
  /**
   * One verdict for each check, in the order of the checks. A signature or key that cannot be read is `false`; only a failure of
   * the platform itself rejects. Safe to call in parallel.
   */
  abstract verifyAll(checks: readonly SignatureCheck[]): Promise<boolean[]>;
}
