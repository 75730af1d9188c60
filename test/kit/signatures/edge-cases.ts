import { createHash } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';

// Signatures and keys for each rule of verification profile 1, made from nothing but the curves. Wherever it can be, all else about
// a case is right, so that the one rule decides. Fixed scalars instead of random ones: the cases are the same every time.

export interface EdgeCase {
  readonly name: string;
  readonly algorithm: 1 | 2;
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
  readonly valid: boolean;
}

const Edwards = ed25519.Point;
type EdwardsPoint = InstanceType<typeof Edwards>;
const L = Edwards.Fn.ORDER;
const ED_P = Edwards.Fp.ORDER;
const N = p256.Point.Fn.ORDER;
const P256_P = p256.Point.Fp.ORDER;
/** Of order 8; its multiples are all eight points of small order. */
const TORSION = Edwards.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a');

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const join = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
const bigEndian = (value: bigint): Uint8Array =>
  Uint8Array.from(value.toString(16).padStart(64, '0').match(/../g)!, (pair) => parseInt(pair, 16));
const littleEndian = (value: bigint): Uint8Array => bigEndian(value).reverse();
const scalarOf = (name: string, order: bigint): bigint =>
  BigInt(`0x${createHash('sha512').update(name).digest('hex')}`) % order;

const secret = scalarOf('an Ed25519 key', L);
const nonce = scalarOf('a nonce', L);
const A = Edwards.BASE.multiply(secret);
const B_TIMES_NONCE = Edwards.BASE.multiply(nonce);
const MESSAGE = utf8('a scan');

/** k of RFC 8032, over the bytes as they came. */
const challenge = (r: Uint8Array, key: Uint8Array, message: Uint8Array): bigint =>
  BigInt(
    `0x${Buffer.from(createHash('sha512').update(r).update(key).update(message).digest()).reverse().toString('hex')}`,
  );

/** S = nonce + k a, which fits R = nonce B and A = a B whatever small parts their spellings carry. */
function edCase(
  name: string,
  {
    key = A.toBytes(),
    r = B_TIMES_NONCE.toBytes(),
    rScalar = nonce,
    a = secret,
    message = MESSAGE,
    plus = 0n,
    valid = false,
  },
): EdgeCase {
  const s = Edwards.Fn.create(rScalar + challenge(r, key, message) * a) + plus;
  return { name, algorithm: 1, publicKey: key, message, signature: join(r, littleEndian(s)), valid };
}

/** A message for which k is a multiple of 8: the torsion of the key falls out of the equation, and any library accepts. */
function messageHidingTorsion(key: Uint8Array): Uint8Array {
  for (let at = 0; ; at++) {
    const message = utf8(`a scan ${at}`);
    if (challenge(B_TIMES_NONCE.toBytes(), key, message) % 8n === 0n) return message;
  }
}

const keyCase = (name: string, key: Uint8Array, a = 0n): EdgeCase =>
  edCase(name, { key, a, message: messageHidingTorsion(key) });

const withSign = (bytes: Uint8Array): Uint8Array => bytes.with(31, bytes[31]! | 0x80);

/** The seven y (of small order, or that plus p) below 2^255, each with either sign. */
function smallOrderSpellings(): Uint8Array[] {
  const points = Array.from({ length: 8 }, (_, at) => TORSION.multiplyUnsafe(BigInt(at)));
  const ys = [...new Set(points.map((point: EdwardsPoint) => point.toAffine().y))].sort((one, other) =>
    one < other ? -1 : 1,
  );
  const spelled = [...ys, ...ys.map((y) => y + ED_P)].filter((y) => y < 2n ** 255n);
  return spelled.map(littleEndian).flatMap((bytes) => [bytes, withSign(bytes)]);
}

function edCases(): EdgeCase[] {
  const good = edCase('Ed25519: all right', { valid: true });
  const sized = (name: string, signature: Uint8Array): EdgeCase => ({ ...good, name, signature, valid: false });
  const r = good.signature.subarray(0, 32);
  const mixedKey = A.add(TORSION).toBytes();
  return [
    good,
    edCase('Ed25519: S + L', { plus: L }),
    sized('Ed25519: S = L', join(r, littleEndian(L))),
    sized('Ed25519: S = L - 1, which does not fit', join(r, littleEndian(L - 1n))),
    sized('Ed25519: S = 2^256 - 1', join(r, new Uint8Array(32).fill(0xff))),
    ...smallOrderSpellings().map((bytes) =>
      edCase(`Ed25519: R of small order ${Buffer.from(bytes).toString('hex')}`, { r: bytes, rScalar: 0n }),
    ),
    edCase('Ed25519: R with torsion', { r: B_TIMES_NONCE.add(TORSION).toBytes() }),
    keyCase('Ed25519: key with torsion that falls out', mixedKey, secret),
    edCase('Ed25519: key with torsion', { key: mixedKey }),
    ...smallOrderSpellings().map((bytes) =>
      keyCase(`Ed25519: key of small order ${Buffer.from(bytes).toString('hex')}`, bytes),
    ),
    keyCase('Ed25519: key with y = p + 3', littleEndian(ED_P + 3n)),
    keyCase('Ed25519: key with y = 2^255 - 1', littleEndian(2n ** 255n - 1n)),
    keyCase('Ed25519: key with y = 2, which is no point', littleEndian(2n)),
    sized('Ed25519: no signature', new Uint8Array(0)),
    sized('Ed25519: signature of 63 bytes', good.signature.subarray(0, 63)),
    sized('Ed25519: signature and a zero', join(good.signature, Uint8Array.of(0))),
    { ...good, name: 'Ed25519: key of 31 bytes', publicKey: good.publicKey.subarray(0, 31), valid: false },
    { ...good, name: 'Ed25519: key of 33 bytes', publicKey: join(good.publicKey, Uint8Array.of(0)), valid: false },
    { ...good, name: 'Ed25519: another message', message: utf8('another scan'), valid: false },
  ];
}

function p256Cases(): EdgeCase[] {
  const privateKey = bigEndian(scalarOf('a P-256 key', N));
  const publicKey = p256.getPublicKey(privateKey, true);
  const signature = p256.sign(MESSAGE, privateKey, { lowS: true, extraEntropy: false });
  const [r, s] = [signature.subarray(0, 32), signature.subarray(32)];
  const high = bigEndian(N - BigInt(`0x${Buffer.from(s).toString('hex')}`));
  const of = (name: string, change: Partial<EdgeCase>): EdgeCase => ({
    name: `P-256: ${name}`,
    algorithm: 2,
    publicKey,
    message: MESSAGE,
    signature,
    valid: false,
    ...change,
  });
  const zero = bigEndian(0n);
  const x = publicKey.subarray(1);
  const der = p256.Signature.fromBytes(signature, 'compact').toBytes('der');
  return [
    of('s in the lower half', { valid: true }),
    of('s in the upper half', { signature: join(r, high), valid: true }),
    of('r = 0', { signature: join(zero, s) }),
    of('s = 0', { signature: join(r, zero) }),
    of('r = s = 0', { signature: join(zero, zero) }),
    of('r = n', { signature: join(bigEndian(N), s) }),
    of('s = n', { signature: join(r, bigEndian(N)) }),
    of('r = n - 1, which does not fit', { signature: join(bigEndian(N - 1n), s) }),
    of('s = n - 1, which does not fit', { signature: join(r, bigEndian(N - 1n)) }),
    of('r = s = 1, which do not fit', { signature: join(bigEndian(1n), bigEndian(1n)) }),
    of('s = 2^256 - 1', { signature: join(r, new Uint8Array(32).fill(0xff)) }),
    of('no signature', { signature: new Uint8Array(0) }),
    of('signature of 63 bytes', { signature: signature.subarray(0, 63) }),
    of('a zero and the signature', { signature: join(Uint8Array.of(0), signature) }),
    of('signature in DER', { signature: der }),
    of('key that says 0', { publicKey: join(Uint8Array.of(0), x) }),
    of('key that says 4', { publicKey: join(Uint8Array.of(4), x) }),
    of('key of the other half', { publicKey: publicKey.with(0, publicKey[0]! ^ 1) }),
    of('key not compressed', { publicKey: p256.getPublicKey(privateKey, false) }),
    of('key of 32 bytes', { publicKey: publicKey.subarray(0, 32) }),
    of('key with a zero before x', { publicKey: join(publicKey.subarray(0, 1), Uint8Array.of(0), x) }),
    of('key with x = p', { publicKey: join(Uint8Array.of(2), bigEndian(P256_P)) }),
    of('key with x = 2^256 - 1', { publicKey: join(Uint8Array.of(2), new Uint8Array(32).fill(0xff)) }),
    of('key with x = 1, which is no point', { publicKey: join(Uint8Array.of(2), bigEndian(1n)) }),
    of('another message', { message: utf8('another scan') }),
  ];
}

/** All of test/vectors/signatures.json. */
export const edgeCases = (): EdgeCase[] => [...edCases(), ...p256Cases()];
