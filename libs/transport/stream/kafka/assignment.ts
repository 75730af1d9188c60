import type { Consumer, EachBatchPayload } from 'kafkajs';
import { backoffMs, delay } from '../backoff.js';
import { PartitionFeeder } from '../partition-feeder.js';
import type { StreamRecordOut, SubscribeOptions } from '../scan-stream.js';
import { type FetchedMarkers, marker, recordsOf } from './fetched-records.js';
import { startOffset, type PartitionBounds } from '../start-offset.js';
import { StreamError } from '../stream-error.js';
import type { StreamLog } from '../stream-log.js';

const MISFITS_MAX = 3; // a broker that has just changed its leader may lag behind itself for a moment

export interface AssignmentOptions {
  readonly subscription: SubscribeOptions;
  readonly consumer: Consumer;
  readonly topic: string;
  readonly partitions: readonly number[];
  /** What every partition of the topic holds. */
  readonly bounds: () => Promise<ReadonlyMap<number, PartitionBounds>>;
  /** Going on would skip records. */
  readonly giveUp: (error: StreamError) => void;
  readonly log: StreamLog;
}

/**
 * The partitions that a member was given by one join of its group, until the next. kafkajs fetches; what it fetched goes
 * to a feeder for each partition. A partition is paused from the moment it is assigned until `startAt` has said where to
 * read, and while its feeder is full. Nothing outlives `stop`: kept partitions begin anew in the next assignment, for this
 * member may have missed one in between.
 */
export class KafkaAssignment {
  private readonly feeders = new Map<number, PartitionFeeder>();
  private readonly misfits = new Map<number, number>();
  private readonly stopped = new AbortController();

  /** Must run within the join, before anything is fetched: it pauses the partitions. */
  constructor(private readonly options: AssignmentOptions) {
    const { consumer, topic, partitions } = options;
    if (partitions.length > 0) consumer.pause([{ topic, partitions: [...partitions] }]);
  }

  /** Asks where to read, again until it is known, and lets the partitions go on from there. */
  async begin(): Promise<void> {
    const { consumer, topic, partitions, subscription, giveUp, log } = this.options;
    const { signal } = this.stopped;
    for (let failures = 0; partitions.length > 0 && !signal.aborted; failures += 1) {
      try {
        const starts = await this.starts();
        if (signal.aborted) return;
        for (const [partition, from] of starts) {
          this.feeders.set(partition, new PartitionFeeder({ subscription, partition, from, log }));
          consumer.seek({ topic, partition, offset: String(from) });
        }
        consumer.resume([{ topic, partitions: [...partitions] }]);
        log('info', 'reading partitions', { topic, partitions });
        return;
      } catch (error) {
        if (error instanceof StreamError && error.code !== 'UNAVAILABLE' && failures >= MISFITS_MAX)
          return giveUp(error);
        log('warn', 'the place to read from is uncertain, trying again', { topic, partitions, error });
        await delay(backoffMs(failures), signal);
      }
    }
  }

  /** Takes what kafkajs fetched. Must not wait: kafkajs fetches and sends heartbeats only in between. */
  fetched({ batch, resolveOffset }: EachBatchPayload): void {
    const feeder = this.feeders.get(batch.partition);
    if (!feeder || feeder.signal.aborted) return; // not resolved: whoever reads next seeks
    if (this.offer(feeder, recordsOf(batch), Number(batch.highWatermark))) resolveOffset(batch.lastOffset());
  }

  /** Takes a fetch that held nothing but markers of transactions: kafkajs steps over it by itself. */
  fetchedMarkers({ partition, first, last, end }: FetchedMarkers): void {
    const feeder = this.feeders.get(partition);
    if (!feeder || feeder.signal.aborted) return;
    this.offer(
      feeder,
      Array.from({ length: last - first + 1 }, (_, at) => marker(first + at)),
      end,
    );
  }

  private offer(feeder: PartitionFeeder, records: readonly StreamRecordOut[], end: number): boolean {
    const { partition } = feeder;
    try {
      if (end < feeder.next) throw new StreamError('AHEAD', `${this.options.topic}/${partition} has become shorter`);
      feeder.offer(records, end);
    } catch {
      void this.examine(feeder);
      return false;
    }
    this.misfits.delete(partition);
    if (!feeder.hasRoom) void this.pauseUntilRoom(feeder);
    return true;
  }

  /** Aborts what runs; resolves when no onBatch runs any more. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await Promise.all([...this.feeders.values()].map((feeder) => feeder.stop()));
  }

  private async starts(): Promise<ReadonlyMap<number, number>> {
    const { partitions, subscription, bounds } = this.options;
    const wanted = await subscription.startAt(partitions);
    const found = await bounds();
    return new Map(
      partitions.map((partition) => [partition, this.checkedStart(partition, wanted.get(partition), found)]),
    );
  }

  private async pauseUntilRoom(feeder: PartitionFeeder): Promise<void> {
    this.pause(feeder.partition);
    await feeder.room();
    if (!feeder.signal.aborted) this.resume(feeder.partition);
  }

  /** What came does not join on. kafkajs may have lost its place, which a seek mends; or the broker has lost records. */
  private async examine(feeder: PartitionFeeder): Promise<void> {
    const { topic, bounds, giveUp } = this.options;
    const { partition, next } = feeder;
    const misfits = (this.misfits.get(partition) ?? 0) + 1;
    this.misfits.set(partition, misfits);
    this.pause(partition);
    try {
      this.checkedStart(partition, next, await bounds());
      if (misfits > MISFITS_MAX)
        throw new StreamError('HOLE', `${topic}/${partition}: the broker skips offset ${next}`);
    } catch (error) {
      if (error instanceof StreamError && misfits > MISFITS_MAX) return giveUp(error);
      await delay(backoffMs(misfits), feeder.signal);
    }
    if (!feeder.signal.aborted) this.resume(partition, next);
  }

  private pause(partition: number): void {
    const { consumer, topic } = this.options;
    this.quietly(() => consumer.pause([{ topic, partitions: [partition] }]));
  }

  private resume(partition: number, from?: number): void {
    const { consumer, topic } = this.options;
    this.quietly(() => {
      if (from !== undefined) consumer.seek({ topic, partition, offset: String(from) });
      consumer.resume([{ topic, partitions: [partition] }]);
    });
  }

  private checkedStart(
    partition: number,
    wanted: number | undefined,
    bounds: ReadonlyMap<number, PartitionBounds>,
  ): number {
    return startOffset(`${this.options.topic}/${partition}`, wanted, bounds.get(partition) ?? { first: 0, next: 0 });
  }

  /** kafkajs throws from pause, resume and seek while it starts again; an assignment follows then that does all of it. */
  private quietly(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.options.log('debug', 'the Kafka consumer is not running', { topic: this.options.topic, error });
    }
  }
}
