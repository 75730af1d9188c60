/** Enrolment of parties and devices: signed by the operator, logged like everything else, then a password. */
export { type DeviceToEnrol, folderNameOf } from './candidate.js';
export { CodesRegistrar, codesRoleName, type CodesToState, type StatedCodes } from './codes-registrar.js';
export { EnrolmentError, type EnrolmentErrorCode } from './errors.js';
export { type EnrolmentTerms, enrolEvent, partyEvent, type PartyToEnrol } from './events.js';
export { EnrolmentCodes, type EnrolmentCodeRequest } from './enrolment-codes.js';
export { readDeviceKeys } from './device-keys.js';
export { changePassword, type ChangedPassword, endPassword } from './device-password.js';
export {
  type BegunBoot,
  type BootToBegin,
  type EndedKey,
  KeyRegistrar,
  type KeyToEnd,
  type KeyToRetire,
} from './key-registrar.js';
export { openRegistrar } from './open.js';
export { type KnownPasswords, passwordsInFolders } from './passwords.js';
export { NextKeyInEnvironment, NextKeyInFile, type NextOperatorKey } from './next-operator-key.js';
export { type EndedOperatorKey, OperatorKeyRegistrar, type RotatedOperatorKey } from './operator-keys.js';
export { loadOperator, type Operator } from './operator.js';
export { type EnrolmentResult, Registrar, type EnrolRequest, type RegistrarOptions } from './registrar.js';
