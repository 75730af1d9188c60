import { cairn } from '#proto';
import { PUBLIC_KEY_BYTES, type SignatureAlgorithm } from '#libs/core/signatures';
import { concatBytes, utf8 } from './bytes.js';
import { ROTATION_TERMS } from './entry-tables.js';
import { WireError } from './errors.js';
import type { BootBody, LastStatement, RotationTerms } from './event-bodies.js';
import { readMessage } from './strict.js';
import { writeMessage } from './write.js';

const ROTATION_TAG = utf8('cairn.rotation.v1\0');

/** What the new key of a rotation signs: "cairn.rotation.v1" 0x00 || rotation. */
export const rotationSigningBytes = (rotation: Uint8Array): Uint8Array => concatBytes(ROTATION_TAG, rotation);

/**
 * Reads what both keys of a rotation have signed.
 * @throws {WireError}
 * @see docs/formats/entry.md, Events
 */
export function decodeRotationTerms(bytes: Uint8Array): RotationTerms {
  const terms = readMessage<RotationTerms>(ROTATION_TERMS, bytes);
  checkTerms(terms);
  return terms;
}

/** @throws {WireError} for terms that `decodeRotationTerms` would refuse. */
export function encodeRotationTerms(terms: RotationTerms): Uint8Array {
  const bytes = writeMessage(ROTATION_TERMS, cairn.v1.RotationTerms, terms);
  checkTerms(terms);
  return bytes;
}

function checkTerms(terms: RotationTerms): void {
  checkKeyLength(terms);
  if (terms.last) checkLast(terms.last);
}

/** @throws {WireError} FIELD_MISSING for half a key, VALUE_INVALID for an expiry of no key, and those of `checkLast` and `checkKeyLength`. */
export function checkBoot({ last, algorithm, publicKey, expiresMs }: BootBody): void {
  checkLast(last);
  if (algorithm === undefined && publicKey === undefined) {
    if (expiresMs !== undefined) throw new WireError('VALUE_INVALID', 'only a new key can have an expiry');
    return;
  }
  if (algorithm === undefined || publicKey === undefined)
    throw new WireError('FIELD_MISSING', 'a new key has an algorithm and its bytes');
  checkKeyLength({ algorithm, publicKey });
}

/** @throws {WireError} FIELD_MISSING, VALUE_INVALID unless a last statement has a hash exactly where it has a counter. */
export function checkLast({ counter, statementHash }: LastStatement): void {
  if (counter > 0 && !statementHash)
    throw new WireError('FIELD_MISSING', `the last statement, of counter ${counter}, has no hash`);
  if (counter === 0 && statementHash) throw new WireError('VALUE_INVALID', 'there is a hash of no statement');
}

/** @throws {WireError} LENGTH_WRONG. */
export function checkKeyLength({
  algorithm,
  publicKey,
}: {
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
}): void {
  if (publicKey.length !== PUBLIC_KEY_BYTES[algorithm]) {
    throw new WireError(
      'LENGTH_WRONG',
      `a public key of algorithm ${algorithm} has ${PUBLIC_KEY_BYTES[algorithm]} bytes, got ${publicKey.length}`,
    );
  }
}
