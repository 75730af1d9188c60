import type { PasswordReceiptDue } from '#libs/log/sequencer';
import {
  encodeDeviceMessage,
  encodePasswordReceiptBody,
  type OutgoingMessage,
  passwordReceiptSigningBytes,
} from '#libs/core/wire';
import type { SigningKey } from '#libs/host/keys';

/** Receipts for passwords that devices asked for and that hold. @see docs/formats/password-change.md */
export async function makePasswordReceipts({
  due,
  signer,
  origin,
  timeMs,
}: {
  readonly due: readonly PasswordReceiptDue[];
  readonly signer: SigningKey;
  readonly origin: string;
  readonly timeMs: number;
}): Promise<OutgoingMessage[]> {
  const messages: OutgoingMessage[] = [];
  // One after the other, as rejects.
  for (const { deviceKey, deviceId, changeHash } of due) {
    const body = encodePasswordReceiptBody({ logOrigin: origin, receiptKeyId: signer.keyId, changeHash, timeMs });
    const signature = await signer.sign(passwordReceiptSigningBytes(body));
    const payload = encodeDeviceMessage({ kind: 'passwordReceipt', passwordReceipt: { body, signature } });
    messages.push({ device: deviceKey, deviceId, payload });
  }
  return messages;
}
