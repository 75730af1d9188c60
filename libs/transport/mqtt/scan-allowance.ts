import type { ByteBudget } from './byte-budget.js';
import type { MqttLimits } from './limits.js';

/**
 * Counts one client's scans from their first byte to their acknowledgement, against its own limits and against the budget of
 * all clients. A scan's whole size is taken before its first byte is read.
 */
export class ScanAllowance {
  #scans = 0;
  #bytes = 0;
  // Room that the budget kept for the scan that waits.
  #granted = 0;
  #stopWaiting: (() => void) | undefined;
  // Charges of the scans that are still in the broker's parser, oldest first.
  readonly #parsing: number[] = [];
  #onOwnRoom: (() => void) | undefined;
  #closed = false;

  constructor(
    private readonly limits: MqttLimits,
    private readonly budget: ByteBudget,
  ) {}

  /**
   * Takes room for the next scan.
   * @param packetBytes of the whole packet.
   * @param onRoom called once if there is no room now, when it pays to ask again.
   */
  admit(packetBytes: number, onRoom: () => void): boolean {
    const charge = packetBytes + this.limits.scanOverheadBytes;
    if (this.#ownLimitReached(charge)) {
      this.#onOwnRoom = onRoom;
      return false;
    }
    if (this.#granted > 0) this.#granted = 0;
    else if (!this.budget.tryTake(charge)) {
      this.#stopWaiting = this.budget.wait(charge, () => {
        this.#stopWaiting = undefined;
        this.#granted = charge;
        onRoom();
      });
      return false;
    }
    this.#scans += 1;
    this.#bytes += charge;
    this.#parsing.push(charge);
    return true;
  }

  /** The oldest admitted scan came out of the parser. @returns gives its room back; call it exactly once. */
  take(): () => void {
    const charge = this.#parsing.shift() ?? 0;
    return () => {
      this.#scans -= 1;
      this.#bytes -= charge;
      this.budget.give(charge);
      const onRoom = this.#onOwnRoom;
      this.#onOwnRoom = undefined;
      if (!this.#closed) onRoom?.();
    };
  }

  /** Gives back what no scan will use any more. Scans that were taken give their room back themselves. */
  close(): void {
    this.#closed = true;
    this.#stopWaiting?.();
    this.budget.give(this.#granted);
    this.#granted = 0;
    for (const charge of this.#parsing.splice(0)) this.budget.give(charge);
  }

  // A client with nothing in flight is never held up by its own limits.
  #ownLimitReached(charge: number): boolean {
    const { inFlightScansPerClientMax, inFlightBytesPerClientMax } = this.limits;
    if (this.#scans === 0) return false;
    return this.#scans >= inFlightScansPerClientMax || this.#bytes + charge > inFlightBytesPerClientMax;
  }
}
