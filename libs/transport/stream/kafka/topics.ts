import type { Admin } from 'kafkajs';
import { RECORD_BYTES_MAX, STREAM_NAMES, type StreamName } from '../scan-stream.js';
import type { PartitionBounds } from '../start-offset.js';
import type { StreamLog } from '../stream-log.js';
import { missingRight } from './refusal.js';

export interface TopicOptions {
  /** `cairn.` unless tests share a broker: topics are `<prefix><stream>.v1`. */
  readonly topicPrefix?: string;
  /** Partitions of a topic that does not exist yet. Default 4. */
  readonly partitions?: number;
  /** Copies of a topic that does not exist yet. Default: 3, or the number of brokers if that is less. */
  readonly replicationFactor?: number;
  /** Copies that must have a record before it counts as durable. Default: 2 of 3, else 1. */
  readonly minInsyncReplicas?: number;
}

export const topicOf = (stream: StreamName, prefix = 'cairn.'): string => `${prefix}${stream}.v1`;

/**
 * Makes the topics that are missing. Safe in several processes at once; a topic that exists stays as it is.
 * @see Apache Kafka 4.1, Topic Configs, for the settings.
 */
export async function makeTopics(admin: Admin, options: TopicOptions, log: StreamLog): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const missing = STREAM_NAMES.map((stream) => topicOf(stream, options.topicPrefix)).filter(
    (topic) => !existing.has(topic),
  );
  if (missing.length === 0) return;
  const brokers = (await admin.describeCluster()).brokers.length;
  const replicationFactor = options.replicationFactor ?? Math.min(3, brokers);
  const minInsyncReplicas = options.minInsyncReplicas ?? (replicationFactor >= 3 ? 2 : 1);
  const configEntries = Object.entries(topicSettings(replicationFactor, minInsyncReplicas)).map(([name, value]) => ({
    name,
    value,
  }));
  const numPartitions = options.partitions ?? 4;
  try {
    await admin.createTopics({
      topics: missing.map((topic) => ({ topic, numPartitions, replicationFactor, configEntries })),
    });
  } catch (error) {
    if (missingRight(error) === undefined) throw error;
    // A user is not shown topics that it has no right to, either. What is really missing is told by the first who needs it.
    return log('info', 'topics that this user may not see are left to others', { topics: missing });
  }
  log('info', 'topics made', { topics: missing, numPartitions, replicationFactor, minInsyncReplicas });
}

/** Exported for the test that compares them with deploy/kafka/create-topics.sh. */
export const topicSettings = (replicationFactor: number, minInsyncReplicas: number): Record<string, string> => ({
  'min.insync.replicas': String(minInsyncReplicas),
  // A request carries up to four of the longest records for a partition, in one batch, and its frame.
  'max.message.bytes': String(5 * RECORD_BYTES_MAX),
  // Whoever has anchored the records trims them. Time must not: an anchor that was away for long would find a hole.
  'retention.ms': '-1',
  'retention.bytes': '-1',
  'cleanup.policy': 'delete',
  // The broker unpacks what a producer packs. Only gzip can be read here, and one record in Snappy would stop a partition for good.
  'compression.type': 'uncompressed',
  // Trimmed records free their disk in whole segments.
  'segment.bytes': String(128 * 1_048_576),
  // Kafka acknowledges what its replicas have in memory. Where there is no other replica, a power cut would take it.
  ...(replicationFactor === 1 ? { 'flush.messages': '1' } : {}),
});

/** What every partition of a topic holds, up to its high watermark. */
export async function topicBounds(admin: Admin, topic: string): Promise<ReadonlyMap<number, PartitionBounds>> {
  const partitions = await admin.fetchTopicOffsets(topic);
  return new Map(
    partitions
      .sort((a, b) => a.partition - b.partition)
      .map(({ partition, low, high }) => [partition, { first: Number(low), next: Number(high) }]),
  );
}
