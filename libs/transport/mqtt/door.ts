import { addressGroup } from '#libs/host/addresses';
import type { MqttLimits } from './limits.js';
import type { CloseReason } from './observer.js';
import { Rates } from './rates.js';

/** One connection, from the door until it leaves. Until its password was right it is a stranger's. */
export interface Visit {
  /** Says from where it comes, as soon as that is known. @returns why it may not go on, if it may not */
  comeFrom(address: string): CloseReason | undefined;
  /** Its password was right. @returns why it may not go on, if it may not */
  recognise(deviceId: string): CloseReason | undefined;
  /** Once, whatever came of it. */
  leave(): void;
}

/**
 * How many connections there may be, how many of them from strangers, and how often the same one comes. Strangers are told apart by their
 * addresses alone, IPv6 by the first 64 bits; a device counts under its own name, so that those behind one address do not count as one.
 */
export class Door {
  #open = 0;
  #strangers = 0;
  readonly #strangersFrom = new Map<string, number>();
  readonly #addresses: Rates;
  readonly #devices: Rates;

  constructor(
    private readonly limits: MqttLimits,
    elapsedMs: () => number,
  ) {
    const { connectionsPerAddressBurst, connectionsPerAddressPerSecond } = limits;
    const { connectionsPerDeviceBurst, connectionsPerDevicePerSecond } = limits;
    const addresses = { burst: connectionsPerAddressBurst, perSecond: connectionsPerAddressPerSecond };
    const devices = { burst: connectionsPerDeviceBurst, perSecond: connectionsPerDevicePerSecond };
    this.#addresses = new Rates(addresses, elapsedMs);
    this.#devices = new Rates(devices, elapsedMs);
  }

  get connections(): number {
    return this.#open;
  }

  /** @returns why not, if no connection may come in now. */
  enter(): Visit | CloseReason {
    if (this.#open >= this.limits.connectionsMax) return 'connections-max';
    if (this.#strangers >= this.limits.connectionsHalfOpenMax) return 'half-open-max';
    this.#open += 1;
    this.#strangers += 1;
    let from: string | undefined;
    let isStranger = true;
    const isNoStrangerNow = (): void => {
      if (!isStranger) return;
      isStranger = false;
      this.#strangers -= 1;
      if (from !== undefined) this.#countStranger(from, -1);
    };
    return {
      comeFrom: (address) => {
        const group = addressGroup(address);
        if ((this.#strangersFrom.get(group) ?? 0) >= this.limits.connectionsHalfOpenPerAddressMax)
          return 'half-open-address-max';
        from = group;
        this.#countStranger(group, 1);
        return this.#addresses.take(group) ? undefined : 'address-rate';
      },
      recognise: (deviceId) => {
        // Refused, it still counts for its address too: each attempt has cost a handshake.
        if (!this.#devices.take(deviceId)) return 'device-rate';
        if (from !== undefined) this.#addresses.giveBack(from);
        isNoStrangerNow();
        return undefined;
      },
      leave: () => {
        isNoStrangerNow();
        this.#open -= 1;
      },
    };
  }

  #countStranger(group: string, change: 1 | -1): void {
    const count = (this.#strangersFrom.get(group) ?? 0) + change;
    if (count === 0) this.#strangersFrom.delete(group);
    else this.#strangersFrom.set(group, count);
  }
}
