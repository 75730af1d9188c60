import { createPublicKey, type KeyObject } from 'node:crypto';
import { SignatureAlgorithm } from '#libs/core/signatures';

/**
 * The public half of a private key as the wire format has it: Ed25519 32 bytes, P-256 33 bytes compressed.
 *
 * @throws {TypeError} for keys of any other kind.
 */
export function publicKeyBytes(privateKey: KeyObject): { algorithm: SignatureAlgorithm; publicKey: Uint8Array } {
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' });
  const coordinate = (text: string | undefined): Uint8Array => new Uint8Array(Buffer.from(text ?? '', 'base64url'));
  if (jwk.crv === 'Ed25519') return { algorithm: SignatureAlgorithm.ED25519, publicKey: coordinate(jwk.x) };
  if (jwk.crv === 'P-256') {
    const prefix = 2 + (coordinate(jwk.y).at(-1)! & 1);
    return { algorithm: SignatureAlgorithm.ECDSA_P256_SHA256, publicKey: Uint8Array.of(prefix, ...coordinate(jwk.x)) };
  }
  throw new TypeError(`a key for signing is Ed25519 or P-256, not ${jwk.crv ?? jwk.kty ?? 'unknown'}`);
}
