import type { SignatureAlgorithm, SignatureCheck } from '#libs/core/signatures';

// What travels between the threads: one buffer for some hundred checks, handed over and back instead of copied. Objects would cost
// ten times as much, half of it on the event loop that asks (docs/decisions/0133-signatures-on-threads-of-their-own.md).
//
//   words (32 bits)  id, count, then for each check: algorithm, lengths of key, message and signature
//   one byte a check its verdict
//   bytes            key, message, signature of each check, one after the other

const HEAD_WORDS = 2;
const CHECK_WORDS = 4;
/** What stands in the place of a verdict until there is one. */
const OPEN = 0xff;

const verdictsAt = (count: number): number => (HEAD_WORDS + count * CHECK_WORDS) * 4;
const isWord = (value: number): boolean => value >>> 0 === value;

/** Bytes of one check in a packed buffer. */
export const packedBytes = ({ publicKey, message, signature }: SignatureCheck): number =>
  CHECK_WORDS * 4 + 1 + publicKey.length + message.length + signature.length;

/** Bytes of all that is no check. */
export const PACKED_HEAD_BYTES = HEAD_WORDS * 4;

/**
 * Writes checks `from` up to `to`, with an id of 32 bits that the answer must bear.
 *
 * @throws {RangeError} when the buffer is too small.
 */
export function packChecks(
  buffer: ArrayBuffer,
  id: number,
  checks: readonly SignatureCheck[],
  { from, to }: { readonly from: number; readonly to: number },
): void {
  const count = to - from;
  const bytes = new Uint8Array(buffer);
  const words = new Uint32Array(buffer, 0, HEAD_WORDS + count * CHECK_WORDS);
  words[0] = id;
  words[1] = count;
  let at = verdictsAt(count);
  bytes.fill(OPEN, at, at + count);
  at += count;
  let word = HEAD_WORDS;
  for (let index = from; index < to; index++) {
    const { algorithm, publicKey, message, signature } = checks[index]!;
    words[word++] = isWord(algorithm) ? algorithm : 0; // of no algorithm, and not of the one that it would be cut to
    words[word++] = publicKey.length;
    words[word++] = message.length;
    words[word++] = signature.length;
    bytes.set(publicKey, at);
    bytes.set(message, (at += publicKey.length));
    bytes.set(signature, (at += message.length));
    at += signature.length;
  }
}

/**
 * Writes the verdict of each check. Where `verify` gives neither true nor false, which a broken library may, there is none.
 *
 * @throws whatever `verify` throws; RangeError for a buffer that `packChecks` did not write.
 */
export function verifyPacked(buffer: ArrayBuffer, verify: (check: SignatureCheck) => unknown): void {
  const [, count] = new Uint32Array(buffer, 0, HEAD_WORDS);
  const words = new Uint32Array(buffer, HEAD_WORDS * 4, count! * CHECK_WORDS);
  const verdicts = new Uint8Array(buffer, verdictsAt(count!), count);
  let at = verdictsAt(count!) + count!;
  const take = (length: number): Uint8Array => {
    const part = new Uint8Array(buffer, at, length);
    at += length;
    return part;
  };
  for (let index = 0, word = 0; index < count!; index++, word += CHECK_WORDS) {
    const check = {
      algorithm: words[word] as SignatureAlgorithm,
      publicKey: take(words[word + 1]!),
      message: take(words[word + 2]!),
      signature: take(words[word + 3]!),
    };
    const verdict = verify(check);
    if (typeof verdict === 'boolean') verdicts[index] = verdict ? 1 : 0;
  }
}

/**
 * Reads the verdicts of an answer into their places.
 *
 * @returns false, and has written nothing, when it is not the answer to this id and count, or a verdict is missing.
 */
export function readVerdicts(
  buffer: ArrayBuffer,
  id: number,
  { from, to }: { readonly from: number; readonly to: number },
  into: boolean[],
): boolean {
  const [answered, count] = new Uint32Array(buffer, 0, HEAD_WORDS);
  if (answered !== id || count !== to - from) return false;
  const verdicts = new Uint8Array(buffer, verdictsAt(count), count);
  if (verdicts.some((verdict) => verdict !== 0 && verdict !== 1)) return false;
  for (let index = 0; index < count; index++) into[from + index] = verdicts[index] === 1;
  return true;
}
