import { encodeOutgoingBatch, type OutgoingMessage } from '#libs/core/wire';
import { partitionOf, sealRecord, type StreamRecordIn } from '#libs/transport/stream';

// Well below the longest record of the stream, so that one more message never matters.
const RECORD_BYTES = 256 * 1024;

/** Packs messages for devices into sealed records of the stream `receipts`: those of one device into one partition, in order. */
export function packMessages(
  messages: readonly OutgoingMessage[],
  { partitions, streamKey }: { readonly partitions: number; readonly streamKey: Uint8Array },
): StreamRecordIn[] {
  const byPartition = new Map<number, OutgoingMessage[][]>();
  const bytes = new Map<number, number>();
  for (const message of messages) {
    const partition = partitionOf(message.device, partitions);
    const batches = byPartition.get(partition) ?? [[]];
    byPartition.set(partition, batches);
    let size = (bytes.get(partition) ?? 0) + message.payload.length + 64;
    if (size > RECORD_BYTES && batches.at(-1)!.length > 0) {
      batches.push([]);
      size = message.payload.length + 64;
    }
    batches.at(-1)!.push(message);
    bytes.set(partition, size);
  }
  return [...byPartition].flatMap(([partition, batches]) =>
    batches.map((batch) => ({ partition, value: sealRecord(streamKey, encodeOutgoingBatch({ messages: batch })) })),
  );
}
