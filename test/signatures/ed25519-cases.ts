import type { Random } from '../faults/random.js';
import {
  below,
  type CaseKind,
  flipped,
  fromLittleEndian,
  joined,
  littleEndian,
  randomBytes,
  randomMessage,
  resized,
} from './case.js';
import { type Ed25519Stock, fittingS, L, NOT_CANONICAL, SMALL_ORDER } from './ed25519-stock.js';

const ALGORITHM = 1 as const;

/** Ways to make Ed25519 signatures, good ones and such as each rule of the profile refuses. */
export function ed25519Kinds(stock: Ed25519Stock): CaseKind[] {
  const good = (random: Random) => {
    const { signer, scalar } = random.pick(stock.keys);
    const message = randomMessage(random);
    return { algorithm: ALGORITHM, publicKey: signer.publicKey, message, signature: signer.sign(message), scalar };
  };
  type Good = ReturnType<typeof good>;
  /** A good one of which something is replaced. */
  const spoiled = (kind: string, weight: number, spoil: (check: Good, random: Random) => Partial<Good>): CaseKind => ({
    kind: `Ed25519, ${kind}`,
    weight,
    make: (random) => {
      const check = good(random);
      return { check: { ...check, ...spoil(check, random) }, isValid: false };
    },
  });
  const withS = ({ signature }: Good, s: bigint): Partial<Good> => ({
    signature: joined(signature.subarray(0, 32), littleEndian(s)),
  });
  const withR = (r: Uint8Array, nonce: bigint, check: Good): Partial<Good> => ({
    signature: joined(r, fittingS(r, nonce, check, check.message)),
  });

  return [
    { kind: 'Ed25519, good', weight: 20, make: (random) => ({ check: good(random), isValid: true }) },
    {
      kind: 'Ed25519, good, with a nonce of ours',
      weight: 4,
      make: (random) => {
        const check = good(random);
        const { r, scalar } = random.pick(stock.nonces);
        return { check: { ...check, ...withR(r, scalar, check) }, isValid: true };
      },
    },
    spoiled('bit of R', 8, ({ signature }, random) => ({ signature: flipped(random, signature, 0, 32) })),
    spoiled('bit of S', 8, ({ signature }, random) => ({ signature: flipped(random, signature, 32, 64) })),
    spoiled('bit of the message', 8, ({ message }, random) => ({
      message: message.length > 0 ? flipped(random, message) : Uint8Array.of(0),
    })),
    spoiled('message cut or longer', 2, ({ message }, random) => ({
      message: message.length > 0 && random.next() < 0.5 ? message.subarray(1) : joined(message, Uint8Array.of(0)),
    })),
    spoiled('another key', 5, ({ publicKey }, random) => ({
      publicKey: random.pick(stock.keys.filter(({ signer }) => signer.publicKey !== publicKey)).signer.publicKey,
    })),
    spoiled('S + a multiple of L', 5, (check, random) => {
      const s = fromLittleEndian(check.signature.subarray(32));
      const most = Number((2n ** 256n - 1n - s) / L);
      return withS(check, s + BigInt(1 + below(random, most)) * L);
    }),
    spoiled('S = L and near it', 2, (check, random) => withS(check, L + BigInt(below(random, 5) - 2))),
    spoiled('high bits of S', 4, ({ signature }, random) => ({
      signature: signature.with(63, signature[63]! | random.pick([0x20, 0x40, 0x80, 0xe0])),
    })),
    spoiled('S of 0 or all bits', 1, (check, random) => withS(check, random.pick([0n, 2n ** 256n - 1n]))),
    spoiled('R of small order, S fits', 5, (check, random) => withR(random.pick(SMALL_ORDER), 0n, check)),
    spoiled('R with torsion, S fits', 6, (check, random) => {
      const { withTorsion, scalar } = random.pick(stock.nonces);
      return withR(random.pick(withTorsion), scalar, check);
    }),
    spoiled('R not canonical', 4, (check, random) => withR(random.pick(NOT_CANONICAL), 0n, check)),
    spoiled('R and S changed round', 1, ({ signature }) => ({
      signature: joined(signature.subarray(32), signature.subarray(0, 32)),
    })),
    spoiled('key that is not sound, S fits', 10, (_, random) => {
      const { publicKey, scalar } = random.pick(stock.crookedKeys);
      const { r, scalar: nonce } = random.pick(stock.nonces);
      const message = randomMessage(random);
      const s = fittingS(r, nonce, { publicKey, scalar }, message);
      return { publicKey, message, signature: joined(r, s) };
    }),
    spoiled('random signature', 3, (_, random) => ({ signature: randomBytes(random, 64) })),
    spoiled('signature of another length', 3, ({ signature }, random) => ({ signature: resized(random, signature) })),
    spoiled('key of another length', 1, ({ publicKey }, random) => ({ publicKey: resized(random, publicKey) })),
    spoiled('said to be of another algorithm', 1, (_, random) => ({
      algorithm: random.pick([0, 2, 3, 257, -1, 2 ** 32 + 1, 1.5]) as typeof ALGORITHM,
    })),
  ];
}
