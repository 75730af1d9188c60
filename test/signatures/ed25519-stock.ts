import { createHash } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { type Signer, signerOfSeed } from '#libs/host/keys';
import type { Random } from '../faults/random.js';
import { flipped, fromLittleEndian, littleEndian, randomBytes } from './case.js';

const Edwards = ed25519.Point;
const P = Edwards.Fp.ORDER;
export const L = Edwards.Fn.ORDER;

export interface Ed25519Key {
  readonly signer: Signer;
  /** The secret scalar, so that signatures can be made that a signer would never make. */
  readonly scalar: bigint;
}

/** R = nonce B, and the same point with each of the seven parts of small order. */
interface Nonce {
  readonly scalar: bigint;
  readonly r: Uint8Array;
  readonly withTorsion: readonly Uint8Array[];
}

const KEYS = 64;
const NONCES = 16;
const CROOKED_OF_EACH = 60;

/** Of order 8; its multiples are all eight points of small order. */
const TORSION = Edwards.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');
const MULTIPLES = Array.from({ length: 8 }, (_, at) => TORSION.multiplyUnsafe(BigInt(at)));

const bothSigns = (bytes: Uint8Array): Uint8Array[] => [bytes, bytes.with(31, bytes[31]! ^ 0x80)];

/** Every spelling of a point of small order: y or, where it is below 2^255, y + p, with either sign. */
export const SMALL_ORDER = [...new Set(MULTIPLES.map((point) => point.toAffine().y))]
  .flatMap((y) => [y, y + P])
  .filter((y) => y < 2n ** 255n)
  .flatMap((y) => bothSigns(littleEndian(y)));

/** Every spelling whose y is not below p. */
export const NOT_CANONICAL = Array.from({ length: 19 }, (_, more) => P + BigInt(more)).flatMap((y) =>
  bothSigns(littleEndian(y)),
);

/** Keys and nonces that a seed repeats. They are few, since each takes milliseconds; the messages differ in every case. */
export class Ed25519Stock {
  readonly keys: readonly Ed25519Key[];
  readonly nonces: readonly Nonce[];
  /** Keys that the profile refuses, with the scalar of what is sound in them. */
  readonly crookedKeys: readonly { readonly publicKey: Uint8Array; readonly scalar: bigint }[];

  constructor(random: Random) {
    this.keys = Array.from({ length: KEYS }, () => {
      const seed = randomBytes(random, 32);
      return { signer: signerOfSeed(seed), scalar: ed25519.utils.getExtendedPublicKey(seed).scalar };
    });
    this.nonces = Array.from({ length: NONCES }, () => {
      const scalar = fromLittleEndian(randomBytes(random, 32)) % L;
      const point = Edwards.BASE.multiply(scalar);
      const withTorsion = MULTIPLES.slice(1).map((torsion) => point.add(torsion).toBytes());
      return { scalar, r: point.toBytes(), withTorsion };
    });
    const some = Array.from({ length: CROOKED_OF_EACH }, () => random.pick(this.keys));
    this.crookedKeys = [
      ...some.map(({ signer, scalar }) => {
        const torsion = MULTIPLES[1 + Math.floor(random.next() * 7)]!;
        return { publicKey: Edwards.fromBytes(signer.publicKey).add(torsion).toBytes(), scalar };
      }),
      ...some.map(({ signer, scalar }) => ({ publicKey: flipped(random, signer.publicKey), scalar })),
      ...some.map(({ scalar }) => ({ publicKey: randomBytes(random, 32), scalar })),
      ...[...SMALL_ORDER, ...NOT_CANONICAL].map((publicKey) => ({ publicKey, scalar: 0n })),
    ];
  }
}

/** k of RFC 8032, over the bytes as they are. */
const challenge = (r: Uint8Array, key: Uint8Array, message: Uint8Array): bigint =>
  fromLittleEndian(createHash('sha512').update(r).update(key).update(message).digest()) % L;

/** S = nonce + k a: it fits R = nonce B and A = a B, whatever small parts their spellings carry. */
export const fittingS = (
  r: Uint8Array,
  nonce: bigint,
  key: { readonly publicKey: Uint8Array; readonly scalar: bigint },
  message: Uint8Array,
): Uint8Array => littleEndian((nonce + challenge(r, key.publicKey, message) * key.scalar) % L);
