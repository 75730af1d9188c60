import type { DeviceIdentity } from '#libs/device';
import {
  encodeEventBody,
  encodeRotationTerms,
  encodeSignedEvent,
  EventKind,
  eventSigningBytes,
  type LastStatement,
  objectsOfEvent,
  operatorKey,
  rotationSigningBytes,
  type SubmittedEvent,
  type SupportedEventKind,
} from '#libs/provenance';
import type { Signer } from '#libs/signatures-native';

/** BOOT of a device, signed by the operator, who alone may bring a new key. */
export function bootEvent(
  {
    identity: { device, boot, algorithm, publicKey },
    isNewKey,
    last,
    timeMs,
    expiresMs,
  }: {
    readonly identity: DeviceIdentity;
    readonly isNewKey: boolean;
    readonly last: LastStatement;
    readonly timeMs: number;
    readonly expiresMs?: number;
  },
  operator: Signer,
): SubmittedEvent {
  const key = isNewKey ? { algorithm, publicKey, ...(expiresMs !== undefined && { expiresMs }) } : {};
  return signed(EventKind.BOOT, encodeEventBody(EventKind.BOOT, { device, boot, last, ...key, timeMs }), operator);
}

interface EndedKey {
  /** Device key, or the operator key of the log. */
  readonly subject: Uint8Array;
  readonly keyId: Uint8Array;
  readonly timeMs: number;
}

/** RETIRE. @param ended `last`: of a device */
export function retireEvent(ended: EndedKey & { readonly last?: LastStatement }, operator: Signer): SubmittedEvent {
  return signed(EventKind.RETIRE, encodeEventBody(EventKind.RETIRE, ended), operator);
}

/** COMPROMISED. */
export function compromisedEvent(ended: EndedKey & { readonly sinceMs?: number }, operator: Signer): SubmittedEvent {
  return signed(EventKind.COMPROMISED, encodeEventBody(EventKind.COMPROMISED, ended), operator);
}

/** ROTATE of the operator's own key: the old one stays active beside the new one until it is retired. */
export function operatorRotateEvent(
  { logOrigin, timeMs }: { readonly logOrigin: string; readonly timeMs: number },
  before: Signer,
  after: Signer,
): SubmittedEvent {
  const { algorithm, publicKey } = after;
  const rotation = encodeRotationTerms({ subject: operatorKey(logOrigin), algorithm, publicKey, timeMs });
  const newSignature = after.sign(rotationSigningBytes(rotation));
  return signed(EventKind.ROTATE, encodeEventBody(EventKind.ROTATE, { rotation, newSignature }), before);
}

function signed(kind: SupportedEventKind, body: Uint8Array, signer: Signer): SubmittedEvent {
  const signature = signer.sign(eventSigningBytes(kind, body));
  const objects = objectsOfEvent(kind, body);
  const signedEvent = encodeSignedEvent({ kind, body, signerKeyId: signer.keyId, signature, objects });
  return { signedEvent, disclosures: [] };
}
