import {
  encodeSignedEvent,
  EventKind,
  operatorKey,
  type SignedEvent,
  signEventByDistantKey,
  type SubmittedEvent,
} from '#libs/core/wire';
import type { NodeIdentity } from '#libs/host/keys';

/** The events that begin a log: entry 0 is the operator's key, signed by itself, entry 1 the receipt key, signed by the operator. */
export async function firstEvents(identity: NodeIdentity, timeMs: number): Promise<SubmittedEvent[]> {
  const { origin, operatorKey: signer } = identity;
  const { algorithm, publicKey } = signer;
  const body = { operator: operatorKey(origin), algorithm, publicKey, logOrigin: origin, timeMs };
  return [
    submitted(await signEventByDistantKey(EventKind.OPERATOR, body, signer)),
    await receiptKeyEvent(identity, timeMs),
  ];
}

/** Makes the receipt key of this node known, signed by its operator key. */
export async function receiptKeyEvent(identity: NodeIdentity, timeMs: number): Promise<SubmittedEvent> {
  const { origin, operatorKey: signer, receiptKey } = identity;
  const { algorithm, publicKey } = receiptKey;
  const body = { operator: operatorKey(origin), algorithm, publicKey, timeMs };
  return submitted(await signEventByDistantKey(EventKind.RECEIPT_KEY, body, signer));
}

const submitted = (event: SignedEvent): SubmittedEvent => ({ signedEvent: encodeSignedEvent(event), disclosures: [] });
