import { NativeVerifier } from '#libs/host/keys';
import { readDeviceFolder } from './device-folder.js';
import { MessageJudge } from './device-message.js';
import type { DeviceOptions } from './device-types.js';
import { Device } from './device.js';
import type { Trust } from './trust.js';
import { Turnstile } from './turnstile.js';

export interface FleetOptions extends Pick<
  DeviceOptions,
  'broker' | 'certificateAuthority' | 'window' | 'receiptTimeoutMs' | 'segmentBytesMax'
> {
  /** One folder for each device. */
  readonly folders: readonly string[];
  /** Connections that are being made at once: two hundred TLS handshakes in one moment help nobody. Default: 8. */
  readonly connectingMax?: number;
}

const CONNECTING_MAX = 8;

/**
 * Many devices in one process. Each has its own folder and connection, made when it first has something to send; what can be shared
 * is: the order of connecting, and checking the signature of a receipt batch once for all devices that it speaks of.
 */
export class Fleet {
  private constructor(private readonly devices: ReadonlyMap<string, Device>) {}

  /** @throws {DeviceError} as `Device.open`; then none stays open. */
  static async open(options: FleetOptions): Promise<Fleet> {
    const { folders, connectingMax = CONNECTING_MAX, ...rest } = options;
    const connecting = new Turnstile(connectingMax);
    const judges = new Map<string, MessageJudge>();
    const verifier = new NativeVerifier();
    const judgeFor = (trust: Trust): MessageJudge => {
      const name = JSON.stringify(trust);
      const judge = judges.get(name) ?? new MessageJudge(trust, verifier);
      judges.set(name, judge);
      return judge;
    };
    const devices = new Map<string, Device>();
    try {
      for (const folder of folders) {
        const trust = readDeviceFolder(folder).enrolment?.trust;
        const device = await Device.open({ ...rest, folder, connecting, judge: trust && judgeFor(trust) });
        devices.set(device.identity.id, device);
      }
    } catch (error) {
      await Promise.all([...devices.values()].map((device) => device.close()));
      throw error;
    }
    return new Fleet(devices);
  }

  get size(): number {
    return this.devices.size;
  }

  [Symbol.iterator](): IterableIterator<Device> {
    return this.devices.values();
  }

  /** @throws {RangeError} when the fleet has no device of that name. */
  device(id: string): Device {
    const device = this.devices.get(id);
    if (!device) throw new RangeError(`the fleet has no device ${id}`);
    return device;
  }

  /** Scans of all devices without receipt. */
  get unsettled(): number {
    return [...this.devices.values()].reduce((sum, device) => sum + device.unsettled, 0);
  }

  async settled(): Promise<void> {
    await Promise.all([...this.devices.values()].map((device) => device.settled()));
  }

  async close(): Promise<void> {
    await Promise.all([...this.devices.values()].map((device) => device.close()));
  }
}
