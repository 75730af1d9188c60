import { type IncomingRecord, readIncoming, unusable } from '#libs/log/sequencer';
import { isFaultOfRecord, openRecord, type StreamBatchOut } from '#libs/transport/stream';
import { Bell } from './bell.js';

/** Limits of what one transaction takes. */
export interface BatchLimits {
  /** With events. */
  readonly scansMax: number;
  readonly bytesMax: number;
}

/** Records that wait for the next transaction. Reading and checking them goes on while the one before is being committed. */
export class Intake {
  private readonly queue: IncomingRecord[] = [];
  private bytes = 0;
  private scans = 0;
  private readonly arrival = new Bell();
  private readonly waitingForRoom: (() => void)[] = [];
  private readonly ends = new Map<number, { next: number; end: number }>();

  constructor(
    private readonly options: {
      readonly streamKey: Uint8Array;
      /** Bytes that may wait. The stream waits behind it. */
      readonly waitingBytesMax: number;
      readonly signal: AbortSignal;
    },
  ) {
    options.signal.addEventListener('abort', () => this.makeRoom());
  }

  get waitingScans(): number {
    return this.scans;
  }

  /** Records of each partition that were appended and not read yet. */
  lag(): ReadonlyMap<number, number> {
    return new Map([...this.ends].map(([partition, { next, end }]) => [partition, Math.max(0, end - next)]));
  }

  /** Takes records from the stream; resolves when there is room for more. */
  async give({ partition, records, end }: StreamBatchOut): Promise<void> {
    for (const { offset, value } of records) {
      this.options.signal.throwIfAborted();
      const record = this.read({ partition, offset }, value);
      this.queue.push(record);
      this.bytes += record.bytes;
      this.scans += record.scans.length;
      this.ends.set(partition, { next: offset + 1, end });
      this.arrival.ring();
      while (this.bytes > this.options.waitingBytesMax && !this.options.signal.aborted)
        await new Promise<void>((resolve) => this.waitingForRoom.push(resolve));
    }
  }

  /** Waits until something is there, at most for so long, or until the signal is aborted. */
  async something(signal: AbortSignal, timeoutMs?: number): Promise<void> {
    if (this.queue.length === 0) await this.arrival.wait(signal, timeoutMs);
  }

  /** The next records, at least one if any is there, within the limits of a transaction. */
  take({ scansMax, bytesMax }: BatchLimits): IncomingRecord[] {
    let count = 0;
    let scans = 0;
    let events = 0;
    let bytes = 0;
    for (const record of this.queue) {
      const size = scans + events + record.scans.length + record.events.length;
      if ((size > scansMax || bytes + record.bytes > bytesMax) && count > 0) break;
      count++;
      scans += record.scans.length;
      events += record.events.length;
      bytes += record.bytes;
    }
    this.bytes -= bytes;
    this.scans -= scans;
    const taken = this.queue.splice(0, count);
    if (this.bytes <= this.options.waitingBytesMax) this.makeRoom();
    return taken;
  }

  private makeRoom(): void {
    for (const wake of this.waitingForRoom.splice(0)) wake();
  }

  private read(place: { readonly partition: number; readonly offset: number }, value: Uint8Array): IncomingRecord {
    let body: Uint8Array;
    try {
      body = openRecord(this.options.streamKey, value);
    } catch (error) {
      if (!isFaultOfRecord(error)) throw error;
      return unusable(place, value, (error as Error).message);
    }
    return readIncoming(place, body);
  }
}
