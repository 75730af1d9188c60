import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { hasSignatureForm, SignatureAlgorithm, type SignatureCheck, SignatureVerifier } from '#libs/core/signatures';

/**
 * Verifies at once, on the thread that asks, by one Ed25519 key of the node under test. The thread pool of NativeVerifier would let the
 * hundred receipts of one batch each verify the signature that they share before the first verdict is known.
 */
export class SameThreadVerifier extends SignatureVerifier {
  private readonly keys = new Map<string, KeyObject>();

  override verifyAll(checks: readonly SignatureCheck[]): Promise<boolean[]> {
    return Promise.resolve(checks.map((check) => hasSignatureForm(check) && this.isSigned(check)));
  }

  private isSigned({ algorithm, publicKey, message, signature }: SignatureCheck): boolean {
    if (algorithm !== SignatureAlgorithm.ED25519) throw new Error('the bench knows receipt keys of Ed25519 alone');
    const x = Buffer.from(publicKey).toString('base64url');
    const key = this.keys.get(x) ?? createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    this.keys.set(x, key);
    return verify(null, message, key, signature);
  }
}
