import { AppendQueue } from '../append-queue.js';
import {
  ScanStream,
  type StreamName,
  type StreamRecordIn,
  type SubscribeOptions,
  type Subscription,
} from '../scan-stream.js';
import type { PartitionBounds } from '../start-offset.js';
import { StreamError } from '../stream-error.js';
import { silentLog, type StreamLog } from '../stream-log.js';
import { appendRecords } from './append.js';
import type { KafkaConnectionOptions } from './client.js';
import { KafkaConnections } from './connections.js';
import { KafkaSubscription } from './subscription.js';
import { topicBounds, topicOf, type TopicOptions } from './topics.js';

export interface KafkaStreamOptions extends KafkaConnectionOptions, TopicOptions {
  /** Before the names of groups; empty unless tests share a broker. */
  readonly groupPrefix?: string;
  /**
   * How long a member that died keeps its partitions; as long as that reading stands still after a broker's crash, too,
   * since kafkajs comes back as a new member. Default 6,000, the least that a broker allows unless told otherwise.
   */
  readonly memberLeaseMs?: number;
  /** How long a request is tried while the broker is away. Default 30,000. */
  readonly appendTimeoutMs?: number;
  /** Most bytes that wait to be appended, for each stream. Default 32 MiB. */
  readonly appendBytesMax?: number;
  readonly log?: StreamLog;
}

/** The streams as topics of Apache Kafka (docs/decisions/0021). */
export class KafkaScanStream extends ScanStream {
  private readonly connections: KafkaConnections;
  private readonly queues = new Map<StreamName, AppendQueue>();
  private readonly counts = new Map<StreamName, number>();
  private readonly subscriptions = new Map<KafkaSubscription, string>();
  private readonly log: StreamLog;
  private readonly timeoutMs: number;
  private closed = false;

  constructor(private readonly options: KafkaStreamOptions) {
    super();
    this.log = options.log ?? silentLog;
    this.timeoutMs = options.appendTimeoutMs ?? 30_000;
    this.connections = new KafkaConnections(options, this.log);
  }

  override async partitions(stream: StreamName): Promise<number> {
    const known = this.counts.get(stream);
    if (known !== undefined) return known;
    const { size } = await this.bounds(stream);
    this.counts.set(stream, size);
    return size;
  }

  override async append(stream: StreamName, records: readonly StreamRecordIn[]): Promise<void> {
    if (this.closed) throw new StreamError('CLOSED', 'the stream is closed');
    return this.queue(stream).append(records);
  }

  override async subscribe(subscription: SubscribeOptions): Promise<Subscription> {
    if (this.closed) throw new StreamError('CLOSED', 'the stream is closed');
    await this.partitions(subscription.stream);
    const groupId = this.groupId(subscription.stream, subscription.group);
    const member = new KafkaSubscription(subscription, {
      connections: this.connections,
      topic: this.topic(subscription.stream),
      groupId,
      memberLeaseMs: this.options.memberLeaseMs ?? 6_000,
      timeoutMs: this.timeoutMs,
      log: this.log,
    });
    await member.start();
    this.subscriptions.set(member, groupId);
    const stop = async () => {
      await member.stop();
      this.subscriptions.delete(member);
    };
    return { failed: member.failed, stop };
  }

  override async ends(stream: StreamName): Promise<ReadonlyMap<number, number>> {
    return new Map([...(await this.bounds(stream))].map(([partition, { next }]) => [partition, next]));
  }

  override async trim(stream: StreamName, before: ReadonlyMap<number, number>): Promise<void> {
    const bounds = await this.bounds(stream);
    const partitions = [...before].flatMap(([partition, offset]) => {
      const { first, next } = bounds.get(partition) ?? { first: 0, next: 0 };
      const until = Math.min(offset, next);
      return until > first ? [{ partition, offset: String(until) }] : [];
    });
    if (partitions.length === 0) return;
    await this.connections.until(this.timeoutMs, async () => {
      const admin = await this.connections.admin();
      await admin.deleteTopicRecords({ topic: this.topic(stream), partitions });
    });
  }

  override async reportProgress(stream: StreamName, group: string, next: ReadonlyMap<number, number>): Promise<void> {
    const groupId = this.groupId(stream, group);
    try {
      for (const [member, itsGroup] of this.subscriptions) if (itsGroup === groupId) return await member.commit(next);
      // kafkajs could tell it from outside as well, but joins the group to do so and takes everybody's partitions away.
      this.log('debug', 'the progress of a group is told by its members only', { groupId });
    } catch (error) {
      this.log('debug', 'the progress of a group was not told', { groupId, error });
    }
  }

  override async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.connections.stopTryingAgain();
    await Promise.all([...this.subscriptions.keys()].map((subscription) => subscription.stop()));
    await Promise.all([...this.queues.values()].map((queue) => queue.idle()));
    await this.connections.end();
  }

  private topic(stream: StreamName): string {
    return topicOf(stream, this.options.topicPrefix);
  }

  /** Members of one Kafka group must read the same topic, so each stream has its own. */
  private groupId(stream: StreamName, group: string): string {
    return `${this.options.groupPrefix ?? ''}${group}.${stream}`;
  }

  private bounds(stream: StreamName): Promise<ReadonlyMap<number, PartitionBounds>> {
    return this.connections.until(this.timeoutMs, async () =>
      topicBounds(await this.connections.admin(), this.topic(stream)),
    );
  }

  private queue(stream: StreamName): AppendQueue {
    const known = this.queues.get(stream);
    if (known) return known;
    const queue = new AppendQueue(
      (records) => this.write(stream, records),
      this.options.appendBytesMax ?? 32 * 1_048_576,
    );
    this.queues.set(stream, queue);
    return queue;
  }

  private async write(stream: StreamName, records: readonly StreamRecordIn[]): Promise<void> {
    const count = await this.partitions(stream);
    const unknown = records.find(({ partition }) => !(partition >= 0 && partition < count));
    if (unknown) throw new StreamError('PARTITION_UNKNOWN', `${stream} has no partition ${unknown.partition}`);
    await appendRecords(this.connections, this.topic(stream), records, this.timeoutMs);
  }
}
