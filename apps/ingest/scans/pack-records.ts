import { encodeStreamBatch, type RejectedScan, type SubmittedEvent, type VerifiedScan } from '#libs/core/wire';
import { RECORD_BYTES_MAX, sealRecord, type StreamRecordIn } from '#libs/transport/stream';

/** One thing to be appended. */
export type Appendable = {
  readonly partition: number;
  /** Called when it is durable. */
  readonly done: () => void;
} & ({ readonly scan: VerifiedScan } | { readonly rejected: RejectedScan } | { readonly event: SubmittedEvent });

// DESIGN section 3: one record carries up to 256 scans and one MAC.
const SCANS_PER_RECORD_MAX = 256;
// Tags, lengths, times, and the texts of a reject.
const MESSAGE_OVERHEAD_BYTES = 1_024;
const RECORD_BODY_BYTES_MAX = RECORD_BYTES_MAX - MESSAGE_OVERHEAD_BYTES;
// One write of the stream; more would only wait in its queue.
const CALL_BYTES_MAX = 4 * RECORD_BYTES_MAX;

interface Draft {
  readonly partition: number;
  readonly scans: VerifiedScan[];
  readonly events: SubmittedEvent[];
  readonly rejected: RejectedScan[];
  bytes: number;
}

function bytesOf(item: Appendable): number {
  if ('scan' in item) return item.scan.signedScan.length + 32;
  return 'event' in item ? item.event.signedEvent.length + 32 : MESSAGE_OVERHEAD_BYTES;
}

/**
 * Fills records, one MAC each, from the head of the queue: as many as one append call takes. The scans of a partition keep their order.
 *
 * @returns the records, and how many items of the queue are in them.
 */
export function packRecords(
  queue: readonly Appendable[],
  streamKey: Uint8Array,
): { readonly records: StreamRecordIn[]; readonly count: number } {
  const drafts: Draft[] = [];
  const open = new Map<number, Draft>();
  let callBytes = 0;
  let count = 0;
  for (const item of queue) {
    const bytes = bytesOf(item);
    if (count > 0 && callBytes + bytes > CALL_BYTES_MAX) break;
    let draft = open.get(item.partition);
    if (
      !draft ||
      draft.bytes + bytes > RECORD_BODY_BYTES_MAX ||
      draft.scans.length + draft.events.length + draft.rejected.length >= SCANS_PER_RECORD_MAX ||
      // Anchor takes the events of a record before its scans: behind a scan an event begins another one.
      ('event' in item && draft.scans.length + draft.rejected.length > 0)
    ) {
      draft = { partition: item.partition, scans: [], events: [], rejected: [], bytes: 0 };
      open.set(item.partition, draft);
      drafts.push(draft);
    }
    if ('scan' in item) draft.scans.push(item.scan);
    else if ('event' in item) draft.events.push(item.event);
    else draft.rejected.push(item.rejected);
    draft.bytes += bytes;
    callBytes += bytes;
    count += 1;
  }
  const records = drafts.map(({ partition, scans, events, rejected }) => ({
    partition,
    value: sealRecord(streamKey, encodeStreamBatch({ scans, events, rejected })),
  }));
  return { records, count };
}
