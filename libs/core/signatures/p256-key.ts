import { SignatureError } from './errors.js';
import { bigEndian, power, reduce, toBigEndian } from './numbers.js';

const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
/** Order of the base point. */
export const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * Expands a compressed P-256 public key (33 bytes) to x and y, 32 bytes each. Every point of the curve has the full prime order,
 * so nothing else remains to be checked.
 *
 * @throws {SignatureError} PUBLIC_KEY_NOT_CANONICAL (prefix, or x not below p), PUBLIC_KEY_NOT_ON_CURVE.
 * @see SEC 1, section 2.3.4
 */
export function expandP256PublicKey(publicKey: Uint8Array): { readonly x: Uint8Array; readonly y: Uint8Array } {
  const prefix = publicKey[0];
  const x = bigEndian(publicKey.subarray(1));
  if ((prefix !== 2 && prefix !== 3) || x >= P) {
    throw new SignatureError('PUBLIC_KEY_NOT_CANONICAL', 'a compressed P-256 key is 0x02 or 0x03 and an x below p');
  }
  const square = reduce(x ** 3n - 3n * x + B, P);
  // p = 3 mod 4, so this power is a square root where there is one.
  const root = power(square, (P + 1n) / 4n, P);
  if ((root * root) % P !== square)
    throw new SignatureError('PUBLIC_KEY_NOT_ON_CURVE', 'the P-256 key is not a point of the curve');
  const y = (root & 1n) === BigInt(prefix & 1) ? root : P - root;
  return { x: toBigEndian(x, 32), y: toBigEndian(y, 32) };
}
