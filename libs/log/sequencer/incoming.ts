import { decodeStreamBatch, type RejectedScan, ScanError, type SubmittedEvent, WireError } from '#libs/core/wire';
import { asBuffer, LedgerError, sha256 } from '#libs/log/ledger';
import { PAYLOAD_HEAD_BYTES_MAX, readRejected } from './read-rejected.js';
import { readScan } from './read-scan.js';
import type { ScanView } from './scan-view.js';

/** A record of the stream `scans`, read but not judged. */
export interface IncomingRecord {
  readonly partition: number;
  readonly offset: number;
  readonly scans: readonly ScanView[];
  readonly events: readonly SubmittedEvent[];
  readonly rejected: readonly RejectedScan[];
  /** Why nothing of the record is taken: a wrong MAC, no batch inside, or not where ingest puts it. */
  readonly unusable?: string;
  /** Why single scans of it are not taken: ingest writes none like that. */
  readonly unusableScans: readonly string[];
  /** Bytes that it holds in memory. */
  readonly bytes: number;
}

/**
 * Reads the body of a record whose MAC was right, as strictly as ingest does: whoever else has the stream's key must not write what
 * a reader of the log would stumble over. Does not throw: what cannot be read is said in the result.
 *
 * @param receivedTimeMsMax no scan can have come later
 */
export function readIncoming(
  place: { readonly partition: number; readonly offset: number },
  body: Uint8Array,
  receivedTimeMsMax: number,
): IncomingRecord {
  const bytes = body.length;
  try {
    const { scans, events, rejected } = decodeStreamBatch(body);
    const views: ScanView[] = [];
    const refused: RejectedScan[] = [];
    const unusableScans: string[] = [];
    const setAside = (error: unknown, what: Buffer, receivedTimeMs: number): void => {
      if (!isOfBytes(error)) throw error;
      unusableScans.push(`${error.code}: ${error.message}`);
      refused.push(malformed(what, receivedTimeMs, error.message));
    };
    for (const { signedScan, receivedTimeMs } of scans) {
      const scan = asBuffer(signedScan);
      try {
        views.push(readScan(scan, { receivedTimeMs, receivedTimeMsMax }));
      } catch (error) {
        setAside(error, scan, receivedTimeMs);
      }
    }
    for (const one of rejected) {
      try {
        refused.push(readRejected(one));
      } catch (error) {
        setAside(error, asBuffer(one.payloadHead), 0);
      }
    }
    return { ...place, scans: views, events, rejected: refused, unusableScans, bytes };
  } catch (error) {
    if (!isOfBytes(error)) throw error;
    return { ...unusable(place, body, `no batch of scans: ${String(error)}`), bytes };
  }
}

/** A record of which nothing is taken; it is kept among the rejects. */
export function unusable(
  place: { readonly partition: number; readonly offset: number },
  value: Uint8Array,
  why: string,
): IncomingRecord {
  const bytes = asBuffer(value);
  const rejected = [malformed(bytes, 0, why)];
  return { ...place, scans: [], events: [], rejected, unusable: why, unusableScans: [], bytes: bytes.length };
}

const isOfBytes = (error: unknown): error is WireError | ScanError | LedgerError =>
  error instanceof WireError || error instanceof ScanError || error instanceof LedgerError;

const malformed = (bytes: Buffer, receivedTimeMs: number, text: string): RejectedScan => ({
  payloadHash: sha256(bytes),
  device: new Uint8Array(),
  boot: new Uint8Array(),
  counter: 0,
  reason: 'MALFORMED',
  text,
  final: true,
  receivedTimeMs,
  payloadHead: bytes.subarray(0, PAYLOAD_HEAD_BYTES_MAX),
});
