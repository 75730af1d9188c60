import { p256 } from '@noble/curves/nist.js';
import { keyIdOf, normaliseSignature, SignatureAlgorithm } from '#libs/core/signatures';
import type { Signer } from '#libs/host/keys';

/** A P-256 signer whose signatures follow from key and message (RFC 6979), for golden files. */
export function p256SignerOf(secretKey: Uint8Array): Signer {
  const algorithm = SignatureAlgorithm.ECDSA_P256_SHA256;
  const publicKey = p256.getPublicKey(secretKey, true);
  return {
    algorithm,
    publicKey,
    keyId: keyIdOf(algorithm, publicKey),
    sign: (message) => normaliseSignature(algorithm, p256.sign(message, secretKey)),
  };
}
