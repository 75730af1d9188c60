import { requirePublicKeyLength, SIGNATURE_BYTES, SignatureAlgorithm } from './algorithm.js';
import { checkEd25519PublicKey, ED25519_ORDER } from './ed25519-key.js';
import { SignatureError } from './errors.js';
import { bigEndian, toBigEndian } from './numbers.js';
import { expandP256PublicKey, P256_ORDER } from './p256-key.js';
import type { SignatureCheck } from './verifier.js';

// Verification profile 1: what every verifier decides by itself, before any library or platform is asked. Implementations differ
// exactly here (empty or short signatures, r = 0, s >= n, R of small order), and their differences would become ours.

const ED25519_ORDER_BYTES = toBigEndian(ED25519_ORDER, 32).reverse();
const P256_ORDER_BYTES = toBigEndian(P256_ORDER, 32);
const P256_HALF_ORDER_BYTES = toBigEndian(P256_ORDER / 2n, 32);

const fromHex = (text: string): Uint8Array => Uint8Array.from(text.match(/../g)!, (pair) => parseInt(pair, 16));

/** The y coordinates of the eight points of small order with their non-canonical spellings, sign bit cleared. */
const SMALL_ORDER_Y = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
].map(fromHex);

/** True when the 32 bytes at `offset` spell, canonically or not, a point whose order divides 8. */
function isSmallOrder(bytes: Uint8Array, offset: number): boolean {
  return SMALL_ORDER_Y.some((y) => {
    for (let i = 0; i < 31; i++) if (bytes[offset + i] !== y[i]) return false;
    return (bytes[offset + 31]! & 0x7f) === y[31];
  });
}

function isBelowBigEndian(bytes: Uint8Array, offset: number, bound: Uint8Array): boolean {
  for (let i = 0; i < 32; i++) if (bytes[offset + i] !== bound[i]) return bytes[offset + i]! < bound[i]!;
  return false;
}

function isBelowLittleEndian(bytes: Uint8Array, offset: number, bound: Uint8Array): boolean {
  for (let i = 31; i >= 0; i--) if (bytes[offset + i] !== bound[i]) return bytes[offset + i]! < bound[i]!;
  return false;
}

function isZero(bytes: Uint8Array, offset: number): boolean {
  for (let i = 0; i < 32; i++) if (bytes[offset + i] !== 0) return false;
  return true;
}

/**
 * The part of verification profile 1 that is bytes only. Ed25519: S < L, neither R nor the key of small order. P-256: 1 <= r, s < n.
 * False means that the signature is invalid whatever a library says; true means that the curve must be asked.
 *
 * @see docs/formats/scan.md, Verification profile 1
 */
export function hasSignatureForm({ algorithm, publicKey, signature }: SignatureCheck): boolean {
  if (signature.length !== SIGNATURE_BYTES) return false;
  if (algorithm === SignatureAlgorithm.ED25519) {
    return (
      publicKey.length === 32 &&
      isBelowLittleEndian(signature, 32, ED25519_ORDER_BYTES) &&
      !isSmallOrder(signature, 0) &&
      !isSmallOrder(publicKey, 0)
    );
  }
  return (
    algorithm === SignatureAlgorithm.ECDSA_P256_SHA256 &&
    publicKey.length === 33 &&
    !isZero(signature, 0) &&
    !isZero(signature, 32) &&
    isBelowBigEndian(signature, 0, P256_ORDER_BYTES) &&
    isBelowBigEndian(signature, 32, P256_ORDER_BYTES)
  );
}

/**
 * Brings a signature to the one form that is logged: P-256 with s in the lower half (n - s verifies as well as s), Ed25519 as it is.
 *
 * @param signature 64 bytes. @returns the same array where nothing had to change.
 * @throws {SignatureError} SIGNATURE_FORM when it has not 64 bytes or s is not below n.
 */
export function normaliseSignature(algorithm: SignatureAlgorithm, signature: Uint8Array): Uint8Array {
  if (signature.length !== SIGNATURE_BYTES)
    throw new SignatureError('SIGNATURE_FORM', `a signature has 64 bytes, got ${signature.length}`);
  if (algorithm !== SignatureAlgorithm.ECDSA_P256_SHA256) return signature;
  if (!isBelowBigEndian(signature, 32, P256_ORDER_BYTES))
    throw new SignatureError('SIGNATURE_FORM', 's is not below n');
  if (!isBelowBigEndian(P256_HALF_ORDER_BYTES, 0, signature.subarray(32))) return signature;
  const normalised = Uint8Array.from(signature);
  normalised.set(toBigEndian(P256_ORDER - bigEndian(signature.subarray(32)), 32), 32);
  return normalised;
}

/**
 * Decides whether a public key may be enrolled; evidence is judged by it too, so that an operator who enrols a crooked key gains
 * nothing. Signatures by a key that passes get the same verdict from every verifier. One to three milliseconds: ask once per key.
 *
 * @param publicKey Ed25519: 32 bytes; P-256: 33 bytes, compressed.
 * @throws {SignatureError} ALGORITHM_UNKNOWN, PUBLIC_KEY_LENGTH, PUBLIC_KEY_NOT_CANONICAL, PUBLIC_KEY_NOT_ON_CURVE,
 *   PUBLIC_KEY_SMALL_ORDER, PUBLIC_KEY_TORSION.
 */
export function checkPublicKey(algorithm: SignatureAlgorithm, publicKey: Uint8Array): void {
  requirePublicKeyLength(algorithm, publicKey);
  if (algorithm === SignatureAlgorithm.ED25519) checkEd25519PublicKey(publicKey);
  else expandP256PublicKey(publicKey);
}
