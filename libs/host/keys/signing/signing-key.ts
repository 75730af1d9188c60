import type { SignatureAlgorithm } from '#libs/core/signatures';
import type { Signer } from './signer.js';

/**
 * A key that signs for a node: of its log, its operator, its receipts. The private half may lie in a device that is asked over a
 * wire, so an answer takes time, and may fail. Nothing is promised by a signature that nobody has stored: whoever asks may ask again,
 * and asks only for what it would sign a second time. Calls may be made in parallel.
 */
export abstract class SigningKey {
  abstract readonly algorithm: SignatureAlgorithm;
  /** Ed25519: 32 bytes; P-256: 33 bytes, compressed. */
  abstract readonly publicKey: Uint8Array;
  /** 8 bytes. */
  abstract readonly keyId: Uint8Array;
  /**
   * @returns 64 bytes; P-256 with s in the lower half.
   * @throws what the device has against it; the caller starts again from what is committed.
   */
  abstract sign(message: Uint8Array): Promise<Uint8Array>;
}

/** The adapter for a key in this process: of a file, or of the environment. */
export class LocalSigningKey extends SigningKey {
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
  readonly keyId: Uint8Array;
  readonly #signer: Signer;

  constructor(signer: Signer) {
    super();
    this.algorithm = signer.algorithm;
    this.publicKey = signer.publicKey;
    this.keyId = signer.keyId;
    this.#signer = signer;
  }

  override async sign(message: Uint8Array): Promise<Uint8Array> {
    return this.#signer.sign(message);
  }
}
