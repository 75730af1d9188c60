import type { SignatureCheck } from '#libs/core/signatures';
import { VerificationError } from '../errors.js';
import type { VerifyingLibrary } from './library.js';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

// Made once by node:crypto and @noble/curves, from keys that were thrown away.
const GOOD: readonly SignatureCheck[] = [
  {
    algorithm: 1,
    publicKey: hex('c21ed5decf52fcee599b02ddaa23d56ee9d0d04fd4d255b813838837372facb5'),
    message: new TextEncoder().encode('known answer'),
    signature: hex(
      '015fabbab2207a5744850089ef4c5c1eb1eb738bf236e511950710aabc06a2ce6423fb596b57bec623bf718732d04a1c6b4699560e5ba34b47c55c9a3285960c',
    ),
  },
  {
    algorithm: 2,
    publicKey: hex('02a0fd9bff57d33b450283de583d148e0659962d436870d93a1534ecc0f7837e87'),
    message: new TextEncoder().encode('known answer'),
    signature: hex(
      'bdd0f2c995b025ddfc9f2dc7691667b643733ecee77a5b11f91c58a8435b3b5b7c1d90497bef91d8fd63cc8ddd2d2cd1bd4e7068c2c21d29feebfcf22d06e4bc',
    ),
  },
];
const OTHER_MESSAGE = new TextEncoder().encode('another answer');

/** Signatures with the verdict that each must get: of each algorithm a good one and one under another message. */
export const KNOWN_ANSWERS: readonly (SignatureCheck & { readonly isValid: boolean })[] = GOOD.flatMap((check) => [
  { ...check, isValid: true },
  { ...check, message: OTHER_MESSAGE, isValid: false },
]);

/** @throws {VerificationError} KNOWN_ANSWERS_WRONG, or whatever the library throws. */
export function requireKnownAnswers({ name, verify }: VerifyingLibrary): void {
  requireRight(
    name,
    KNOWN_ANSWERS.map((check) => verify(check)),
  );
}

/** @param verdicts on `KNOWN_ANSWERS`. @throws {VerificationError} KNOWN_ANSWERS_WRONG. */
export function requireRight(who: string, verdicts: readonly unknown[]): void {
  if (KNOWN_ANSWERS.some(({ isValid }, at) => verdicts[at] !== isValid))
    throw new VerificationError('KNOWN_ANSWERS_WRONG', `${who} gave a wrong verdict on a known signature`);
}
