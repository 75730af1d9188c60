import type { Ledger } from '#libs/ledger';
import type { ScanStream } from '#libs/stream';

/** Receipts are not durable and need not be: whoever reads them starts near the end. */
const RECEIPT_RECORDS_KEPT = 1_000;

/**
 * Tells lag tools how far the sequencer is, and lets the streams forget what nobody will read again: scans that are logged, receipts
 * that went out long ago.
 */
export function forgetTaken(stream: ScanStream, ledger: Ledger, group: string): () => Promise<void> {
  return async () => {
    const next = new Map(ledger.nextOffsets());
    if (next.size > 0) {
      await stream.reportProgress('scans', group, next);
      await stream.trim('scans', next);
    }
    const ends = await stream.ends('receipts');
    const old = [...ends].map(([partition, end]) => [partition, Math.max(0, end - RECEIPT_RECORDS_KEPT)] as const);
    await stream.trim('receipts', new Map(old));
  };
}
