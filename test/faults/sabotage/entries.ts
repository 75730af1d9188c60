import {
  decodeLogEntry,
  encodeEventBody,
  encodeLogEntry,
  EventKind,
  objectsOfEvent,
  signedStatementOf,
} from '#libs/core/wire';
import { describeEntries } from '../evidence/public-log.js';
import { isScan, type ScanInLog } from '../evidence/records.js';

export interface ScanBytes extends ScanInLog {
  readonly bytes: Uint8Array;
}

/** The scans of a log, in its order, each with its bytes. */
export const scanEntries = (entries: readonly Uint8Array[]): ScanBytes[] =>
  describeEntries(entries)
    .filter(isScan)
    .map((scan) => ({ ...scan, bytes: entries[scan.logIndex]! }));

/** An equivocation entry about a scan of the log: well formed, and a lie. */
export function equivocationEntry(entries: readonly Uint8Array[]): Uint8Array {
  const entry = decodeLogEntry(scanEntries(entries)[0]!.bytes);
  if (entry.kind !== 'scan') throw new RangeError('not a scan');
  const first = signedStatementOf(entry.scan);
  const second = { ...first, headerHash: first.headerHash.toReversed() };
  const timeMs = entry.scan.receivedTimeMs;
  const body = encodeEventBody(EventKind.EQUIVOCATION, { first, second, timeMs, reason: 'COUNTER_REUSED' });
  return encodeLogEntry({
    kind: 'event',
    event: {
      kind: EventKind.EQUIVOCATION,
      body,
      signerKeyId: entry.scan.keyId,
      signature: entry.scan.signature,
      objects: objectsOfEvent(EventKind.EQUIVOCATION, body),
    },
  });
}
