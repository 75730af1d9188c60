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
 * Checks signatures by verification profile 1 (docs/formats/scan.md): every implementation gives the same verdict, here, in every
 * browser and offline. A key that does not pass `checkPublicKey` has no valid signatures.
 */
export abstract class SignatureVerifier {
  /**
   * One verdict for each check, in the order of the checks. A signature or key that cannot be read is `false`; only a failure of
   * the platform itself rejects. Safe to call in parallel.
   */
  abstract verifyAll(checks: readonly SignatureCheck[]): Promise<boolean[]>;
}
