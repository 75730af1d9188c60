/** What runs on a device or on the gateway beside it: sign, keep, send, verify the receipt, delete. */
export { type Backoff, backoffMs } from './backoff.js';
export { buildScan, type BuildOptions, discloseClaims, type ScanSigner } from './build-scan.js';
export { type EnrolmentCode, formatEnrolmentCode, parseEnrolmentCode } from './enrolment-code.js';
export {
  createDeviceFolder,
  type CreateDeviceOptions,
  type DeviceFolder,
  type DeviceIdentity,
  type Enrolment,
  type NextPassword,
  readDeviceFolder,
  writeEnrolment,
} from './device-folder.js';
export { type DistrustCode, type JudgedMessage, MessageJudge } from './device-message.js';
export type { PendingEvent } from './device-state.js';
export type { RotateOptions } from './device-work.js';
export type {
  DeviceEvents,
  DeviceOptions,
  EventOutcome,
  EventTicket,
  PasswordOutcome,
  ScanOutcome,
  ScanTicket,
} from './device-types.js';
export { Device } from './device.js';
export { DeviceError, type DeviceErrorCode } from './errors.js';
export { Fleet, type FleetOptions } from './fleet.js';
export {
  abandonBoot,
  completeBoot,
  lastOwnStatement,
  prepareBoot,
  type PreparedBoot,
  type PrepareBootOptions,
} from './operator-boot.js';
export type { ChainPosition, OutboxScan } from './outbox.js';
export type { QuarantinedScan } from './quarantine.js';
export { recoverBoot } from './recover-boot.js';
export { type RedeemedDevice, redeemEnrolmentCode, type RedeemOptions } from './redeem.js';
export type {
  ActionName,
  ClaimValue,
  EventTypeName,
  PrecisionName,
  RoleName,
  ScanInput,
  ScanObject,
} from './scan-input.js';
export type { SendWindow } from './send-queue.js';
export { type PublicKey, type Trust, trustedReceiptKeys } from './trust.js';
export { type ClientCertificate, TLS_FILES, type TlsMaterial } from './tls-material.js';
export { Turnstile } from './turnstile.js';
