import type { Batch, KafkaMessage } from 'kafkajs';
import type { StreamRecordOut } from '../scan-stream.js';

/** A fetch in which kafkajs found nothing but markers of transactions. */
export interface FetchedMarkers {
  readonly partition: number;
  readonly first: number;
  readonly last: number;
  /** Offset behind the last record of the partition. */
  readonly end: number;
}

/** The part of kafkajs 2.2.4, src/consumer/batch.js, that its types leave out: what came, markers included. */
interface BatchAsItCame extends Batch {
  readonly messagesWithinOffset?: readonly KafkaMessage[];
}

/**
 * A marker says how a transaction ended, and has an offset of its own. Nobody of ours makes transactions; anybody who may write to the
 * topic can. It becomes a record without contents, which no key has sealed: then an offset that nothing stands at is a record that was
 * lost, and a marker is set aside and told, as everything else that ingest has not written.
 */
export const marker = (offset: number): StreamRecordOut => ({ offset, value: new Uint8Array() });

/** One record for each offset that the broker has sent. */
export function recordsOf(batch: Batch): StreamRecordOut[] {
  const { messages, messagesWithinOffset = messages }: BatchAsItCame = batch;
  if (messagesWithinOffset.length === messages.length) return messages.map(recordOf);
  const readable = new Set(messages);
  return messagesWithinOffset.map((message) =>
    readable.has(message) ? recordOf(message) : marker(Number(message.offset)),
  );
}

const recordOf = ({ offset, value }: KafkaMessage): StreamRecordOut => ({
  offset: Number(offset),
  value: value ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(),
});
