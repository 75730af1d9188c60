/** The ledger in PostgreSQL: the log's entries, trails, registry, the one who may write, and everybody who reads. */
export { LedgerError, type LedgerErrorCode } from './error.js';
export { migrateLedger } from './migrate.js';
export { LedgerReader, type LedgerReaderOptions } from './reader.js';
export { RegistryReader } from './registry-reader.js';
export { normaliseTerm } from './terms.js';
export type { TrailSpanRequest } from './trail-spans.js';
export type {
  DeviceBoot,
  DeviceKey,
  LogHead,
  Lookup,
  OperatorKey,
  RegisteredDevice,
  RegisteredParty,
  RegistryChanges,
  SearchHit,
  StoredEntry,
  TrailEntry,
  TrailRow,
  TrailSpan,
} from './read-types.js';
