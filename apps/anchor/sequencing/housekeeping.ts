import type { ScanStream } from '#libs/transport/stream';

/** Receipts are not durable and need not be: whoever reads them starts near the end. */
const RECEIPT_RECORDS_KEPT = 1_000;

/** Where the readers go on, a map from partition to offset each: what lies before is committed to the database. */
export interface TakenOffsets {
  readonly scans: ReadonlyMap<number, number>;
  readonly lookups: ReadonlyMap<number, number>;
}

/**
 * Tells lag tools how far the sequencer is, and lets the streams forget what nobody will read again: scans that are logged, look-ups
 * that are kept, receipts that went out long ago. No stream forgets anything by itself.
 */
export async function forgetTaken(stream: ScanStream, group: string, taken: TakenOffsets): Promise<void> {
  for (const name of ['scans', 'lookups'] as const) {
    const next = new Map(taken[name]);
    if (next.size === 0) continue;
    await stream.reportProgress(name, group, next);
    await stream.trim(name, next);
  }
  const ends = await stream.ends('receipts');
  const old = [...ends].map(([partition, end]) => [partition, Math.max(0, end - RECEIPT_RECORDS_KEPT)] as const);
  await stream.trim('receipts', new Map(old));
}
