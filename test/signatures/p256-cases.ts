import { p256 } from '@noble/curves/nist.js';
import type { SignatureCheck } from '#libs/core/signatures';
import type { Random } from '../faults/random.js';
import {
  bigEndian,
  below,
  type CaseKind,
  flipped,
  fromBigEndian,
  joined,
  randomBytes,
  randomMessage,
  resized,
} from './case.js';

const N = p256.Point.Fn.ORDER;
const P = p256.Point.Fp.ORDER;
const ALGORITHM = 2 as const;
const KEYS = 16;
const SIGNATURES_OF_EACH = 16;
const CROOKED = 40;

/** Signatures that a seed repeats: those of node:crypto have a random nonce, and making one otherwise takes a while. */
export class P256Stock {
  readonly good: readonly SignatureCheck[];
  readonly crookedKeys: readonly Uint8Array[];

  constructor(random: Random) {
    this.good = Array.from({ length: KEYS }, () => {
      const secret = bigEndian(1n + (fromBigEndian(randomBytes(random, 32)) % (N - 1n)));
      const publicKey = p256.getPublicKey(secret, true);
      return Array.from({ length: SIGNATURES_OF_EACH }, () => {
        const message = randomMessage(random);
        const signature = p256.sign(message, secret, { lowS: true, extraEntropy: false });
        return { algorithm: ALGORITHM, publicKey, message, signature };
      });
    }).flat();
    const some = Array.from({ length: CROOKED }, () => random.pick(this.good).publicKey);
    this.crookedKeys = [
      ...some.map((key) => flipped(random, key)),
      ...some.map((key) => key.with(0, random.pick([0, 1, 4, 6, 255]))),
      ...[0n, 1n, P, P + 1n, 2n ** 256n - 1n].map((x) => joined(Uint8Array.of(2), bigEndian(x))),
    ];
  }
}

/** Ways to make P-256 signatures, good ones and such as each rule of the profile refuses. */
export function p256Kinds({ good, crookedKeys }: P256Stock): CaseKind[] {
  const changed = (
    kind: string,
    weight: number,
    change: (check: SignatureCheck, random: Random) => Partial<SignatureCheck>,
    isValid = false,
  ): CaseKind => ({
    kind: `P-256, ${kind}`,
    weight,
    make: (random) => {
      const check = random.pick(good);
      return { check: { ...check, ...change(check, random) }, isValid };
    },
  });
  const withR = ({ signature }: SignatureCheck, r: bigint) => ({
    signature: joined(bigEndian(r), signature.subarray(32)),
  });
  const withS = ({ signature }: SignatureCheck, s: bigint) => ({
    signature: joined(signature.subarray(0, 32), bigEndian(s)),
  });
  const edges = [0n, 1n, N - 1n, N, N + 1n, 2n ** 256n - 1n];
  const sOf = ({ signature }: SignatureCheck): bigint => fromBigEndian(signature.subarray(32));

  return [
    changed('good', 4, () => ({}), true),
    changed('s in the upper half', 2, (check) => withS(check, N - sOf(check)), true),
    changed('bit of r', 2, ({ signature }, random) => ({ signature: flipped(random, signature, 0, 32) })),
    changed('bit of s', 2, ({ signature }, random) => ({ signature: flipped(random, signature, 32, 64) })),
    changed('another message', 2, (_, random) => ({ message: randomBytes(random, 1 + below(random, 300)) })),
    changed('another key', 1, ({ publicKey }, random) => ({
      publicKey: random.pick(good.filter((other) => other.publicKey !== publicKey)).publicKey,
    })),
    changed('r at an edge', 2, (check, random) => withR(check, random.pick(edges))),
    changed('s at an edge', 2, (check, random) => withS(check, random.pick(edges))),
    changed('r and s changed round', 1, ({ signature }) => ({
      signature: joined(signature.subarray(32), signature.subarray(0, 32)),
    })),
    changed('key of the other half', 1, ({ publicKey }) => ({ publicKey: publicKey.with(0, publicKey[0]! ^ 1) })),
    changed('key that is not sound', 2, (_, random) => ({ publicKey: random.pick(crookedKeys) })),
    changed('random signature', 1, (_, random) => ({ signature: randomBytes(random, 64) })),
    changed('signature of another length', 1, ({ signature }, random) => ({ signature: resized(random, signature) })),
    changed('key of another length', 1, ({ publicKey }, random) => ({ publicKey: resized(random, publicKey) })),
    changed('in DER', 1, ({ signature }) => ({
      signature: p256.Signature.fromBytes(signature, 'compact').toBytes('der'),
    })),
    changed('said to be of another algorithm', 1, (_, random) => ({
      algorithm: random.pick([0, 1, 3, 258, 2 ** 32 + 2]) as typeof ALGORITHM,
    })),
  ];
}
