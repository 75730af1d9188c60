import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { FetchedMarkers } from './fetched-records.js';

const WAIT_MS = 100; // how long a resumed partition may have to wait for the fetch under way; heartbeats go in between
const FETCH_BYTES_PER_PARTITION = 1_048_576;
const PARTITIONS_AT_ONCE = 16; // handing over takes no time, so this only spares partitions from waiting in line

export interface GroupConsumerOptions {
  readonly groupId: string;
  readonly topic: string;
  readonly sessionTimeoutMs: number;
  /** Called within the join, before anything of the new assignment is fetched. */
  readonly onAssigned: (consumer: Consumer, partitions: readonly number[]) => void;
  /** The partitions are about to be shared out anew, or the connection to the group is gone. */
  readonly onRevoked: () => void;
  /** Must not wait: kafkajs fetches and sends heartbeats only in between. */
  readonly onFetched: (payload: EachBatchPayload) => void;
  readonly onFetchedMarkers: (markers: FetchedMarkers) => void;
  /** kafkajs gave up: it will not start again by itself. */
  readonly onDead: (error: Error) => void;
}

/** A member of a Kafka group that never commits by itself and never decides where to read: `onAssigned` seeks. */
export async function runConsumer(kafka: Kafka, options: GroupConsumerOptions): Promise<Consumer> {
  const { groupId, topic, sessionTimeoutMs } = options;
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: sessionTimeoutMs,
    heartbeatInterval: Math.floor(sessionTimeoutMs / 5),
    maxWaitTimeInMs: WAIT_MS,
    minBytes: 1,
    maxBytesPerPartition: FETCH_BYTES_PER_PARTITION,
    allowAutoTopicCreation: false,
    // Records of a transaction that is aborted, or left open for a quarter of an hour, would hold up all that come behind them.
    readUncommitted: true,
  });
  const { GROUP_JOIN, REBALANCING, CRASH, START_BATCH_PROCESS } = consumer.events;
  consumer.on(START_BATCH_PROCESS, ({ payload }) => {
    // `firstOffset` is null where the fetch held nothing from the offset on that was asked for.
    const { partition, batchSize, firstOffset, lastOffset, highWatermark } = payload;
    if (payload.topic !== topic || batchSize > 0 || (firstOffset as string | null) === null) return;
    const end = Number(highWatermark);
    options.onFetchedMarkers({ partition, first: Number(firstOffset), last: Number(lastOffset), end });
  });
  consumer.on(GROUP_JOIN, ({ payload }) => options.onAssigned(consumer, payload.memberAssignment[topic] ?? []));
  consumer.on(REBALANCING, () => options.onRevoked());
  consumer.on(CRASH, ({ payload }) => {
    options.onRevoked();
    if (!payload.restart) options.onDead(payload.error);
  });
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
      eachBatch: async (payload) => options.onFetched(payload),
    });
    return consumer;
  } catch (error) {
    await consumer.disconnect().catch(() => {});
    throw error;
  }
}
