import { SignatureError } from './errors.js';
import { littleEndian, power, reduce } from './numbers.js';

// Judges public keys only, never secrets, so nothing here needs constant time. It is written out because a browser that has
// Ed25519 natively must not load @noble/curves just to see that an enrolled key is sound.

const P = 2n ** 255n - 19n;
/** Order of the base point. */
export const ED25519_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = reduce(-121665n * power(121666n, P - 2n, P), P);
const SQRT_MINUS_ONE = power(2n, (P - 1n) / 4n, P);

/** A point in extended coordinates: x = X/Z, y = Y/Z, T = XY/Z. */
interface Point {
  readonly X: bigint;
  readonly Y: bigint;
  readonly Z: bigint;
  readonly T: bigint;
}
const IDENTITY: Point = { X: 0n, Y: 1n, Z: 1n, T: 0n };

/** Unified addition, RFC 8032 section 5.1.4. */
function add(a: Point, b: Point): Point {
  const A = ((a.Y - a.X) * (b.Y - b.X)) % P;
  const B = ((a.Y + a.X) * (b.Y + b.X)) % P;
  const C = (2n * a.T * D * b.T) % P;
  const Z = (2n * a.Z * b.Z) % P;
  const [E, F, G, H] = [B - A, Z - C, Z + C, B + A];
  return { X: (E * F) % P, Y: (G * H) % P, Z: (F * G) % P, T: (E * H) % P };
}

function timesOrder(point: Point): Point {
  let result = IDENTITY;
  for (const bit of ED25519_ORDER.toString(2)) {
    result = add(result, result);
    if (bit === '1') result = add(result, point);
  }
  return result;
}

/** Decompression, RFC 8032 section 5.1.3. */
function decompress(publicKey: Uint8Array): Point {
  const encoded = littleEndian(publicKey);
  const sign = encoded >> 255n;
  const y = encoded & (2n ** 255n - 1n);
  if (y >= P)
    throw new SignatureError('PUBLIC_KEY_NOT_CANONICAL', 'the y coordinate of the Ed25519 key is not below 2^255 - 19');
  const u = reduce(y * y - 1n, P);
  const v = reduce(D * y * y + 1n, P);
  let x = (u * v ** 3n * power(u * v ** 7n, (P - 5n) / 8n, P)) % P;
  if ((v * x * x) % P !== u) x = (x * SQRT_MINUS_ONE) % P;
  if ((v * x * x) % P !== u)
    throw new SignatureError('PUBLIC_KEY_NOT_ON_CURVE', 'the Ed25519 key is not a point of the curve');
  if (x === 0n && sign === 1n) {
    throw new SignatureError('PUBLIC_KEY_NOT_CANONICAL', 'x is 0, yet the Ed25519 key says that it is odd');
  }
  if ((x & 1n) !== sign) x = P - x;
  return { X: x, Y: y, Z: 1n, T: (x * y) % P };
}

const isIdentity = (point: Point): boolean => reduce(point.X, P) === 0n && reduce(point.Y - point.Z, P) === 0n;

/**
 * Decides whether an Ed25519 public key (32 bytes) may be enrolled: canonical, on the curve, not of small order, without torsion.
 * For such keys all verifiers of verification profile 1 agree on every signature. About 2 ms.
 *
 * @throws {SignatureError} PUBLIC_KEY_NOT_CANONICAL, PUBLIC_KEY_NOT_ON_CURVE, PUBLIC_KEY_SMALL_ORDER, PUBLIC_KEY_TORSION.
 */
export function checkEd25519PublicKey(publicKey: Uint8Array): void {
  const point = decompress(publicKey);
  let eightfold = point;
  for (let doubling = 0; doubling < 3; doubling++) eightfold = add(eightfold, eightfold);
  if (isIdentity(eightfold))
    throw new SignatureError('PUBLIC_KEY_SMALL_ORDER', 'the Ed25519 key is a point of small order');
  if (!isIdentity(timesOrder(point)))
    throw new SignatureError('PUBLIC_KEY_TORSION', 'the Ed25519 key has a torsion component');
}
