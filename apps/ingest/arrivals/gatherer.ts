import type { ScanArrival } from '#libs/transport/mqtt';
import type { ScanArrivalBatch } from './batch.js';

// One record of the stream holds as many.
const ARRIVALS_MAX = 256;
// Checking them takes the event loop about 25 ms: longer, and pings and other devices would wait noticeably.
const PAYLOAD_BYTES_MAX = 262_144;
// What the first scan of a batch waits for the others: little against a commit of 5 ms.
const GATHER_MS = 2;

/** Gathers arrivals into batches, in their order. */
export class ArrivalGatherer {
  #arrivals: ScanArrival[] = [];
  #payloadBytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly take: (batch: ScanArrivalBatch) => void) {}

  add(arrival: ScanArrival): void {
    if (this.#payloadBytes + arrival.payload.length > PAYLOAD_BYTES_MAX) this.flush();
    this.#arrivals.push(arrival);
    this.#payloadBytes += arrival.payload.length;
    if (this.#arrivals.length >= ARRIVALS_MAX) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), GATHER_MS);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#arrivals.length === 0) return;
    const arrivals = this.#arrivals;
    this.#arrivals = [];
    this.#payloadBytes = 0;
    this.take({ arrivals });
  }
}
