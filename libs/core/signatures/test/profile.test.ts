import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import fc from 'fast-check';
import { checkPublicKey, expandP256PublicKey, keyIdOf, NobleVerifier, normaliseSignature } from '#libs/core/signatures';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const Point = ed25519.Point;
const TORSION = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'); // order 8
const code = (expected: string) => expect.objectContaining({ code: expected });
const scalar = fc.bigInt(1n, Point.Fn.ORDER - 1n);

describe('an Ed25519 key', () => {
  it('of prime order may be enrolled', () => {
    fc.assert(
      fc.property(scalar, (k) => checkPublicKey(1, Point.BASE.multiply(k).toBytes())),
      { numRuns: 20 },
    );
  });

  it('with a torsion component may not', () => {
    fc.assert(
      fc.property(scalar, fc.integer({ min: 1, max: 7 }), (k, t) => {
        const key = Point.BASE.multiply(k)
          .add(TORSION.multiplyUnsafe(BigInt(t)))
          .toBytes();
        expect(() => checkPublicKey(1, key)).toThrow(code('PUBLIC_KEY_TORSION'));
      }),
      { numRuns: 20 },
    );
  });

  it('of small order may not', () => {
    for (let t = 0n; t < 8n; t++) {
      const key = TORSION.multiplyUnsafe(t).toBytes();
      expect(() => checkPublicKey(1, key)).toThrow(code('PUBLIC_KEY_SMALL_ORDER'));
    }
  });

  it.each([
    ['y = p', 'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
    ['y = 2^255 - 1', 'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
    ['x = 0 said to be odd', '0100000000000000000000000000000000000000000000000000000000000080'],
  ])('in another spelling may not: %s', (_what, key) => {
    expect(() => checkPublicKey(1, hex(key))).toThrow(code('PUBLIC_KEY_NOT_CANONICAL'));
  });

  it('that is no point may not', () => {
    expect(() => checkPublicKey(1, hex(`02${'00'.repeat(31)}`))).toThrow(code('PUBLIC_KEY_NOT_ON_CURVE'));
  });
});

describe('a P-256 key', () => {
  it('is expanded as by other software', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, p256.Point.Fn.ORDER - 1n), (k) => {
        const point = p256.Point.BASE.multiply(k);
        const { x, y } = expandP256PublicKey(point.toBytes(true));
        expect(Uint8Array.of(4, ...x, ...y)).toEqual(point.toBytes(false));
        checkPublicKey(2, point.toBytes(true));
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ['prefix 4', `04${'11'.repeat(32)}`, 'PUBLIC_KEY_NOT_CANONICAL'],
    ['x = p', '02ffffffff00000001000000000000000000000000ffffffffffffffffffffffff', 'PUBLIC_KEY_NOT_CANONICAL'],
    ['x of no point', `02${'00'.repeat(31)}01`, 'PUBLIC_KEY_NOT_ON_CURVE'],
  ])('of another form may not be enrolled: %s', (_what, key, expected) => {
    expect(() => checkPublicKey(2, hex(key))).toThrow(code(expected));
  });
});

describe('a key', () => {
  it('has its length and a known algorithm', () => {
    expect(() => checkPublicKey(1, new Uint8Array(33))).toThrow(code('PUBLIC_KEY_LENGTH'));
    expect(() => checkPublicKey(2, new Uint8Array(65))).toThrow(code('PUBLIC_KEY_LENGTH'));
    expect(() => keyIdOf(3 as never, new Uint8Array(32))).toThrow(code('ALGORITHM_UNKNOWN'));
  });

  it('has an id of 8 bytes that depends on the algorithm', () => {
    // SHA-256 of the algorithm byte and that many zeros, by sha256sum
    expect(keyIdOf(1, new Uint8Array(32))).toEqual(hex('1a7dfdeaffeedac4'));
    expect(keyIdOf(2, new Uint8Array(33))).toEqual(hex('a9e467aebf0428dd'));
  });
});

describe('without a native Ed25519', () => {
  it('a signature whose R has torsion is refused, though the cofactor would hide it', async () => {
    // S B = R + k A + T for a T of order 8: valid for a verifier that multiplies by 8, and for no other.
    const { seed, publicKey } = {
      seed: new Uint8Array(32).fill(7),
      publicKey: ed25519.getPublicKey(new Uint8Array(32).fill(7)),
    };
    const message = Uint8Array.of(1);
    const { scalar: secret } = ed25519.utils.getExtendedPublicKey(seed);
    const nonce = 12345n;
    const R = Point.BASE.multiply(nonce).add(TORSION).toBytes();
    const { sha512 } = await import('@noble/hashes/sha2.js');
    const digest = sha512(Uint8Array.of(...R, ...publicKey, ...message)).reverse();
    const k = Point.Fn.create(BigInt(`0x${Buffer.from(digest).toString('hex')}`));
    const S = Point.Fn.create(nonce + k * secret);
    const signature = Uint8Array.of(...R, ...Buffer.from(S.toString(16).padStart(64, '0'), 'hex').reverse());
    expect(ed25519.verify(signature, message, publicKey, { zip215: false })).toBe(true);
    expect(await new NobleVerifier().verifyAll([{ algorithm: 1, publicKey, message, signature }])).toEqual([false]);
  });

  it('the page may breathe between groups of checks', async () => {
    let pauses = 0;
    const check = {
      algorithm: 1 as const,
      publicKey: new Uint8Array(32),
      message: new Uint8Array(0),
      signature: new Uint8Array(64),
    };
    await new NobleVerifier(async () => void (pauses += 1)).verifyAll(Array.from({ length: 17 }, () => check));
    expect(pauses).toBe(2);
  });
});

it('a signature of another length has no normal form', () => {
  expect(() => normaliseSignature(2, new Uint8Array(63))).toThrow(code('SIGNATURE_FORM'));
  expect(() => normaliseSignature(2, new Uint8Array(64).fill(255))).toThrow(code('SIGNATURE_FORM'));
});
