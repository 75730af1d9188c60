import type { Message } from 'kafkajs';
import type { StreamRecordIn } from '../scan-stream.js';
import type { KafkaConnections } from './connections.js';

const ALL_IN_SYNC_REPLICAS = -1;

/** @throws {StreamError} UNAVAILABLE, CLOSED. */
export async function appendRecords(
  connections: KafkaConnections,
  topic: string,
  records: readonly StreamRecordIn[],
  timeoutMs: number,
): Promise<void> {
  const messages: Message[] = records.map(({ partition, value }) => ({ partition, value: asBuffer(value) }));
  await connections.until(timeoutMs, async () => {
    const producer = await connections.producer();
    await producer.send({ topic, messages, acks: ALL_IN_SYNC_REPLICAS });
  });
}

const asBuffer = (value: Uint8Array): Buffer => Buffer.from(value.buffer, value.byteOffset, value.byteLength);
