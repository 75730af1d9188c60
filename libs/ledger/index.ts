/** The ledger in PostgreSQL: the log's entries, trails, registry, the one who may write, and everybody who reads. */
export { LedgerError, type LedgerErrorCode } from './error.js';
export { migrateLedger } from './migrate.js';
