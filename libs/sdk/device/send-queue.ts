import { backoffMs, type Backoff } from './backoff.js';

/** How much may be on its way without receipt. */
export interface SendWindow {
  readonly scansMax: number;
  readonly bytesMax: number;
}

export interface SendQueueOptions {
  readonly window: SendWindow;
  readonly retry: Backoff;
  /** Smallest counter of at least `from` that is neither receipted nor in quarantine. */
  readonly nextUnsettled: (from: number) => number | undefined;
  /** Largest one of at most `upTo`. */
  readonly lastUnsettled: (upTo: number) => number | undefined;
  readonly random: () => number;
}

/**
 * Decides which scan is sent next: in counter order, within a window that only verified receipts and rejects open. Knows no network,
 * disk or clock: times are passed in, in milliseconds.
 *
 * A scan that was refused for now waits for its own time while later ones go on; refusals in a row without a receipt between them
 * slow down everything, because then the trouble is not in the single scan.
 *
 * Scans that come after the event that ended their key or boot (`late`) count only if they chain into the last of them: that one goes
 * first, then the one before it, and so on, so that each is decided when it comes. Refused for now, they begin at the end again.
 */
export class SendQueue {
  readonly #inFlight = new Map<number, number>();
  readonly #postponed = new Map<number, { readonly dueMs: number; readonly attempts: number }>();
  #next = 1;
  #bytes = 0;
  #refusedInARow = 0;
  #pausedUntilMs = 0;
  #late = false;

  constructor(private readonly options: SendQueueOptions) {}

  countersInFlight(): number[] {
    return [...this.#inFlight.keys()];
  }

  /** The one that was sent before all others that are on their way. */
  get oldestInFlight(): number | undefined {
    return this.#inFlight.keys().next().value;
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Scans that were refused for now. */
  get postponedCount(): number {
    return this.#postponed.size;
  }

  /** From now on the last scan goes first. */
  becomeLate(): void {
    this.#late = true;
    this.#postponed.clear();
    this.restart();
  }

  /** @returns the counter to send now, if there is one and the window has room. */
  next(nowMs: number): number | undefined {
    if (nowMs < this.#pausedUntilMs || this.#inFlight.size >= this.options.window.scansMax) return undefined;
    if (this.#bytes >= this.options.window.bytesMax) return undefined;
    if (this.#late) return this.#nextLate();
    const due = [...this.#postponed].filter(([counter, { dueMs }]) => dueMs <= nowMs && !this.#inFlight.has(counter));
    const oldest = Math.min(...due.map(([counter]) => counter));
    let counter = this.options.nextUnsettled(this.#next);
    while (counter !== undefined && this.#postponed.has(counter)) counter = this.options.nextUnsettled(counter + 1);
    return oldest < (counter ?? Infinity) ? oldest : counter;
  }

  /** When `next` may have something after it had nothing though nothing happened; Infinity for never. */
  wakeAtMs(): number {
    if (this.#late) return this.#pausedUntilMs > 0 ? this.#pausedUntilMs : Infinity;
    const due = [...this.#postponed].filter(([counter]) => !this.#inFlight.has(counter)).map(([, { dueMs }]) => dueMs);
    return Math.max(this.#pausedUntilMs, Math.min(...due));
  }

  sent(counter: number, bytes: number): void {
    this.#inFlight.set(counter, bytes);
    this.#bytes += bytes;
    if (this.#late) this.#next = counter - 1;
    else if (!this.#postponed.has(counter)) this.#next = counter + 1;
  }

  /** The scan was receipted. */
  receipted(counter: number): void {
    this.#refusedInARow = 0;
    this.#pausedUntilMs = 0;
    this.settled(counter);
  }

  /** The scan needs no sending any more. */
  settled(counter: number): void {
    this.#land(counter);
    this.#postponed.delete(counter);
  }

  /** The scan was refused for now. @param patience how long it waits itself, where that is longer than usual */
  postponed(counter: number, nowMs: number, patience = this.options.retry): void {
    this.#land(counter);
    const attempts = this.#postponed.get(counter)?.attempts ?? 0;
    const { retry, random } = this.options;
    if (this.#late) {
      // The whole chain comes again: what this one lacked may have been refused with it.
      this.#refusedInARow += 1;
      this.#pausedUntilMs = nowMs + backoffMs(retry, this.#refusedInARow - 1, random());
      this.#next = Infinity;
      return;
    }
    this.#postponed.set(counter, { attempts: attempts + 1, dueMs: nowMs + backoffMs(patience, attempts, random()) });
    this.#refusedInARow += 1;
    if (this.#refusedInARow > 1) {
      this.#pausedUntilMs = Math.max(this.#pausedUntilMs, nowMs + backoffMs(retry, this.#refusedInARow - 2, random()));
    }
  }

  /** Nothing is on its way any more (new connection, or receipts stayed out): begin again with the oldest. */
  restart(): void {
    this.#inFlight.clear();
    this.#bytes = 0;
    this.#next = this.#late ? Infinity : 1;
  }

  #nextLate(): number | undefined {
    let counter = this.options.lastUnsettled(this.#next);
    while (counter !== undefined && this.#inFlight.has(counter)) counter = this.options.lastUnsettled(counter - 1);
    return counter;
  }

  #land(counter: number): void {
    this.#bytes -= this.#inFlight.get(counter) ?? 0;
    this.#inFlight.delete(counter);
  }
}
