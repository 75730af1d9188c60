import type { SubmittedEvent } from '#libs/provenance';
import {
  encodeEventBody,
  encodeSignedEvent,
  EventKind,
  eventSigningBytes,
  objectsOfEvent,
  operatorKey,
} from '#libs/provenance';
import type { SigningKey } from '#libs/signatures-native';
import type { NodeIdentity } from '#libs/identity';

/** The events that begin a log: entry 0 is the operator's key, signed by itself, entry 1 the receipt key, signed by the operator. */
export function firstEvents(identity: NodeIdentity, timeMs: number): Promise<SubmittedEvent[]> {
  const { origin, operatorKey: signer, receiptKey } = identity;
  const operator = operatorKey(origin);
  const body = (key: SigningKey) => ({ operator, algorithm: key.algorithm, publicKey: key.publicKey, timeMs });
  return Promise.all([
    signed(signer, EventKind.OPERATOR, encodeEventBody(EventKind.OPERATOR, { ...body(signer), logOrigin: origin })),
    signed(signer, EventKind.RECEIPT_KEY, encodeEventBody(EventKind.RECEIPT_KEY, body(receiptKey))),
  ]);
}

async function signed(
  signer: SigningKey,
  kind: typeof EventKind.OPERATOR | typeof EventKind.RECEIPT_KEY,
  body: Uint8Array,
): Promise<SubmittedEvent> {
  const signature = await signer.sign(eventSigningBytes(kind, body));
  const objects = objectsOfEvent(kind, body);
  return {
    signedEvent: encodeSignedEvent({ kind, body, signerKeyId: signer.keyId, signature, objects }),
    disclosures: [],
  };
}
