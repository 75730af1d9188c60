import { normaliseSignature, type SignatureAlgorithm, type SignatureVerifier } from '#libs/core/signatures';
import { NativeVerifier } from './native.js';
import { LocalSigningKey, SigningKey } from './signing-key.js';

/** A signing device that did not do what was asked of it. */
export class SigningError extends Error {
  override readonly name = 'SigningError';
  constructor(
    readonly code:
      /** No answer in time. */ 'SIGNING_TIMEOUT' | /** An answer that is no signature by its key. */ 'SIGNATURE_WRONG',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A device that takes longer is taken for gone: receipts wait for it, and a stand-by may reach another one. */
export const SIGNING_TIMEOUT_MS = 5_000;

/**
 * A key of elsewhere whose answers are in time, in the one form that is logged, and good; everything else is an error before anybody
 * sees it. A key of this process is given back as it is.
 */
export function guardedKey(
  key: SigningKey,
  { timeoutMs = SIGNING_TIMEOUT_MS, verifier = new NativeVerifier() as SignatureVerifier } = {},
): SigningKey {
  return key instanceof LocalSigningKey ? key : new GuardedKey(key, timeoutMs, verifier);
}

class GuardedKey extends SigningKey {
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
  readonly keyId: Uint8Array;

  constructor(
    private readonly key: SigningKey,
    private readonly timeoutMs: number,
    private readonly verifier: SignatureVerifier,
  ) {
    super();
    this.algorithm = key.algorithm;
    this.publicKey = key.publicKey;
    this.keyId = key.keyId;
  }

  override async sign(message: Uint8Array): Promise<Uint8Array> {
    const { algorithm, publicKey } = this;
    const signature = normalised(algorithm, await this.inTime(this.key.sign(message)));
    const [isGood] = await this.verifier.verifyAll([{ algorithm, publicKey, message, signature }]);
    if (isGood !== true) throw wrong();
    return signature;
  }

  private async inTime(signing: Promise<Uint8Array>): Promise<Uint8Array> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const error = new SigningError('SIGNING_TIMEOUT', `the signing key did not answer within ${this.timeoutMs} ms`);
      timer = setTimeout(() => reject(error), this.timeoutMs);
    });
    try {
      return await Promise.race([signing, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function normalised(...given: Parameters<typeof normaliseSignature>): Uint8Array {
  try {
    return normaliseSignature(...given);
  } catch (cause) {
    throw wrong(cause);
  }
}

const wrong = (cause?: unknown): SigningError =>
  new SigningError('SIGNATURE_WRONG', 'what the signing key answered is no signature by its public key', { cause });
