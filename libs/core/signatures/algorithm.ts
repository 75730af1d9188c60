import { sha256 } from '@noble/hashes/sha2.js';
import { SignatureError } from './errors.js';

/** The signature algorithms of the wire format, by their number there (proto/cairn/v1/entry.proto). */
export const SignatureAlgorithm = { ED25519: 1, ECDSA_P256_SHA256: 2 } as const;
export type SignatureAlgorithm = (typeof SignatureAlgorithm)[keyof typeof SignatureAlgorithm];

/** Bytes of a public key by algorithm: Ed25519 as RFC 8032; P-256 compressed as SEC 1 (0x02 or 0x03, then x). */
export const PUBLIC_KEY_BYTES: Readonly<Record<SignatureAlgorithm, number>> = { 1: 32, 2: 33 };

/** Bytes of a signature, whatever the algorithm: Ed25519 R || S, ECDSA r || s. */
export const SIGNATURE_BYTES = 64;

/** Bytes of a key id. */
export const KEY_ID_BYTES = 8;

/** True for the numbers of algorithms that this version knows. */
export const isSignatureAlgorithm = (value: number): value is SignatureAlgorithm => value === 1 || value === 2;

/**
 * Key id of a public key: SHA-256(algorithm byte || public key)[0:8].
 *
 * @throws {SignatureError} ALGORITHM_UNKNOWN, PUBLIC_KEY_LENGTH. Whether the key is a point of its curve is not judged here.
 * @see docs/formats/scan.md, Key ids
 */
export function keyIdOf(algorithm: SignatureAlgorithm, publicKey: Uint8Array): Uint8Array {
  requirePublicKeyLength(algorithm, publicKey);
  const message = new Uint8Array(1 + publicKey.length);
  message[0] = algorithm;
  message.set(publicKey, 1);
  return sha256(message).slice(0, KEY_ID_BYTES);
}

/** @throws {SignatureError} ALGORITHM_UNKNOWN, PUBLIC_KEY_LENGTH. */
export function requirePublicKeyLength(algorithm: SignatureAlgorithm, publicKey: Uint8Array): void {
  if (!isSignatureAlgorithm(algorithm)) {
    throw new SignatureError('ALGORITHM_UNKNOWN', `signature algorithm ${String(algorithm)} is not known`);
  }
  if (publicKey.length !== PUBLIC_KEY_BYTES[algorithm]) {
    throw new SignatureError(
      'PUBLIC_KEY_LENGTH',
      `a public key of algorithm ${algorithm} has ${PUBLIC_KEY_BYTES[algorithm]} bytes, got ${publicKey.length}`,
    );
  }
}
