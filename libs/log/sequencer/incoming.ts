import { decodeStreamBatch, type RejectedScan, type SubmittedEvent } from '#libs/core/wire';
import { asBuffer, sha256 } from '#libs/log/ledger';
import { type ScanView, viewScan } from './scan-view.js';

/** A record of the stream `scans`, read but not judged. */
export interface IncomingRecord {
  readonly partition: number;
  readonly offset: number;
  readonly scans: readonly ScanView[];
  readonly events: readonly SubmittedEvent[];
  readonly rejected: readonly RejectedScan[];
  /** Why nothing of the record is taken: a wrong MAC, or no batch inside. */
  readonly unusable?: string;
  /** Bytes that it holds in memory. */
  readonly bytes: number;
}

const HEAD_BYTES = 256; // for the operator to see what it was

/** Reads the body of a record whose MAC was right. Does not throw: what cannot be read is said in the result. */
export function readIncoming(place: { partition: number; offset: number }, body: Uint8Array): IncomingRecord {
  const bytes = body.length;
  try {
    const { scans, events, rejected } = decodeStreamBatch(body);
    const views: ScanView[] = [];
    const refused = [...rejected];
    for (const { signedScan, receivedTimeMs } of scans) {
      const scan = asBuffer(signedScan);
      try {
        views.push(viewScan(scan, receivedTimeMs));
      } catch (error) {
        refused.push(malformed(scan, receivedTimeMs, String(error)));
      }
    }
    return { ...place, scans: views, events, rejected: refused, bytes };
  } catch (error) {
    return { ...unusable(place, body, `no batch of scans: ${String(error)}`), bytes };
  }
}

/** A record of which nothing is taken; it is kept among the rejects. */
export function unusable(place: { partition: number; offset: number }, value: Uint8Array, why: string): IncomingRecord {
  const bytes = asBuffer(value);
  return { ...place, scans: [], events: [], rejected: [malformed(bytes, 0, why)], unusable: why, bytes: bytes.length };
}

const malformed = (bytes: Buffer, receivedTimeMs: number, text: string): RejectedScan => ({
  payloadHash: sha256(bytes),
  device: new Uint8Array(),
  boot: new Uint8Array(),
  counter: 0,
  reason: 'MALFORMED',
  text,
  final: true,
  receivedTimeMs,
  payloadHead: bytes.subarray(0, HEAD_BYTES),
});
