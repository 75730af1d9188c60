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
// Nobody takes the answers of the others: who sends a thousand bad scans at once asks again for most of them.
const REJECTS_OF_DEVICE_MAX = REJECTS_SIGNED_MAX / 4;

/** Answers that the next publication signs. */
export class WaitingRejects {
  readonly rejects: RejectNotice[] = [];
  private readonly ofDevices = new Map<string, number>();

  /** @returns how many there was room for. */
  take(notices: readonly RejectNotice[]): number {
    let taken = 0;
    for (const notice of notices) {
      const device = notice.deviceId ?? '';
      const count = this.ofDevices.get(device) ?? 0;
      if (count >= REJECTS_OF_DEVICE_MAX || this.rejects.length >= REJECTS_SIGNED_MAX) continue;
      this.ofDevices.set(device, count + 1);
      this.rejects.push(notice);
      taken++;
    }
    return taken;
  }
}

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
