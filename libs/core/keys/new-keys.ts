import type { SignatureCheck } from '#libs/core/signatures';
import { decodeRotationTerms, EventKind, rotationSigningBytes } from '#libs/core/wire';
import type { EventToSign } from './signers.js';
import { type KnownKey, knownKey, type NewKey } from './types.js';

/** The key that an event makes known, if it does. Its log index is not known here, and 0. */
export function newKeyOf(event: EventToSign): KnownKey | null {
  const given = givenKey(event);
  return given && knownKey(given, 0);
}

function givenKey({ kind, body }: EventToSign): NewKey | null {
  switch (kind) {
    case EventKind.OPERATOR:
    case EventKind.ENROL:
    case EventKind.RECEIPT_KEY:
      return body;
    case EventKind.BOOT:
      return bootKey(body);
    case EventKind.ROTATE:
      return decodeRotationTerms(body.rotation);
    default:
      return null;
  }
}

/** The new key of a boot, null where it goes on with the old one. */
export function bootKey({ algorithm, publicKey, expiresMs }: Partial<NewKey>): NewKey | null {
  if (algorithm === undefined || publicKey === undefined) return null;
  return { algorithm, publicKey, ...(expiresMs !== undefined && { expiresMs }) };
}

/** The second signature of a rotation, by which the new key shows that somebody has it. */
export function proofOfNewKey({ kind, body }: EventToSign): SignatureCheck[] {
  if (kind !== EventKind.ROTATE) return [];
  const { algorithm, publicKey } = decodeRotationTerms(body.rotation);
  return [{ algorithm, publicKey, message: rotationSigningBytes(body.rotation), signature: body.newSignature }];
}

/** The time that an event states. */
export const timeOf = ({ kind, body }: EventToSign): number =>
  kind === EventKind.ROTATE ? decodeRotationTerms(body.rotation).timeMs : body.timeMs;
