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
export async function firstEvents(identity: NodeIdentity, timeMs: number): Promise<SubmittedEvent[]> {
  const { origin, operatorKey: signer } = identity;
  const { algorithm, publicKey } = signer;
  const body = { operator: operatorKey(origin), algorithm, publicKey, logOrigin: origin, timeMs };
  return [
    await signed(signer, EventKind.OPERATOR, encodeEventBody(EventKind.OPERATOR, body)),
    await receiptKeyEvent(identity, timeMs),
  ];
}

/** Makes the receipt key of this node known, signed by its operator key. */
export function receiptKeyEvent(identity: NodeIdentity, timeMs: number): Promise<SubmittedEvent> {
  const { origin, operatorKey: signer, receiptKey } = identity;
  const { algorithm, publicKey } = receiptKey;
  const body = { operator: operatorKey(origin), algorithm, publicKey, timeMs };
  return signed(signer, EventKind.RECEIPT_KEY, encodeEventBody(EventKind.RECEIPT_KEY, body));
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
