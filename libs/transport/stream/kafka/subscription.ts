import type { Consumer } from 'kafkajs';
import { backoffMs, delay } from '../backoff.js';
import type { SubscribeOptions, Subscription } from '../scan-stream.js';
import { StreamError } from '../stream-error.js';
import type { StreamLog } from '../stream-log.js';
import { KafkaAssignment } from './assignment.js';
import type { KafkaConnections } from './connections.js';
import { runConsumer } from './consumer.js';
import { missingRight, whyNoMember } from './refusal.js';
import { topicBounds } from './topics.js';

export interface KafkaSubscriptionOptions {
  readonly connections: KafkaConnections;
  readonly topic: string;
  readonly groupId: string;
  readonly memberLeaseMs: number;
  readonly timeoutMs: number;
  readonly log: StreamLog;
}

/** One member of a Kafka group: keeps a consumer running and lets one assignment follow the other. */
export class KafkaSubscription implements Subscription {
  readonly failed: Promise<never>;
  private fail!: (error: StreamError) => void;
  private readonly joined: Promise<void>;
  private tellJoined!: () => void;
  /** Rejects where this user may not be a member at all. */
  private readonly refused: Promise<never>;
  private tellRefused!: (error: StreamError) => void;
  private lastDeath: Error | null = null;
  private consumer: Consumer | null = null;
  private current: KafkaAssignment | null = null;
  /** Ends when the assignments before the current one have ended: two never read at the same time. */
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
    this.refused = new Promise((_, reject) => (this.tellRefused = reject));
    this.refused.catch(() => {}); // looked at by the start alone
  }

  /** Resolves when a member. @throws {StreamError} UNAVAILABLE, REFUSED. */
  async start(): Promise<void> {
    const { connections, timeoutMs, groupId } = this.options;
    await connections.until(timeoutMs, () => this.run());
    const waited = new AbortController();
    const late = delay(timeoutMs, waited.signal).then(() => 'late');
    try {
      if ((await Promise.race([this.joined, this.refused, late])) !== 'late') return;
    } catch (error) {
      await this.stop();
      throw error;
    } finally {
      waited.abort();
    }
    await this.stop();
    const why = whyNoMember(this.lastDeath);
    throw new StreamError('UNAVAILABLE', `Kafka did not let this member into the group ${groupId} in time${why}`);
  }

  stop(): Promise<void> {
    this.stopped ??= this.stopOnce();
    return this.stopped;
  }

  /** For lag tools only. */
  async commit(next: ReadonlyMap<number, number>): Promise<void> {
    const { topic } = this.options;
    const offsets = [...next].map(([partition, offset]) => ({ topic, partition, offset: String(offset) }));
    await this.consumer?.commitOffsets(offsets);
  }

  private async run(): Promise<void> {
    const { connections, topic, groupId, memberLeaseMs } = this.options;
    this.consumer = await runConsumer(connections.kafka, {
      groupId,
      topic,
      sessionTimeoutMs: memberLeaseMs,
      onAssigned: (consumer, partitions) => this.assigned(consumer, partitions),
      onRevoked: () => this.revoke(),
      onFetched: (payload) => this.current?.fetched(payload),
      onFetchedMarkers: (markers) => this.current?.fetchedMarkers(markers),
      onDead: (error) => {
        this.lastDeath = error;
        const right = missingRight(error);
        if (right !== undefined) this.tellRefused(new StreamError('REFUSED', right, { cause: error }));
        void this.runAgain(error);
      },
    });
  }

  private async runAgain(cause: Error): Promise<void> {
    const { topic, groupId, log } = this.options;
    for (let failures = 0; !this.stopping.signal.aborted; failures += 1) {
      const why = missingRight(cause) ?? `the Kafka consumer died, starting another${whyNoMember(cause)}`;
      log('error', why, { topic, groupId, error: cause });
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
    this.revoke();
    if (this.stopping.signal.aborted) {
      void consumer.disconnect().catch(() => {}); // kafkajs ended a join that had begun before it was told to stop
      return;
    }
    const { connections, timeoutMs, topic, log } = this.options;
    const assignment = new KafkaAssignment({
      subscription: this.subscription,
      consumer,
      topic,
      partitions,
      bounds: () => connections.until(timeoutMs, async () => topicBounds(await connections.admin(), topic)),
      giveUp: (error) => this.giveUp(error),
      log,
    });
    this.current = assignment;
    void this.handOver.then(() => assignment.begin());
    this.tellJoined();
  }

  private revoke(): void {
    const ended = this.current?.stop();
    this.current = null;
    this.handOver = this.handOver.then(() => ended);
  }

  private giveUp(cause: StreamError): void {
    const { topic, groupId, log } = this.options;
    log('error', 'the subscription cannot go on', { topic, groupId, error: cause });
    void this.stop().then(() => this.fail(cause));
  }
}
