import { decodeLookupBatch, type Lookup } from '#libs/core/wire';
import {
  openRecord,
  ScanStream,
  type StreamName,
  type StreamRecordIn,
  type Subscription,
} from '#libs/transport/stream';

/** A stream that keeps look-ups in memory and fails or waits when told to. */
export class MemoryLookups extends ScanStream {
  constructor(private readonly key: Uint8Array) {
    super();
  }

  /** One list for each append that came through. */
  readonly appends: (readonly Lookup[])[] = [];
  /** What an append waits for before it takes effect. */
  gate: Promise<void> = Promise.resolve();
  failure: Error | undefined;

  get all(): readonly Lookup[] {
    return this.appends.flat();
  }

  override async append(stream: StreamName, records: readonly StreamRecordIn[]): Promise<void> {
    await this.gate;
    if (this.failure) throw this.failure;
    if (stream !== 'lookups') return;
    this.appends.push(records.flatMap(({ value }) => decodeLookupBatch(openRecord(this.key, value)).lookups));
  }

  override async partitions(): Promise<number> {
    return 1;
  }

  override async subscribe(): Promise<Subscription> {
    throw new Error('nobody reads here');
  }

  override async ends(): Promise<ReadonlyMap<number, number>> {
    return new Map([[0, this.appends.length]]);
  }

  override async trim(): Promise<void> {}

  override async reportProgress(): Promise<void> {}

  override async close(): Promise<void> {}
}
