import type { ScanArrival } from '#libs/transport/mqtt';
import type { ScanArrivalBatch } from './batch.js';

// One record of the stream holds as many.
const ARRIVALS_MAX = 256;
// Checking them takes the event loop about 25 ms: longer, and pings and other devices would wait noticeably.
const PAYLOAD_BYTES_MAX = 262_144;
// What the first scan of a batch waits for the others: little against a commit of 5 ms. Where many came the last time it waits longer, since
// a batch costs much that its scans share; a device that waits for each acknowledgement comes alone.
const GATHER_MS = 2;
const GATHER_MS_MAX = 10;

/** Gathers arrivals into batches, in their order. */
export class ArrivalGatherer {
  #arrivals: ScanArrival[] = [];
  #payloadBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #gatherMs = GATHER_MS;

  constructor(private readonly take: (batch: ScanArrivalBatch) => void) {}

  add(arrival: ScanArrival): void {
    if (this.#payloadBytes + arrival.payload.length > PAYLOAD_BYTES_MAX) this.flush();
    this.#arrivals.push(arrival);
    this.#payloadBytes += arrival.payload.length;
    if (this.#arrivals.length >= ARRIVALS_MAX) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), this.#gatherMs);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#arrivals.length === 0) return;
    const arrivals = this.#arrivals;
    this.#gatherMs = Math.min(GATHER_MS_MAX, GATHER_MS + arrivals.length - 1);
    this.#arrivals = [];
    this.#payloadBytes = 0;
    this.take({ arrivals });
  }
}
