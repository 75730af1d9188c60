import { BaseRpcContext, Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { ALL_SCANS, ScanTransport } from '#libs/transport/mqtt';
import type { ScanArrivalBatch } from './batch.js';
import { ArrivalGatherer } from './gatherer.js';

// `cairn up` waits 1.5 s for this process: what is not durable by then is sent again by its device.
const DRAIN_TIMEOUT_MS = 1_000;

/**
 * Nest's side of the transport. Nest's own MQTT transport makes strings of payloads, takes JSON for its envelope, cannot delay an
 * acknowledgement and handles one message at a time; this one hands the handler of `cairn/v1/scans/+` bytes, a batch, and an
 * acknowledgement for each scan.
 */
export class ScanServer extends Server implements CustomTransportStrategy {
  readonly #handling = new Set<Promise<void>>();
  readonly #gatherer = new ArrivalGatherer((batch) => this.#handle(batch));
  #closed = false;

  constructor(private readonly transport: ScanTransport) {
    super();
  }

  async listen(callback: (error?: unknown) => void): Promise<void> {
    let failure: unknown;
    try {
      await this.transport.open((arrival) => this.#gatherer.add(arrival));
    } catch (error) {
      failure = error;
    }
    callback(failure);
  }

  /** Takes no more scans, lets those under way become durable and be acknowledged, then ends the connections. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.transport.stopReceiving();
    this.#gatherer.flush();
    let overdue: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (overdue = setTimeout(resolve, DRAIN_TIMEOUT_MS)));
    await Promise.race([Promise.all(this.#handling), late]);
    clearTimeout(overdue);
    await this.transport.close();
  }

  on(): never {
    throw new Error('scans have no events of their own; what happens is counted in the metrics');
  }

  unwrap<T>(): T {
    return this.transport as T;
  }

  #handle(data: ScanArrivalBatch): void {
    const handled = this.handleEvent(ALL_SCANS, { pattern: ALL_SCANS, data }, new BaseRpcContext([])).catch(
      (error: unknown) => this.handleError(String(error)),
    );
    this.#handling.add(handled);
    void handled.finally(() => this.#handling.delete(handled));
  }
}
