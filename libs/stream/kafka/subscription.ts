import type { Consumer, EachBatchPayload } from 'kafkajs';
import { backoffMs, delay } from '../backoff.js';
import { PartitionFeeder } from '../partition-feeder.js';
import type { StreamRecordOut, SubscribeOptions, Subscription } from '../scan-stream.js';
import { startOffset, type PartitionBounds } from '../start-offset.js';
import { StreamError } from '../stream-error.js';
import type { StreamLog } from '../stream-log.js';
import type { KafkaConnections } from './connections.js';
import { runConsumer } from './consumer.js';
import { topicBounds } from './topics.js';

const MISFITS_MAX = 3; // a broker that has just changed its leader may lag behind itself for a moment

export interface KafkaSubscriptionOptions {
  readonly connections: KafkaConnections;
  readonly topic: string;
  readonly groupId: string;
  readonly memberLeaseMs: number;
  readonly timeoutMs: number;
  readonly log: StreamLog;
}

/**
 * One member of a Kafka group. kafkajs fetches and keeps the membership; what is fetched goes to a feeder for each
 * partition, so that a slow `onBatch` holds up neither heartbeats nor other partitions. A partition is paused from the
 * moment it is assigned until `startAt` has said where to read, and while its feeder is full.
 */
export class KafkaSubscription implements Subscription {
  readonly failed: Promise<never>;
  private fail!: (error: StreamError) => void;
  private readonly joined: Promise<void>;
  private tellJoined!: () => void;
  private consumer: Consumer | null = null;
  private feeders = new Map<number, PartitionFeeder>();
  private misfits = new Map<number, number>();
  /** The assignment in force; what belongs to an older one does nothing any more. */
  private assignment = 0;
  private handOver: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();
  private stopped: Promise<void> | null = null;

  constructor(
    private readonly subscription: SubscribeOptions,
    private readonly options: KafkaSubscriptionOptions,
  ) {
    this.failed = new Promise((_, reject) => (this.fail = reject));
    this.failed.catch(() => {}); // an owner that does not look is told by the log
    this.joined = new Promise((resolve) => (this.tellJoined = resolve));
  }

  /** Resolves when a member. @throws {StreamError} UNAVAILABLE. */
  async start(): Promise<void> {
    const { connections, timeoutMs } = this.options;
    await connections.until(timeoutMs, () => this.run());
    const waited = new AbortController();
    const late = delay(timeoutMs, waited.signal).then(() => !waited.signal.aborted);
    const tooLate = await Promise.race([this.joined.then(() => false), late]);
    waited.abort();
    if (!tooLate) return;
    await this.stop();
    throw new StreamError(
      'UNAVAILABLE',
      `Kafka did not let this member into the group ${this.options.groupId} in time`,
    );
  }

  stop(): Promise<void> {
    this.stopped ??= this.stopOnce();
    return this.stopped;
  }

  /** Best effort, for lag tools. @returns false when this member cannot tell. */
  async commit(next: ReadonlyMap<number, number>): Promise<boolean> {
    if (!this.consumer || this.stopping.signal.aborted) return false;
    const { topic } = this.options;
    await this.consumer.commitOffsets(
      [...next].map(([partition, offset]) => ({ topic, partition, offset: String(offset) })),
    );
    return true;
  }

  private async run(): Promise<void> {
    const { connections, topic, groupId, memberLeaseMs } = this.options;
    this.consumer = await runConsumer(connections.kafka, {
      groupId,
      topic,
      sessionTimeoutMs: memberLeaseMs,
      onAssigned: (consumer, partitions) => this.assigned(consumer, partitions),
      onRevoked: () => this.revoke(),
      onFetched: (payload) => this.fetched(payload),
      onDead: (error) => void this.runAgain(error),
    });
  }

  private async runAgain(cause: Error): Promise<void> {
    for (let failures = 0; !this.stopping.signal.aborted; failures += 1) {
      this.options.log('error', 'the Kafka consumer died, starting another', { ...this.where, error: cause });
      await delay(backoffMs(failures), this.stopping.signal);
      if (this.stopping.signal.aborted) return;
      const started = await this.run().then(
        () => true,
        () => false,
      );
      if (started) return;
    }
  }

  private async stopOnce(): Promise<void> {
    this.stopping.abort();
    this.revoke();
    await this.handOver;
    await this.consumer?.disconnect().catch(() => {});
  }

  private assigned(consumer: Consumer, partitions: readonly number[]): void {
    if (this.stopping.signal.aborted) {
      void consumer.disconnect().catch(() => {}); // kafkajs finished a join that had begun before it was told to stop
      return;
    }
    this.consumer = consumer;
    this.revoke();
    const { assignment } = this;
    if (partitions.length > 0) consumer.pause([{ topic: this.options.topic, partitions: [...partitions] }]);
    this.handOver = this.handOver.then(() => this.begin(consumer, partitions, assignment));
    this.tellJoined();
  }

  /** Ends all reading. Kept partitions begin anew as well: this member may have missed an assignment in between. */
  private revoke(): void {
    this.assignment += 1;
    const lost = [...this.feeders.values()];
    this.feeders = new Map();
    this.misfits = new Map();
    for (const feeder of lost) {
      const ended = feeder.stop();
      this.handOver = this.handOver.then(() => ended);
    }
  }

  private async begin(consumer: Consumer, partitions: readonly number[], assignment: number): Promise<void> {
    const { topic, log } = this.options;
    for (let failures = 0; partitions.length > 0 && this.isCurrent(assignment); failures += 1) {
      try {
        const starts = await this.starts(partitions);
        if (!this.isCurrent(assignment)) return;
        for (const [partition, from] of starts) {
          this.feeders.set(partition, new PartitionFeeder({ subscription: this.subscription, partition, from, log }));
          consumer.seek({ topic, partition, offset: String(from) });
        }
        consumer.resume([{ topic, partitions: [...partitions] }]);
        log('info', 'reading partitions', { ...this.where, partitions });
        return;
      } catch (error) {
        if (error instanceof StreamError && error.code !== 'UNAVAILABLE' && failures >= MISFITS_MAX)
          return this.giveUp(error);
        log('warn', 'the place to read from is uncertain, trying again', { ...this.where, error });
        await delay(backoffMs(failures), this.stopping.signal);
      }
    }
  }

  private async starts(partitions: readonly number[]): Promise<ReadonlyMap<number, number>> {
    const wanted = await this.subscription.startAt(partitions);
    const bounds = await this.bounds();
    return new Map(
      partitions.map((partition) => [partition, this.checkedStart(partition, wanted.get(partition), bounds)]),
    );
  }

  private fetched({ batch, resolveOffset }: EachBatchPayload): void {
    const feeder = this.feeders.get(batch.partition);
    if (!feeder) return; // fetched for an assignment that is over: not resolved, whoever reads next seeks
    const end = Number(batch.highWatermark);
    if (end < feeder.next) return void this.examine(feeder);
    try {
      feeder.offer(batch.messages.map(recordOf), end);
    } catch {
      return void this.examine(feeder);
    }
    this.misfits.delete(batch.partition);
    resolveOffset(batch.lastOffset());
    if (!feeder.hasRoom) this.pauseUntilRoom(feeder);
  }

  private pauseUntilRoom(feeder: PartitionFeeder): void {
    const topicPartitions = [{ topic: this.options.topic, partitions: [feeder.partition] }];
    const { consumer } = this;
    consumer?.pause(topicPartitions);
    void feeder.room().then(() => {
      if (!feeder.signal.aborted && this.consumer === consumer) this.quietly(() => consumer?.resume(topicPartitions));
    });
  }

  /** What came does not join on. kafkajs may have lost its place, which a seek mends; or the broker has lost records. */
  private async examine(feeder: PartitionFeeder): Promise<void> {
    const { partition } = feeder;
    const misfits = (this.misfits.get(partition) ?? 0) + 1;
    this.misfits.set(partition, misfits);
    const { topic } = this.options;
    this.quietly(() => this.consumer?.pause([{ topic, partitions: [partition] }]));
    try {
      this.checkedStart(partition, feeder.next, await this.bounds());
      if (misfits > MISFITS_MAX)
        throw new StreamError('HOLE', `${topic}/${partition}: the broker skips offset ${feeder.next}`);
    } catch (error) {
      if (error instanceof StreamError && misfits > MISFITS_MAX) return this.giveUp(error);
      await delay(backoffMs(misfits), feeder.signal);
    }
    if (feeder.signal.aborted) return;
    this.quietly(() => {
      this.consumer?.seek({ topic, partition, offset: String(feeder.next) });
      this.consumer?.resume([{ topic, partitions: [partition] }]);
    });
  }

  private async bounds(): Promise<ReadonlyMap<number, PartitionBounds>> {
    const { connections, timeoutMs, topic } = this.options;
    return connections.until(timeoutMs, async () => topicBounds(await connections.admin(), topic));
  }

  private checkedStart(
    partition: number,
    wanted: number | undefined,
    bounds: ReadonlyMap<number, PartitionBounds>,
  ): number {
    return startOffset(`${this.options.topic}/${partition}`, wanted, bounds.get(partition) ?? { first: 0, next: 0 });
  }

  private isCurrent(assignment: number): boolean {
    return assignment === this.assignment && !this.stopping.signal.aborted;
  }

  private giveUp(cause: StreamError): void {
    this.options.log('error', 'the subscription cannot go on', { ...this.where, error: cause });
    void this.stop().then(() => this.fail(cause));
  }

  /** kafkajs throws from pause, resume and seek while it starts again; then an assignment follows that does all of it. */
  private quietly(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.options.log('debug', 'the Kafka consumer is not running', { ...this.where, error });
    }
  }

  private get where(): { topic: string; groupId: string } {
    return { topic: this.options.topic, groupId: this.options.groupId };
  }
}

const recordOf = ({ offset, value }: { offset: string; value: Buffer | null }): StreamRecordOut => ({
  offset: Number(offset),
  value: value ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(),
});
