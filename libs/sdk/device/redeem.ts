import { existsSync, rmSync } from 'node:fs';
import { bytesEqual } from '#libs/core/wire';
import type { SignatureAlgorithm } from '#libs/core/signatures';
import { privateKeyOfSeed, signerOfSeed } from '#libs/host/keys';
import type { Claim } from './claim.js';
import { createDeviceFolder, type DeviceIdentity, readDeviceFolder, writeEnrolment } from './device-folder.js';
import type { DeviceOptions } from './device-types.js';
import { Device } from './device.js';
import { DeviceError, type DeviceErrorCode } from './errors.js';

export interface RedeemOptions extends Pick<
  DeviceOptions,
  'broker' | 'certificateAuthority' | 'receiptTimeoutMs' | 'reconnect' | 'retry' | 'nowMs'
> {
  readonly claim: Claim;
  /** Where the device's folder is made. */
  readonly folder: string;
  /** Of the device's own key. Default: Ed25519. */
  readonly algorithm?: SignatureAlgorithm;
  readonly signal?: AbortSignal;
  /** What holds it up: no connection, a message that proves nothing, refused for now. */
  readonly onTrouble?: (text: string) => void;
}

/** What the node says of a claim that is of no use, and how a person reads it. */
const REFUSALS: Readonly<Record<string, readonly [DeviceErrorCode, string]>> = {
  EVENT_KEY_EXPIRED: ['CLAIM_EXPIRED', 'it has expired; ask the operator for another one'],
  EVENT_SIGNER_NOT_ALLOWED: [
    'CLAIM_USED',
    'another device has used it; if that was not yours, tell the operator at once',
  ],
  EVENT_KEY_ENDED: ['CLAIM_USED', 'it was used or withdrawn; ask the operator for another one'],
};

/**
 * Turns a claim into a device with a key of its own: makes the folder with the claim's key, then rotates to one that nobody else ever
 * saw, before the first scan. Again after a crash it goes on; for a claim that this folder has redeemed it only says so.
 *
 * @throws {DeviceError} CLAIM_EXPIRED, CLAIM_USED, FOLDER_EXISTS for the folder of another device; the signal's reason, and then the
 *   next call goes on
 */
export async function redeemClaim(options: RedeemOptions): Promise<DeviceIdentity> {
  const { claim, folder, nowMs = Date.now, algorithm, signal, onTrouble } = options;
  const isNew = !existsSync(folder);
  if (isNew) {
    if (nowMs() >= claim.expiresMs) throw useless('CLAIM_EXPIRED', REFUSALS['EVENT_KEY_EXPIRED']![1]);
    const { id, seed, boot } = claim;
    createDeviceFolder({ folder, id, boot, privateKey: privateKeyOfSeed(seed) });
  }
  const { identity, enrolment, state } = readDeviceFolder(folder);
  if (identity.id !== claim.id || !state.stretches.some(({ boot }) => bytesEqual(boot, claim.boot)))
    throw new DeviceError('FOLDER_EXISTS', `${folder} is the folder of another device`);
  if (!enrolment) {
    const { broker, password, origin, trust } = claim;
    writeEnrolment(folder, { broker, password, trust: { ...trust, logOrigin: origin } });
  }
  const isClaimKey = bytesEqual(identity.publicKey, signerOfSeed(claim.seed).publicKey);
  if (!isClaimKey && !state.event) return identity;
  const { broker, certificateAuthority, receiptTimeoutMs, reconnect, retry } = options;
  const device = await Device.open({ folder, broker, certificateAuthority, receiptTimeoutMs, reconnect, retry, nowMs });
  const close = (): void => void device.close();
  signal?.addEventListener('abort', close);
  try {
    device.on('disconnected', (reason) => onTrouble?.(reason));
    device.on('distrusted', ({ code, text }) => onTrouble?.(`${code}: ${text}`));
    device.on('eventPostponed', ({ reason, text }) => onTrouble?.(`${reason}: ${text}`));
    const outcome = await (state.event ? device.answered() : (await device.rotate({ algorithm })).outcome);
    signal?.throwIfAborted();
    if (outcome?.kind === 'refused') {
      await device.close();
      rmSync(folder, { recursive: true }); // it has signed nothing but this
      const [code, text] = REFUSALS[outcome.reason] ?? [
        'CLAIM_USED',
        `the node has refused it, ${outcome.reason}: ${outcome.text}`,
      ];
      throw useless(code, text);
    }
    return device.identity;
  } finally {
    signal?.removeEventListener('abort', close);
    await device.close();
  }
}

const useless = (code: DeviceErrorCode, why: string): DeviceError =>
  new DeviceError(code, `this claim cannot be redeemed: ${why}`);
