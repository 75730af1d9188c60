/** `cairn check`: whether tables, files and signed checkpoints are what the log says. */
export { type CheckLedgerOptions, type CheckProgress, type CheckReport, checkLedger } from './check-ledger.js';
export type { Difference, DifferenceCode } from './findings.js';
export { type Commitments, wrongValues } from './private-values.js';
export { claimsOfEvent } from './event-claims.js';
