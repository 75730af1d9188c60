import type { ScanOutcome } from './device-types.js';
import type { Lane } from './lane.js';

/** Who waits for the outcome of a scan. */
export class ScanTickets {
  readonly #waiting = new Map<string, (outcome: ScanOutcome) => void>();

  /** Resolves, never rejects. */
  outcomeOf(lane: Lane, counter: number): Promise<ScanOutcome> {
    return new Promise((resolve) => this.#waiting.set(nameOf(lane, counter), resolve));
  }

  end(lane: Lane, counter: number, outcome: ScanOutcome): void {
    const name = nameOf(lane, counter);
    this.#waiting.get(name)?.(outcome);
    this.#waiting.delete(name);
  }

  /** Scans of a refused stretch are scans of the one before now: their tickets go with them. */
  move(from: Lane, to: Lane): void {
    const shift = to.outbox.position.counter - from.outbox.position.counter;
    for (let counter = 1; counter <= from.outbox.position.counter; counter += 1) {
      const resolve = this.#waiting.get(nameOf(from, counter));
      if (!resolve) continue;
      this.#waiting.delete(nameOf(from, counter));
      this.#waiting.set(nameOf(to, counter + shift), resolve);
    }
  }

  endAll(outcome: ScanOutcome): void {
    for (const resolve of this.#waiting.values()) resolve(outcome);
    this.#waiting.clear();
  }
}

const nameOf = ({ stretch }: Lane, counter: number): string => `${stretch.outbox} ${counter}`;
