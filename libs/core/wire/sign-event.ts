import type { SignedEvent } from './entry.js';
import { type EventBodies, EventKind, type RotationTerms, type SupportedEventKind } from './event-bodies.js';
import { encodeEventBody, eventSigningBytes, objectsOfEvent } from './events.js';
import { encodeRotationTerms, rotationSigningBytes } from './key-events.js';

/** A key that signs at once. */
export interface ImmediateSigner {
  /** 8 bytes */
  readonly keyId: Uint8Array;
  /** @returns 64 bytes */
  readonly sign: (message: Uint8Array) => Uint8Array;
}

/** A key that may lie in a device of its own, and answers later. */
export interface DistantSigner {
  readonly keyId: Uint8Array;
  readonly sign: (message: Uint8Array) => Uint8Array | Promise<Uint8Array>;
}

/** An event with its signature. @throws {WireError} for a body that `decodeEventBody` would refuse. */
export function signEvent<Kind extends SupportedEventKind>(
  kind: Kind,
  content: EventBodies[Kind],
  signer: ImmediateSigner,
): SignedEvent {
  const body = encodeEventBody(kind, content);
  return sealed(kind, body, signer.keyId, signer.sign(eventSigningBytes(kind, body)));
}

/** As `signEvent`. @throws also what the key throws. */
export async function signEventByDistantKey<Kind extends SupportedEventKind>(
  kind: Kind,
  content: EventBodies[Kind],
  signer: DistantSigner,
): Promise<SignedEvent> {
  const body = encodeEventBody(kind, content);
  return sealed(kind, body, signer.keyId, await signer.sign(eventSigningBytes(kind, body)));
}

/** The key that a rotation names. */
export interface NextSigner extends Pick<ImmediateSigner, 'sign'>, Pick<RotationTerms, 'algorithm' | 'publicKey'> {}

/** ROTATE: signed by the key that goes, its terms also by the key that comes. @throws {WireError} as `encodeRotationTerms`. */
export function signRotation(
  terms: Omit<RotationTerms, 'algorithm' | 'publicKey'>,
  before: ImmediateSigner,
  after: NextSigner,
): SignedEvent {
  const { algorithm, publicKey } = after;
  const rotation = encodeRotationTerms({ ...terms, algorithm, publicKey });
  const newSignature = after.sign(rotationSigningBytes(rotation));
  return signEvent(EventKind.ROTATE, { rotation, newSignature }, before);
}

function sealed(
  kind: SupportedEventKind,
  body: Uint8Array,
  signerKeyId: Uint8Array,
  signature: Uint8Array,
): SignedEvent {
  return { kind, body, signerKeyId, signature, objects: objectsOfEvent(kind, body) };
}
