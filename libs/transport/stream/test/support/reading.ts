import assert from 'node:assert/strict';
import type { ScanStream, StreamBatchOut, StreamName, SubscribeOptions, Subscription } from '../../index.js';

/** Only so that a broken adapter fails with a reason instead of hanging; a broker that restarts on a busy machine takes a minute. */
let deadlineMs = 90_000;
export const giveUpAfter = (milliseconds: number): void => {
  deadlineMs = milliseconds;
};

/** One delivery of one record. */
export interface Delivery {
  readonly partition: number;
  readonly offset: number;
  readonly text: string;
}

export interface ReadOptions extends Partial<SubscribeOptions> {
  readonly stream?: StreamName;
}

/** A subscription that writes down what it was given and lets a test wait for something to have happened. */
export class Reading {
  readonly deliveries: Delivery[] = [];
  readonly asked: (readonly number[])[] = [];
  /** `end` of the last batch of each partition. */
  readonly ends = new Map<number, number>();
  subscription!: Subscription;
  private changed: (() => void)[] = [];

  static async start(stream: ScanStream, options: ReadOptions = {}): Promise<Reading> {
    const reading = new Reading();
    reading.subscription = await stream.subscribe({
      stream: 'scans',
      group: 'readers',
      ...options,
      startAt: async (partitions) => {
        reading.asked.push(partitions);
        const answer = (await options.startAt?.(partitions)) ?? new Map<number, number>();
        reading.tell();
        return answer;
      },
      onBatch: async (batch, signal) => {
        await options.onBatch?.(batch, signal);
        reading.note(batch);
      },
    });
    return reading;
  }

  of(partition: number): readonly Delivery[] {
    return this.deliveries.filter((delivery) => delivery.partition === partition);
  }

  texts(partition?: number): readonly string[] {
    return (partition === undefined ? this.deliveries : this.of(partition)).map(({ text }) => text);
  }

  /** What a partition has, each record once: after a rebalance they come again from where `startAt` says. As they came first. */
  records(partition: number): readonly Delivery[] {
    const byOffset = new Map<number, Delivery>();
    for (const delivery of this.of(partition)) {
      const before = byOffset.get(delivery.offset);
      if (before) {
        assert.equal(delivery.text, before.text, 'a record that comes again is the same');
        const askings = this.asked.filter((partitions) => partitions.includes(partition)).length;
        assert.ok(askings > 1, 'a record comes again only where startAt was asked again');
      }
      byOffset.set(delivery.offset, delivery);
    }
    return [...byOffset.values()];
  }

  /** Of all partitions, each record once. */
  get recordCount(): number {
    return new Set(this.deliveries.map(({ partition, offset }) => `${partition}/${offset}`)).size;
  }

  /** Resolves as soon as the condition holds. */
  async until(what: string, condition: (reading: Reading) => boolean): Promise<void> {
    const deadline = Date.now() + deadlineMs;
    while (!condition(this)) {
      const leftMs = deadline - Date.now();
      if (leftMs <= 0) assert.fail(`waited in vain: ${what} (${this.deliveries.length} deliveries)`);
      await Promise.race([this.change(), timeout(leftMs)]);
    }
  }

  private note(batch: StreamBatchOut): void {
    for (const { offset, value } of batch.records)
      this.deliveries.push({ partition: batch.partition, offset, text: Buffer.from(value).toString('latin1') });
    this.ends.set(batch.partition, batch.end);
    this.tell();
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.changed.push(resolve));
  }

  private tell(): void {
    const waiting = this.changed;
    this.changed = [];
    for (const resolve of waiting) resolve();
  }
}

const timeout = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });

export const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
