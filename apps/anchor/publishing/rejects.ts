import type { RejectNotice } from '#libs/ledger';
import {
  cutText,
  encodeDeviceMessage,
  encodeRejectBody,
  type OutgoingMessage,
  rejectSigningBytes,
} from '#libs/provenance';
import type { Signer } from '#libs/signatures-native';

/** Signed one by one; beyond this the devices ask again. 50 microseconds each: an eighth of the time between two publications. */
export const REJECTS_SIGNED_MAX = 256;

/** Signed answers for what was not taken; notices that nobody is to be told of are passed over. */
export function makeRejects({
  notices,
  signer,
  origin,
  timeMs,
}: {
  readonly notices: readonly RejectNotice[];
  readonly signer: Signer;
  readonly origin: string;
  readonly timeMs: number;
}): OutgoingMessage[] {
  return notices.flatMap(({ deviceId, deviceKey, boot, counter, reason, text, final, payloadHash }) => {
    if (deviceId === null) return [];
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
    const signature = signer.sign(rejectSigningBytes(body));
    const payload = encodeDeviceMessage({ kind: 'reject', reject: { body, signature } });
    return [{ device: deviceKey, deviceId, payload }];
  });
}
