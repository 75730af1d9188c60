import type { RejectNotice } from '#libs/log/sequencer';
import {
  cutText,
  encodeDeviceMessage,
  encodeRejectBody,
  type OutgoingMessage,
  rejectSigningBytes,
} from '#libs/core/wire';
import type { SigningKey } from '#libs/host/keys';

/** Signed one by one; beyond this the devices ask again. 50 microseconds each: an eighth of the time between two publications. */
export const REJECTS_SIGNED_MAX = 256;

/** Signed answers for what was not taken; notices that nobody is to be told of are passed over. */
export async function makeRejects({
  notices,
  signer,
  origin,
  timeMs,
}: {
  readonly notices: readonly RejectNotice[];
  readonly signer: SigningKey;
  readonly origin: string;
  readonly timeMs: number;
}): Promise<OutgoingMessage[]> {
  const messages: OutgoingMessage[] = [];
  // One after the other: a key that lies elsewhere would answer the last of many too late.
  for (const { deviceId, deviceKey, boot, counter, reason, text, final, payloadHash } of notices) {
    if (deviceId === null) continue;
    const body = encodeRejectBody({
      logOrigin: origin,
      receiptKeyId: signer.keyId,
      scanHash: payloadHash,
      device: deviceKey,
      ...(boot.length > 0 && { boot }),
      ...(counter > 0 && { counter }),
      reason,
      text: cutText(text),
      final,
      timeMs,
    });
    const signature = await signer.sign(rejectSigningBytes(body));
    const payload = encodeDeviceMessage({ kind: 'reject', reject: { body, signature } });
    messages.push({ device: deviceKey, deviceId, payload });
  }
  return messages;
}
