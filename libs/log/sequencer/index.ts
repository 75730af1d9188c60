/** Orders scans and events into the log, a transaction at a time, under the lease. */
export { type LogIdentity, beginLog } from './begin-log.js';
export { type Appended, Ledger, type LedgerOptions, type ReceiptDue } from './ledger.js';
export type {
  ArrivalAhead,
  EventReceiptDue,
  InvalidSignature,
  PasswordReceiptDue,
  RejectNotice,
  Repeat,
} from './findings.js';
export type { HeldLimits } from './held-scans.js';
export { type IncomingRecord, readIncoming, unusable } from './incoming.js';
export { type SegmentEnd, walkChain } from './chain-walk.js';
export { readBelow } from './history.js';
export { type DeviceKeyRecord, deviceKeyRecords, operatorKeyRecord, segmentRecord } from './registry-rows.js';
export { writeBoots, writeChains, writeConcluded } from './commit.js';
export type { ChainWrite } from './late-chains.js';
export { type TrailBatch, advanceTrails } from './advance-trails.js';
export { type BootState, Boots } from './boots.js';
export { copyIn } from './copy-in.js';
export { EMPTY_FRONTIER, appendToFrontier, rootOfFrontier } from './frontier.js';
export { isSubmittedKind } from './event-reading.js';
export { admitEvents } from './registry-events.js';
export { writeRegistry } from './registry-writes.js';
export { TrailHeads } from './trail-heads.js';
export type { Concluded } from './conclude.js';
export { CopyRows } from './copy-rows.js';
