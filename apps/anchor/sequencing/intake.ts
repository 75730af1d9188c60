import { LIMITS } from '#libs/core/wire';
import { type IncomingRecord, readIncoming, unusable } from '#libs/log/sequencer';
import { isFaultOfRecord, openRecord, type StreamBatchOut } from '#libs/transport/stream';
import { Bell } from './bell.js';
import { misplacement } from './misplacement.js';
import { type BatchLimits, WaitingRecords } from './waiting-records.js';

export interface IntakeOptions {
  readonly streamKey: Uint8Array;
  /** Of the stream. */
  readonly partitions: number;
  /** Bytes that may wait, of one partition a quarter of them. The stream waits behind it. */
  readonly waitingBytesMax: number;
  /** Told of records that wait, some at a time, so that their signatures can be verified meanwhile. */
  readonly onWaiting: (records: readonly IncomingRecord[]) => void;
  readonly signal: AbortSignal;
}

// As many scans together make handing them to another thread cheap against verifying them.
const SCANS_TOGETHER = 64;
// A partition that a device floods does not take the room of the others.
const PARTITION_SHARE = 1 / 4;

/** Records that wait for the next transaction. Reading and checking them goes on while the one before is being committed. */
export class Intake {
  private readonly waiting = new WaitingRecords();
  private untold: IncomingRecord[] = [];
  private untoldScans = 0;
  private readonly arrival = new Bell();
  private readonly waitingForRoom: (() => void)[] = [];
  private readonly ends = new Map<number, { next: number; end: number }>();

  constructor(private readonly options: IntakeOptions) {
    options.signal.addEventListener('abort', () => this.makeRoom());
  }

  get waitingScans(): number {
    return this.waiting.scans;
  }

  /** Records of each partition that were appended and not read yet. */
  lag(): ReadonlyMap<number, number> {
    return new Map([...this.ends].map(([partition, { next, end }]) => [partition, Math.max(0, end - next)]));
  }

  /** Takes records from the stream; resolves when there is room for more. */
  async give({ partition, records, end }: StreamBatchOut): Promise<void> {
    const { signal } = this.options;
    for (const { offset, value } of records) {
      signal.throwIfAborted();
      const record = this.read({ partition, offset }, value);
      this.waiting.add(record);
      this.tell(record);
      this.ends.set(partition, { next: offset + 1, end });
      this.arrival.ring();
      while (this.isFullFor(partition) && !signal.aborted)
        await new Promise<void>((resolve) => this.waitingForRoom.push(resolve));
    }
  }

  /** Waits until something is there, at most for so long, or until the signal is aborted. */
  async something(signal: AbortSignal, timeoutMs?: number): Promise<void> {
    if (this.waiting.isEmpty) await this.arrival.wait(signal, timeoutMs);
  }

  /** The next records, at least one if any is there, within the limits of a transaction. */
  take(limits: BatchLimits): IncomingRecord[] {
    const taken = this.waiting.take(limits);
    // What was not told of by now is in this transaction, or will be told of with what comes next.
    this.untold = [];
    this.untoldScans = 0;
    this.makeRoom();
    return taken;
  }

  private tell(record: IncomingRecord): void {
    this.untold.push(record);
    this.untoldScans += record.scans.length;
    if (this.untoldScans < SCANS_TOGETHER) return;
    const records = this.untold;
    this.untold = [];
    this.untoldScans = 0;
    this.options.onWaiting(records);
  }

  private isFullFor(partition: number): boolean {
    const { waitingBytesMax } = this.options;
    return (
      this.waiting.bytes > waitingBytesMax ||
      this.waiting.bytesOfPartition(partition) > waitingBytesMax * PARTITION_SHARE
    );
  }

  private makeRoom(): void {
    for (const wake of this.waitingForRoom.splice(0)) wake();
  }

  private read(place: { readonly partition: number; readonly offset: number }, value: Uint8Array): IncomingRecord {
    const { streamKey, partitions } = this.options;
    let body: Uint8Array;
    try {
      body = openRecord(streamKey, value);
    } catch (error) {
      if (!isFaultOfRecord(error)) throw error;
      return unusable(place, value, (error as Error).message);
    }
    const record = readIncoming(place, body, LIMITS.timeMsMax);
    const why = misplacement(record, partitions);
    return why === undefined ? record : unusable(place, value, why);
  }
}
