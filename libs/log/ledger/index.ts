/** What the log stands on, in PostgreSQL: tables and migrations, the lease of the one who may write, and everybody who reads. */
export { LedgerError, type LedgerErrorCode } from './error.js';
export { migrate, type RoomMigrations } from './migrate.js';
export { ledgerMigrations, migrateLedger } from './migrations.js';
export { LedgerReader, type LedgerReaderOptions } from './reader.js';
export { RegistryReader } from './registry-reader.js';
export { type KeptReject, RejectReader } from './reject-reader.js';
export type { TrailSpanRequest } from './trail-spans.js';
export type {
  CodeHolder,
  DeviceBoot,
  DeviceKey,
  SubmissionOutcome,
  LedgerHead,
  StoredOperatorKey,
  RegisteredDevice,
  RegisteredParty,
  RegistryChanges,
  StoredEntry,
  StoredTrailEntry,
  TrailRow,
  TrailSpan,
} from './read-types.js';
export { type Clock, systemClock } from './clock.js';
export { EFFECTS, type Effect, type Faults, noFaults } from './faults.js';
export { Lease, type LeaseOptions } from './lease.js';
export { clientOf, type LedgerSession } from './session.js';
export { CommittedLog } from './committed-log.js';
export { PublicationProgress } from './publication-progress.js';
export { readOffsets, writeOffsets } from './stream-offsets.js';
export { asBuffer, bytesOfKey, keyOf, leafOf, putUint64, sha256 } from './hashing.js';
export { connectionOptions } from './connection.js';
export { type KeptTable, LEDGER_KEPT, LEDGER_PASSING } from './kept-tables.js';
export { type SequenceBehind, sequencesBehind, sequenceText, setSequences } from './sequences.js';
