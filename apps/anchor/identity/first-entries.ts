import type { SubmittedEvent } from '#libs/provenance';
import {
  encodeEventBody,
  encodeSignedEvent,
  EventKind,
  eventSigningBytes,
  objectsOfEvent,
  operatorKey,
} from '#libs/provenance';
import type { Signer } from '#libs/signatures-native';
import type { NodeIdentity } from '#libs/identity';

/** The events that begin a log: entry 0 is the operator's key, signed by itself, entry 1 the receipt key, signed by the operator. */
export function firstEvents(identity: NodeIdentity, timeMs: number): SubmittedEvent[] {
  const { origin, operatorKey: signer, receiptKey } = identity;
  const operator = operatorKey(origin);
  const body = (key: Signer) => ({ operator, algorithm: key.algorithm, publicKey: key.publicKey, timeMs });
  return [
    signed(signer, EventKind.OPERATOR, encodeEventBody(EventKind.OPERATOR, { ...body(signer), logOrigin: origin })),
    signed(signer, EventKind.RECEIPT_KEY, encodeEventBody(EventKind.RECEIPT_KEY, body(receiptKey))),
  ];
}

function signed(
  signer: Signer,
  kind: typeof EventKind.OPERATOR | typeof EventKind.RECEIPT_KEY,
  body: Uint8Array,
): SubmittedEvent {
  const signature = signer.sign(eventSigningBytes(kind, body));
  const objects = objectsOfEvent(kind, body);
  return {
    signedEvent: encodeSignedEvent({ kind, body, signerKeyId: signer.keyId, signature, objects }),
    disclosures: [],
  };
}
