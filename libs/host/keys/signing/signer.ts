import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { keyIdOf, normaliseSignature, SignatureAlgorithm } from '#libs/core/signatures';
import { publicKeyBytes } from './key-object.js';

/** Signs with one private key, which stays inside. */
export interface Signer {
  readonly algorithm: SignatureAlgorithm;
  /** Ed25519: 32 bytes; P-256: 33 bytes, compressed. */
  readonly publicKey: Uint8Array;
  /** 8 bytes. */
  readonly keyId: Uint8Array;
  /** @returns 64 bytes; P-256 with s in the lower half. */
  sign(message: Uint8Array): Uint8Array;
}

/** A new private key from the system's random source. */
export function generateKey(algorithm: SignatureAlgorithm): KeyObject {
  return algorithm === SignatureAlgorithm.ED25519
    ? generateKeyPairSync('ed25519').privateKey
    : generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

/** @throws {TypeError} when the key is neither Ed25519 nor P-256. */
export function signerOf(privateKey: KeyObject): Signer {
  const { algorithm, publicKey } = publicKeyBytes(privateKey);
  const signing =
    algorithm === SignatureAlgorithm.ED25519
      ? (message: Uint8Array) => sign(null, message, privateKey)
      : (message: Uint8Array) => sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return {
    algorithm,
    publicKey,
    keyId: keyIdOf(algorithm, publicKey),
    sign: (message) => normaliseSignature(algorithm, Uint8Array.from(signing(message))),
  };
}

/** Start of PKCS#8 of an Ed25519 key, RFC 8410; the seed of 32 bytes follows. */
const ED25519_PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The private key of an Ed25519 seed of 32 bytes. */
export const privateKeyOfSeed = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([ED25519_PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });

/** The signer of an Ed25519 seed (32 bytes), for simulated devices whose keys are derived and for golden vectors. */
export const signerOfSeed = (seed: Uint8Array): Signer => signerOf(privateKeyOfSeed(seed));
