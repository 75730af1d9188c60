import {
  ScanStream,
  type StreamBatchOut,
  type StreamName,
  type StreamRecordIn,
  type SubscribeOptions,
  type Subscription,
} from '../../scan-stream.js';

/** Mistakes that an adapter could make. The contract suite must find each of them. */
export type Fault =
  | 'acknowledges before the record is durable'
  | 'appends in another order'
  | 'skips records'
  | 'goes on after a throw'
  | 'forgets startAt'
  | 'reads on while onBatch runs'
  | 'gives every member everything'
  | 'never trims'
  | 'tells the wrong end'
  | 'delivers after stop'
  | 'loses appends when the server restarts'
  | 'takes offsets from a sequence';

/** A working adapter with one mistake. */
export function makeFaulty(stream: ScanStream, fault: Fault): ScanStream {
  return new FaultyScanStream(stream, fault);
}

let members = 0;

class FaultyScanStream extends ScanStream {
  constructor(
    private readonly stream: ScanStream,
    private readonly fault: Fault,
  ) {
    super();
  }

  override partitions(stream: StreamName): Promise<number> {
    return this.stream.partitions(stream);
  }

  override async append(stream: StreamName, records: readonly StreamRecordIn[]): Promise<void> {
    switch (this.fault) {
      case 'acknowledges before the record is durable':
        setTimeout(() => void this.stream.append(stream, records).catch(() => {}), 20);
        // As a real one would: without any wait its caller would never let the process do anything else.
        return new Promise((resolve) => setTimeout(resolve, 1));
      case 'appends in another order':
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
        return this.stream.append(stream, records);
      case 'loses appends when the server restarts':
        return this.stream.append(stream, records).catch(() => {});
      default:
        return this.stream.append(stream, records);
    }
  }

  override async subscribe(options: SubscribeOptions): Promise<Subscription> {
    const { onBatch } = options;
    switch (this.fault) {
      case 'skips records':
        return this.stream.subscribe({ ...options, onBatch: (batch, signal) => onBatch(withoutSome(batch), signal) });
      case 'goes on after a throw':
        return this.stream.subscribe({
          ...options,
          onBatch: (batch, signal) => onBatch(batch, signal).catch(() => {}),
        });
      case 'forgets startAt':
        return this.stream.subscribe({
          ...options,
          startAt: async (partitions) => (await options.startAt(partitions), new Map()),
        });
      case 'reads on while onBatch runs':
        return this.stream.subscribe({
          ...options,
          onBatch: async (batch, signal) => void onBatch(batch, signal).catch(() => {}),
        });
      case 'gives every member everything':
        return this.stream.subscribe({ ...options, group: `${options.group}-${process.pid}-${members++}` });
      case 'tells the wrong end':
        return this.stream.subscribe({
          ...options,
          onBatch: (batch, signal) => onBatch({ ...batch, end: batch.records.at(-1)!.offset }, signal),
        });
      case 'delivers after stop': {
        const subscription = await this.stream.subscribe(options);
        return { failed: subscription.failed, stop: async () => void subscription.stop() };
      }
      default:
        return this.stream.subscribe(options);
    }
  }

  override ends(stream: StreamName): Promise<ReadonlyMap<number, number>> {
    return this.stream.ends(stream);
  }

  override async trim(stream: StreamName, before: ReadonlyMap<number, number>): Promise<void> {
    if (this.fault !== 'never trims') await this.stream.trim(stream, before);
  }

  override reportProgress(stream: StreamName, group: string, next: ReadonlyMap<number, number>): Promise<void> {
    return this.stream.reportProgress(stream, group, next);
  }

  override close(): Promise<void> {
    return this.stream.close();
  }
}

const withoutSome = (batch: StreamBatchOut): StreamBatchOut => ({
  ...batch,
  records: batch.records.filter(({ offset }) => offset % 50 !== 49),
});
