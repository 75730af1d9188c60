/** Every byte that leaves a process: field tables, codecs, limits, reasons. */
export { fromBase64url, putBase64url, toBase64url } from './base64url.js';
export { CanonicalJsonError, formatCanonicalJson, type JsonValue, parseCanonicalJson } from './canonical-json.js';
export {
  bytesEqual,
  compareBytes,
  concatBytes,
  isWellFormed,
  readUint64,
  textOfUtf8,
  utf8,
  writeUint64,
} from './bytes.js';
export { type Claim, commitment, makeDisclosure, parseDisclosure } from './claims/disclosure.js';
export { type ClaimEncoding, isClaimValue, valueBytesMax } from './claims/encodings.js';
export { ScanError, type ScanErrorCode } from './claims/errors.js';
export { checkDisclosures, checkScanPrivateParts, checkShownParts, openCommitment } from './claims/private-parts.js';
export {
  type ClaimName,
  claimRule,
  type ClaimRule,
  CLAIMS,
  isClaimName,
  OLD_CLAIMS,
  type Tier,
  tierOf,
} from './claims/table.js';
export {
  decodeLogEntry,
  decodeSignedEvent,
  encodeLogEntry,
  encodeSignedEvent,
  type LogEntry,
  type LoggedScan,
  type SignedEvent,
  VERIFICATION_PROFILE,
} from './entry.js';
export { WireError, type WireErrorCode } from './errors.js';
export {
  type BootBody,
  type CompromisedBody,
  type CounterRange,
  type EnrolBody,
  type EquivocationBody,
  type EventBodies,
  EventKind,
  type EventKindName,
  type LastStatement,
  type OperatorBody,
  type PartyBody,
  type ReceiptKeyBody,
  type RefusedBody,
  type RetireBody,
  type RotateBody,
  type RotationTerms,
  type SupportedEventKind,
} from './event-bodies.js';
export { EVENT_SIGNERS, type EventSigner } from './event-signers.js';
export {
  type CodesBody,
  CodesRole,
  type DecisionBody,
  type DocumentBody,
  type GrantBody,
  type RecallBody,
  RecallStatus,
} from './goods-bodies.js';
export {
  decodeEventBody,
  encodeEventBody,
  eventHash,
  eventKindName,
  eventSigningBytes,
  isSupportedEventKind,
  objectsOfEvent,
} from './events.js';
export { lastCounterOf, refusedStatements } from './refusals.js';
export { Action, decodeScanHeader, encodeScanHeader, EventType, Precision, type ScanHeader } from './header.js';
export { isClass, Role, roleByte, roleOf } from './roles.js';
export {
  readSeenCheckpoint,
  SEEN_CHECKPOINT_BYTES,
  type SeenCheckpoint,
  writeSeenCheckpoint,
} from './seen-checkpoint.js';
export { decodeRotationTerms, encodeRotationTerms, rotationSigningBytes } from './key-events.js';
export {
  type DistantSigner,
  type ImmediateSigner,
  type NextSigner,
  signEvent,
  signEventByDistantKey,
  signRotation,
} from './sign-event.js';
export { captureKey, codesKey, deviceKey, grantsKey, objectKey, operatorKey, partyKey, refusalsKey } from './keys.js';
export {
  DeviceKind,
  deviceKindName,
  deviceKindOf,
  PARTY_KIND_NAMES,
  PartyKind,
  partyKindName,
  partyKindOf,
  signsScans,
} from './kinds.js';
export { LIMITS } from './limits.js';
export {
  decodePasswordChange,
  encodePasswordChange,
  isPasswordChange,
  type PasswordChange,
  passwordChangeHash,
  passwordChangeSigningBytes,
  type SignedPasswordChange,
  signPasswordChange,
} from './password-change.js';
export { cutText, isReasonCode, type Reason, type ReasonCode, REASONS, refusalAccuses } from './reasons.js';
export {
  decodeDeviceMessage,
  decodeEventReceiptBody,
  decodePasswordReceiptBody,
  decodeReceiptBatch,
  decodeRejectBody,
  type DeviceMessage,
  encodeDeviceMessage,
  encodeEventReceiptBody,
  encodePasswordReceiptBody,
  encodeReceiptBatch,
  encodeRejectBody,
  type EventReceipt,
  type EventReceiptBody,
  eventReceiptSigningBytes,
  type PasswordReceipt,
  type PasswordReceiptBody,
  passwordReceiptSigningBytes,
  type Receipt,
  type ReceiptBatch,
  type ReceiptItem,
  receiptItemsMax,
  receiptLeaf,
  receiptSigningBytes,
  type Reject,
  type RejectBody,
  rejectSigningBytes,
} from './receipts.js';
export { decodeSignedScan, encodeSignedScan, type SignedScan, type StatementFields } from './scan.js';
export {
  decodeSignedStatement,
  encodeSignedStatement,
  type SignedStatement,
  signedStatementOf,
  STATEMENT_BYTES,
  STATEMENT_PLACES,
  statementBytes,
  statementHash,
  type StatementSource,
} from './statement.js';
export {
  decodeLookupBatch,
  decodeOutgoingBatch,
  decodePrivatePart,
  decodeStreamBatch,
  decodeStreamRecord,
  encodeLookupBatch,
  encodeOutgoingBatch,
  encodePrivatePart,
  encodeStreamBatch,
  encodeStreamRecord,
  type Lookup,
  type LookupBatch,
  type OutgoingBatch,
  type OutgoingMessage,
  type PrivatePart,
  type RejectedScan,
  type StreamBatch,
  type StreamRecord,
  type SubmittedEvent,
  type VerifiedScan,
} from './stream-messages.js';
export {
  DEVICE_ID_LENGTH_MAX,
  eventTopic,
  INGEST_USER,
  isDeviceId,
  isReservedName,
  receiptTopic,
  scanTopic,
} from './topics.js';
export { ARRIVAL_BACK_MS_MAX, judgeScanTime, SCAN_TIME, type ScanTimeReason } from './time-rules.js';
export { type HashSlots, hashSlots } from './views/hash-slots.js';
export { forgivingStatement, type PublicScan } from './views/forgiving-statement.js';
export {
  ENTRY_FRAME_BYTES_MAX,
  type LoggedWith,
  toPrivatePart,
  writeEntryHead,
  writeEntryTail,
} from './views/scan-entry.js';
export { BOOT_AT, DEVICE_AT, KEY_ID_AT, OBJECT_STRIDE, type ScanPlaces, scanPlaces } from './views/scan-places.js';
