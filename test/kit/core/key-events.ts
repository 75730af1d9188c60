import type { Signer } from '#libs/host/keys';
import {
  encodeRotationTerms,
  EventKind,
  type LastStatement,
  rotationSigningBytes,
  type RotationTerms,
} from '../../../libs/core/wire/index.js';
import type { TestDevice } from './fleet.js';
import { type MemoryLog, signerNamed, START_MS } from './memory-log.js';

/** A key that follows from its name. */
export const aSigner = (name: string): Signer => signerNamed(`key ${name}`);

export interface KeyEventOptions {
  /** Who signs in place of the one who should. */
  readonly by?: Signer;
  /** What is named as the last statement in place of the truth; null: nothing. */
  readonly last?: LastStatement | null;
  readonly timeMs?: number;
  readonly expiresMs?: number;
}

const lastOf = (device: TestDevice, { last }: KeyEventOptions): { last?: LastStatement } =>
  last === null ? {} : { last: last ?? device.last() };

/** Logs the rotation to another key, which the device signs with from then on. @returns its log index */
export function rotate(
  device: TestDevice,
  to: Signer,
  options: KeyEventOptions & { readonly newSignature?: Uint8Array } = {},
): number {
  const { timeMs = START_MS, expiresMs, by = device.signer } = options;
  const terms = { subject: device.key, ...keyOf(to), ...lastOf(device, options), timeMs };
  const at = logRotation(
    device.log,
    by,
    to,
    { ...terms, ...(expiresMs !== undefined && { expiresMs }) },
    options.newSignature,
  );
  device.signer = to;
  return at;
}

/** Logs another key of the operator, signed by one that it has. */
export function rotateOperator(
  log: MemoryLog,
  to: Signer,
  by: Signer = log.operatorSigner,
  more: Partial<RotationTerms> = {},
): number {
  return logRotation(log, by, to, { subject: log.operator, ...keyOf(to), timeMs: START_MS, ...more });
}

function logRotation(log: MemoryLog, by: Signer, to: Signer, terms: RotationTerms, newSignature?: Uint8Array): number {
  const rotation = encodeRotationTerms(terms);
  const body = { rotation, newSignature: newSignature ?? to.sign(rotationSigningBytes(rotation)) };
  return log.appendEvent(EventKind.ROTATE, body, by);
}

/** Logs another boot, in which the device counts from then on; with a key if it brings one. @returns its log index */
export function reset(
  device: TestDevice,
  name: string,
  { key, ...options }: KeyEventOptions & { readonly key?: Signer } = {},
): number {
  const { timeMs = START_MS, expiresMs, last = device.last() } = options;
  const by = options.by ?? (key ? device.log.operatorSigner : device.signer);
  device.beginBoot(name);
  const body = { device: device.key, boot: device.boot, last: last!, ...(key && keyOf(key)), timeMs };
  const at = device.log.appendEvent(EventKind.BOOT, { ...body, ...(expiresMs !== undefined && { expiresMs }) }, by);
  if (key) device.signer = key;
  return at;
}

/** Logs that the key of a device signs nothing more. @returns its log index */
export function retire(device: TestDevice, options: KeyEventOptions & { readonly keyId?: Uint8Array } = {}): number {
  const { timeMs = START_MS, by = device.signer, keyId = device.signer.keyId } = options;
  return device.log.appendEvent(
    EventKind.RETIRE,
    { subject: device.key, keyId, ...lastOf(device, options), timeMs },
    by,
  );
}

/** Logs that a key of the operator signs nothing more. */
export const retireOfOperator = (
  log: MemoryLog,
  { keyId }: Signer,
  by: Signer = log.operatorSigner,
  more: { readonly last?: LastStatement } = {},
): number => log.appendEvent(EventKind.RETIRE, { subject: log.operator, keyId, timeMs: START_MS, ...more }, by);

/** Logs that a key is in other hands. @returns its log index */
export function compromise(
  device: TestDevice,
  {
    sinceMs,
    keyId = device.signer.keyId,
    by = device.log.operatorSigner,
  }: {
    readonly sinceMs?: number;
    readonly keyId?: Uint8Array;
    readonly by?: Signer;
  } = {},
): number {
  const body = { subject: device.key, keyId, timeMs: START_MS, ...(sinceMs !== undefined && { sinceMs }) };
  return device.log.appendEvent(EventKind.COMPROMISED, body, by);
}

const keyOf = ({ algorithm, publicKey }: Signer) => ({ algorithm, publicKey });
