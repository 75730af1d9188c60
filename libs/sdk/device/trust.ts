import {
  bytesEqual,
  decodeEventBody,
  decodeSignedEvent,
  EventKind,
  eventSigningBytes,
  operatorKey,
  type SignedEvent,
} from '#libs/core/wire';
import { keyIdOf, type SignatureAlgorithm, type SignatureVerifier } from '#libs/core/signatures';

/** A public key, in the form of the wire: Ed25519 32 bytes, P-256 33 bytes compressed. */
export interface PublicKey {
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
}

/** What a device was given at its enrolment: whose receipts it believes. */
export interface Trust {
  readonly logOrigin: string;
  /** Keys whose receipts count. */
  readonly receiptKeys: readonly PublicKey[];
  /** The operator's key: receipt keys that it signs for count as well. */
  readonly operator?: PublicKey;
  /** SignedEvents of kind receipt key, as they stand in the log. */
  readonly receiptKeyEvents?: readonly Uint8Array[];
}

/** Receipt keys by key id in hex: the pinned ones and those that the pinned operator's key signed for this log. */
export async function trustedReceiptKeys(
  trust: Trust,
  verifier: SignatureVerifier,
): Promise<ReadonlyMap<string, PublicKey>> {
  const keys = [...trust.receiptKeys];
  for (const bytes of trust.receiptKeyEvents ?? []) {
    const key =
      trust.operator && (await keyOfEvent(decodeSignedEvent(bytes), trust.operator, trust.logOrigin, verifier));
    if (key) keys.push(key);
  }
  return new Map(keys.map((key) => [hex(keyIdOf(key.algorithm, key.publicKey)), key]));
}

async function keyOfEvent(
  event: SignedEvent,
  operator: PublicKey,
  logOrigin: string,
  verifier: SignatureVerifier,
): Promise<PublicKey | undefined> {
  if (event.kind !== EventKind.RECEIPT_KEY) return undefined;
  const body = decodeEventBody(EventKind.RECEIPT_KEY, event.body);
  if (!bytesEqual(body.operator, operatorKey(logOrigin))) return undefined;
  const message = eventSigningBytes(event.kind, event.body);
  const [valid] = await verifier.verifyAll([{ ...operator, message, signature: event.signature }]);
  return valid ? { algorithm: body.algorithm, publicKey: body.publicKey } : undefined;
}

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
