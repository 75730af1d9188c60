import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { bytesEqual } from '#libs/core/wire';
import type { SignatureAlgorithm } from '#libs/core/signatures';
import { privateKeyOfSeed, signerOfSeed } from '#libs/host/keys';
import { isAboutLogin } from './connection-trouble.js';
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

/** A device with a key of its own. */
export interface RedeemedDevice extends DeviceIdentity {
  /** Why the password of the code goes on: whoever has seen the code can connect by it, and sign nothing. */
  readonly passwordKept?: { readonly reason: string; readonly text: string };
}

const CODE_MAY_BE_USED = 'so is a code that was used, replaced or withdrawn';

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
 * saw, before the first scan, and asks for a password of its own in the place of that of the code. Again after a crash it goes on; for a code
 * that this folder has redeemed it only says so, unless the password of the code was kept: then it asks once more.
 *
 * @throws {DeviceError} ENROLMENT_CODE_EXPIRED, ENROLMENT_CODE_USED, FOLDER_EXISTS for the folder of another device; the signal's reason, and then the
 *   next call goes on
 */
export async function redeemEnrolmentCode(options: RedeemOptions): Promise<RedeemedDevice> {
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
  const { publicKey: keyOfCode, keyId: afterKey } = signerOfSeed(code.seed);
  const isKeyOfCode = bytesEqual(identity.publicKey, keyOfCode);
  const isPasswordOfCode = !enrolment || enrolment.password === code.password;
  if (!isKeyOfCode && !state.event && !isPasswordOfCode) return identity;
  if (isPasswordOfCode && !enrolment?.next) {
    const { broker, password, origin, trust } = code;
    // Before anything is asked for: killed at any point, the device has both passwords.
    const next = { password: randomBytes(24).toString('base64url'), afterKey };
    writeEnrolment(folder, { broker, password, trust: { ...trust, logOrigin: origin }, ...enrolment, next });
  }
  const { broker, certificateAuthority, clientCertificate, receiptTimeoutMs, reconnect, retry } = options;
  const tls = { certificateAuthority, clientCertificate };
  const device = await Device.open({ folder, broker, ...tls, receiptTimeoutMs, reconnect, retry, nowMs });
  const close = (): void => void device.close();
  signal?.addEventListener('abort', close);
  try {
    // The broker signs nothing: it may not know the password yet, so the folder stays and goes on asking.
    device.on('disconnected', (reason) =>
      onTrouble?.(isAboutLogin(reason) ? `${reason}; ${CODE_MAY_BE_USED}` : reason),
    );
    device.on('distrusted', ({ code, text }) => onTrouble?.(`${code}: ${text}`));
    device.on('eventPostponed', ({ reason, text }) => onTrouble?.(`${reason}: ${text}`));
    device.on('passwordPostponed', ({ reason, text }) => onTrouble?.(`${reason}: ${text}`));
    const rotated = isKeyOfCode && !state.event ? await device.rotate({ algorithm }) : undefined;
    const outcome = await (rotated?.outcome ?? device.answered());
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
    const password = await device.passwordSettled();
    signal?.throwIfAborted();
    if (password?.kind !== 'kept') return device.identity;
    const { reason, text } = password;
    return { ...device.identity, passwordKept: { reason, text } };
  } finally {
    signal?.removeEventListener('abort', close);
    await device.close();
  }
}

const useless = (code: DeviceErrorCode, why: string): DeviceError =>
  new DeviceError(code, `this enrolment code cannot be redeemed: ${why}`);
