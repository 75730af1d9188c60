import { AddressRate } from './address-rate.js';
import type { MqttLimits } from './limits.js';
import type { CloseReason } from './observer.js';

/** How many connections there may be, and how many of them from strangers. */
export class Door {
  #open = 0;
  #strangers = 0;
  readonly #rate: AddressRate;

  constructor(
    private readonly limits: MqttLimits,
    elapsedMs: () => number,
  ) {
    const { connectionsPerAddressBurst: burst, connectionsPerAddressPerSecond: perSecond } = limits;
    this.#rate = new AddressRate({ burst, perSecond }, elapsedMs);
  }

  get connections(): number {
    return this.#open;
  }

  /** @returns why not, if this connection may not come in; else it counts as a stranger's. */
  enter(address: string): CloseReason | undefined {
    if (this.#open >= this.limits.connectionsMax) return 'connections-max';
    if (this.#strangers >= this.limits.connectionsHalfOpenMax) return 'half-open-max';
    if (!this.#rate.take(address)) return 'address-rate';
    this.#open += 1;
    this.#strangers += 1;
    return undefined;
  }

  recognised(): void {
    this.#strangers -= 1;
  }

  leave(visitor: { readonly recognised: boolean }): void {
    this.#open -= 1;
    if (!visitor.recognised) this.#strangers -= 1;
  }
}
