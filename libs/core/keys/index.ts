/** Keys of devices and of the operator, and what counts by them: one model for the sequencer, verdicts, checks and monitors. */
export { type ChainOf, chainsInto, hashesBehind } from './chain.js';
export {
  type CodeHolders,
  codeHolders,
  type CodeMoment,
  type HeldTime,
  heldTogether,
  type LoggedCodes,
} from './code-holders.js';
export { contradicts, isCounterReused } from './contradiction.js';
export { DeviceKeys, type DeviceKeysData, type LoggedOfBoot } from './device-keys.js';
export { KeyStateError, type KeyStateErrorCode } from './errors.js';
export { type ChainEnd, judgeScan, type ScanJudgement, type ScanPlace, type ScanRefusal } from './judge-scan.js';
export { type EnrolledDevice, KeyState, type KnownParty, type SignerOfScan } from './key-state.js';
export { newKeyOf, proofOfNewKey, timeOf } from './new-keys.js';
export { type OperatorKey, OperatorKeys, type OperatorRole } from './operator-keys.js';
export { quotedSignature, quotedStatements } from './quoted-statements.js';
export { type EventToSign, type KeysBefore, lastNamedBy, signersOf, type SigningDevice, subjectOf } from './signers.js';
export { misnamed, type Named } from './stated-names.js';
export { takeKeyEvent } from './take-key-event.js';
export {
  type Compromise,
  isExpired,
  type KnownKey,
  knownKey,
  type NewKey,
  type Segment,
  type SegmentEnd,
} from './types.js';
