/** The ledger in PostgreSQL: the log's entries, trails, registry, the one who may write, and everybody who reads. */
export { LedgerError, type LedgerErrorCode } from './error.js';
export { migrateLedger } from './migrate.js';
export { LedgerReader, type LedgerReaderOptions } from './reader.js';
export { RegistryReader } from './registry-reader.js';
export { type KeptReject, RejectReader } from './reject-reader.js';
export { normaliseTerm } from './terms.js';
export type { TrailSpanRequest } from './trail-spans.js';
export type {
  DeviceBoot,
  DeviceKey,
  SubmissionOutcome,
  LedgerHead,
  StoredLookup,
  StoredOperatorKey,
  RegisteredDevice,
  RegisteredParty,
  RegistryChanges,
  SearchHit,
  StoredEntry,
  StoredTrailEntry,
  TrailRow,
  TrailSpan,
} from './read-types.js';
export { type Clock, systemClock } from './clock.js';
export { EFFECTS, type Effect, type Faults, noFaults } from './faults.js';
export { Lease, type LeaseOptions } from './lease.js';
export { beginLog, type LogIdentity } from './begin-log.js';
export { type Appended, Ledger, type LedgerOptions, type ReceiptDue } from './ledger.js';
export type { EventReceiptDue, RejectNotice, Repeat } from './append/findings.js';
export type { HeldLimits } from './append/held-scans.js';
export { type IncomingRecord, readIncoming, unusable } from './append/incoming.js';
export { checkLedger, type CheckLedgerOptions, type CheckProgress, type CheckReport } from './check/check-ledger.js';
export type { Difference, DifferenceCode } from './check/findings.js';
export { RecoverError, type RecoverErrorCode } from './recover/error.js';
export type { RecoverOptions, RecoverProgress, RecoverReport } from './recover/options.js';
export { recoverLedger } from './recover/recover-ledger.js';
