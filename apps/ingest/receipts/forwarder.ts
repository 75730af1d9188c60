import type { ScanTransport } from '#libs/transport/mqtt';
import { decodeOutgoingBatch, isDeviceId, LIMITS, type OutgoingMessage } from '#libs/core/wire';
import {
  openRecord,
  type ScanStream,
  type StreamBatchOut,
  StreamError,
  type Subscription,
} from '#libs/transport/stream';

/** What a forwarder tells whoever counts. */
export interface ForwardObserver {
  forwarded(messages: number): void;
  /** A record that nobody of this node wrote, or a subscription that had to start again. */
  forwardFailed(error: unknown): void;
}

export interface ForwarderParts {
  readonly stream: ScanStream;
  readonly streamKey: Uint8Array;
  readonly transport: ScanTransport;
  readonly observer: ForwardObserver;
  /** Members of one group share the receipts. A process with a broker of its own needs all of them and has a group of its own. */
  readonly group: string;
}

// Receipts of about a second: between the last record of the member before and our first. Repeats do no harm, holes cost a resend.
const RECORDS_AGAIN = 50;
const AGAIN_AFTER_MS = 1_000;

/**
 * Takes messages for devices from the stream `receipts` to the broker. Not durable and not meant to be: a device that misses its
 * receipt sends the scan again and anchor answers again. So it starts near the end, and devices that are away are passed over.
 */
export class ReceiptForwarder {
  #subscription: Subscription | undefined;
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;
  // After a failure the records before the end may be gone: then only new ones.
  #onlyNew = false;

  constructor(private readonly parts: ForwarderParts) {}

  check(): void {
    if (!this.#subscription) throw new Error('receipts are not read from the stream');
  }

  async start(): Promise<void> {
    const { stream, group } = this.parts;
    const subscription = await stream.subscribe({
      stream: 'receipts',
      group,
      startAt: (partitions) => this.#startAt(partitions),
      onBatch: (batch) => this.#forward(batch),
    });
    if (this.#stopped) return subscription.stop();
    this.#subscription = subscription;
    subscription.failed.catch((error: unknown) => this.#startAgain(error));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#subscription?.stop();
  }

  async #startAt(partitions: readonly number[]): Promise<ReadonlyMap<number, number>> {
    if (this.#onlyNew) return new Map(partitions.map((partition) => [partition, Infinity]));
    const ends = await this.parts.stream.ends('receipts');
    return new Map(partitions.map((partition) => [partition, Math.max(0, (ends.get(partition) ?? 0) - RECORDS_AGAIN)]));
  }

  async #forward({ records }: StreamBatchOut): Promise<void> {
    for (const { value } of records) {
      const messages = this.#open(value).filter((message) => this.#isForDevice(message));
      // A broker that is away throws, and the stream brings the same records again.
      await Promise.all(messages.map(({ deviceId, payload }) => this.parts.transport.send(deviceId, payload)));
      this.parts.observer.forwarded(messages.length);
    }
  }

  #open(value: Uint8Array): readonly OutgoingMessage[] {
    try {
      return decodeOutgoingBatch(openRecord(this.parts.streamKey, value)).messages;
    } catch (error) {
      this.parts.observer.forwardFailed(error);
      return [];
    }
  }

  /** What no broker takes would pass for a broker that is away, and keep all that is behind it for ever. */
  #isForDevice({ deviceId, payload }: OutgoingMessage): boolean {
    const isOne = isDeviceId(deviceId) && payload.length <= LIMITS.receiptBytesMax;
    if (!isOne)
      this.parts.observer.forwardFailed(
        new StreamError('RECORD_MALFORMED', `a message of ${payload.length} bytes is for nobody that can be a device`),
      );
    return isOne;
  }

  #startAgain(error: unknown): void {
    if (this.#stopped) return;
    this.parts.observer.forwardFailed(error);
    const failed = this.#subscription;
    this.#subscription = undefined;
    this.#onlyNew = error instanceof StreamError && error.code === 'TRIMMED';
    this.#timer = setTimeout(() => void this.#restart(failed), AGAIN_AFTER_MS);
  }

  async #restart(failed: Subscription | undefined): Promise<void> {
    try {
      await failed?.stop();
      await this.start();
    } catch (error) {
      this.#startAgain(error);
    }
  }
}
