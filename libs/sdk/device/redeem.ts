import { existsSync, rmSync } from 'node:fs';
import { bytesEqual } from '#libs/core/wire';
import type { SignatureAlgorithm } from '#libs/core/signatures';
import { privateKeyOfSeed, signerOfSeed } from '#libs/host/keys';
import type { EnrolmentCode } from './enrolment-code.js';
import { createDeviceFolder, type DeviceIdentity, readDeviceFolder, writeEnrolment } from './device-folder.js';
import type { DeviceOptions } from './device-types.js';
import { Device } from './device.js';
import { DeviceError, type DeviceErrorCode } from './errors.js';

export interface RedeemOptions extends Pick<
  DeviceOptions,
  'broker' | 'certificateAuthority' | 'clientCertificate' | 'receiptTimeoutMs' | 'reconnect' | 'retry' | 'nowMs'
> {
  readonly code: EnrolmentCode;
  /** Where the device's folder is made. */
  readonly folder: string;
  /** Of the device's own key. Default: Ed25519. */
  readonly algorithm?: SignatureAlgorithm;
  readonly signal?: AbortSignal;
  /** What holds it up: no connection, a message that proves nothing, refused for now. */
  readonly onTrouble?: (text: string) => void;
}

/** What the node says of a code that is of no use, and how a person reads it. */
const REFUSALS: Readonly<Record<string, readonly [DeviceErrorCode, string]>> = {
  EVENT_KEY_EXPIRED: ['ENROLMENT_CODE_EXPIRED', 'it has expired; ask the operator for another one'],
  EVENT_SIGNER_NOT_ALLOWED: [
    'ENROLMENT_CODE_USED',
    'another device has used it; if that was not yours, tell the operator at once',
  ],
  EVENT_KEY_ENDED: ['ENROLMENT_CODE_USED', 'it was used or withdrawn; ask the operator for another one'],
};

/**
 * Turns an enrolment code into a device with a key of its own: makes the folder with the code's key, then rotates to one that nobody else ever
 * saw, before the first scan. Again after a crash it goes on; for a code that this folder has redeemed it only says so.
 *
 * @throws {DeviceError} ENROLMENT_CODE_EXPIRED, ENROLMENT_CODE_USED, FOLDER_EXISTS for the folder of another device; the signal's reason, and then the
 *   next call goes on
 */
export async function redeemEnrolmentCode(options: RedeemOptions): Promise<DeviceIdentity> {
  const { code, folder, nowMs = Date.now, algorithm, signal, onTrouble } = options;
  const isNew = !existsSync(folder);
  if (isNew) {
    if (nowMs() >= code.expiresMs) throw useless('ENROLMENT_CODE_EXPIRED', REFUSALS['EVENT_KEY_EXPIRED']![1]);
    const { id, seed, boot } = code;
    createDeviceFolder({ folder, id, boot, privateKey: privateKeyOfSeed(seed) });
  }
  const { identity, enrolment, state } = readDeviceFolder(folder);
  if (identity.id !== code.id || !state.stretches.some(({ boot }) => bytesEqual(boot, code.boot)))
    throw new DeviceError('FOLDER_EXISTS', `${folder} is the folder of another device`);
  if (!enrolment) {
    const { broker, password, origin, trust } = code;
    writeEnrolment(folder, { broker, password, trust: { ...trust, logOrigin: origin } });
  }
  const isKeyOfCode = bytesEqual(identity.publicKey, signerOfSeed(code.seed).publicKey);
  if (!isKeyOfCode && !state.event) return identity;
  const { broker, certificateAuthority, clientCertificate, receiptTimeoutMs, reconnect, retry } = options;
  const tls = { certificateAuthority, clientCertificate };
  const device = await Device.open({ folder, broker, ...tls, receiptTimeoutMs, reconnect, retry, nowMs });
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
      const [errorCode, text] = REFUSALS[outcome.reason] ?? [
        'ENROLMENT_CODE_USED',
        `the node has refused it, ${outcome.reason}: ${outcome.text}`,
      ];
      throw useless(errorCode, text);
    }
    return device.identity;
  } finally {
    signal?.removeEventListener('abort', close);
    await device.close();
  }
}

const useless = (code: DeviceErrorCode, why: string): DeviceError =>
  new DeviceError(code, `this enrolment code cannot be redeemed: ${why}`);
