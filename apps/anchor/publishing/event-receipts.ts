import type { EventReceiptDue } from '#libs/log/sequencer';
import {
  encodeDeviceMessage,
  encodeEventReceiptBody,
  eventReceiptSigningBytes,
  type OutgoingMessage,
} from '#libs/core/wire';
import type { SigningKey } from '#libs/host/keys';

/** Signed one by one, as rejects: 50 microseconds each, an eighth of the time between two publications. */
export const EVENT_RECEIPTS_SIGNED_MAX = 256;

/** A fleet that rotates its keys in one go; beyond this the devices ask again. 3 MB. */
export const EVENT_RECEIPTS_WAITING_MAX = 16_384;

/** Receipts for events that devices have sent and that are in the log. @see docs/formats/receipt.md, Event receipt */
export async function makeEventReceipts({
  due,
  signer,
  origin,
  timeMs,
}: {
  readonly due: readonly EventReceiptDue[];
  readonly signer: SigningKey;
  readonly origin: string;
  /** Log time. */
  readonly timeMs: number;
}): Promise<OutgoingMessage[]> {
  const messages: OutgoingMessage[] = [];
  // One after the other, as rejects.
  for (const { deviceKey, deviceId, eventHash, logIndex } of due) {
    const body = encodeEventReceiptBody({
      logOrigin: origin,
      receiptKeyId: signer.keyId,
      eventHash,
      logIndex,
      timeMs,
    });
    const signature = await signer.sign(eventReceiptSigningBytes(body));
    const payload = encodeDeviceMessage({ kind: 'eventReceipt', eventReceipt: { body, signature } });
    messages.push({ device: deviceKey, deviceId, payload });
  }
  return messages;
}
