import { backoffMs, delay } from './backoff.js';
import type { StreamBatchOut, StreamRecordOut, SubscribeOptions } from './scan-stream.js';
import { StreamError } from './stream-error.js';
import type { StreamLog } from './stream-log.js';

export const BATCH_RECORDS_MAX = 1_000;
export const BATCH_BYTES_MAX = 4 * 1_048_576;

export interface FeederOptions {
  readonly subscription: SubscribeOptions;
  readonly partition: number;
  /** Offset of the first record to deliver. */
  readonly from: number;
  readonly log: StreamLog;
}

/**
 * Hands the records of one partition to `onBatch`, in order, without holes, one call at a time, again after a throw.
 * An adapter offers records as long as there is room and waits when there is none: that is the back-pressure.
 */
export class PartitionFeeder {
  private readonly aborted = new AbortController();
  private readonly recordsMax: number;
  private readonly bytesMax: number;
  private queue: StreamRecordOut[] = [];
  private queueBytes = 0;
  private nextOffset: number;
  private end: number;
  private delivering: Promise<void> | null = null;
  private roomWanted: (() => void)[] = [];

  constructor(private readonly options: FeederOptions) {
    this.recordsMax = options.subscription.batchRecordsMax ?? BATCH_RECORDS_MAX;
    this.bytesMax = options.subscription.batchBytesMax ?? BATCH_BYTES_MAX;
    this.nextOffset = options.from;
    this.end = options.from;
  }

  get partition(): number {
    return this.options.partition;
  }

  /** The offset that must be offered next. */
  get next(): number {
    return this.nextOffset;
  }

  get signal(): AbortSignal {
    return this.aborted.signal;
  }

  get hasRoom(): boolean {
    return this.queueBytes < this.bytesMax && this.queue.length < this.recordsMax;
  }

  /** Resolves when there is room, or when stopped. */
  room(): Promise<void> {
    if (this.hasRoom || this.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => this.roomWanted.push(resolve));
  }

  /**
   * Takes records in the order of their offsets. Those below `next` were offered before and are dropped.
   * @throws {StreamError} HOLE when a record is missing: nothing from there on is taken.
   */
  offer(records: readonly StreamRecordOut[], end: number): void {
    if (this.signal.aborted) return;
    this.end = Math.max(this.end, end);
    try {
      for (const record of records) this.take(record);
    } finally {
      if (this.queue.length > 0) this.delivering ??= this.deliverAll();
    }
  }

  /** Aborts what runs and resolves when it has ended. Nothing is delivered after that. */
  async stop(): Promise<void> {
    this.aborted.abort();
    this.tellRoom();
    await this.delivering;
  }

  private take(record: StreamRecordOut): void {
    if (record.offset < this.nextOffset) return;
    if (record.offset > this.nextOffset) throw hole(this.options, this.nextOffset, record.offset);
    this.queue.push(record);
    this.queueBytes += record.value.length;
    this.nextOffset += 1;
  }

  private async deliverAll(): Promise<void> {
    while (this.queue.length > 0 && !this.signal.aborted) {
      const records = this.nextBatch();
      this.tellRoom();
      await this.deliver(records);
    }
    this.delivering = null;
  }

  private async deliver(records: readonly StreamRecordOut[]): Promise<void> {
    const { partition, subscription, log } = this.options;
    for (let failures = 0; !this.signal.aborted; failures += 1) {
      const batch: StreamBatchOut = { partition, records, end: this.end };
      try {
        return await subscription.onBatch(batch, this.signal);
      } catch (error) {
        if (this.signal.aborted) return;
        const offset = records[0]!.offset;
        log('warn', 'records were not taken and come again', { stream: subscription.stream, partition, offset, error });
        await delay(backoffMs(failures), this.signal);
      }
    }
  }

  private nextBatch(): StreamRecordOut[] {
    let count = 0;
    let bytes = 0;
    for (const { value } of this.queue) {
      if (count > 0 && (count === this.recordsMax || bytes + value.length > this.bytesMax)) break;
      bytes += value.length;
      count += 1;
    }
    this.queueBytes -= bytes;
    return this.queue.splice(0, count);
  }

  private tellRoom(): void {
    if (!this.hasRoom && !this.signal.aborted) return;
    const wanted = this.roomWanted;
    this.roomWanted = [];
    for (const resolve of wanted) resolve();
  }
}

const hole = ({ subscription, partition }: FeederOptions, expected: number, got: number): StreamError =>
  new StreamError('HOLE', `${subscription.stream}/${partition}: expected offset ${expected}, the server gave ${got}`);
