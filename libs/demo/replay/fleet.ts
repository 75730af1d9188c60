import { once } from 'node:events';
import { Device, MessageJudge, readDeviceFolder, type ScanInput, type Trust, Turnstile } from '#libs/sdk/device';
import { NativeVerifier } from '#libs/host/keys';
import { DemoError } from '../errors.js';

export interface DemoFleetOptions {
  /** Folders of the devices by their ids. */
  readonly folders: ReadonlyMap<string, string>;
  readonly brokerUrl: string;
  /** Authorities that vouch for the broker, in PEM. Default: those of the system. */
  readonly certificateAuthority?: string | undefined;
  readonly signal?: AbortSignal;
  /** After every receipt and every scan stored: scans that came to their end so far. */
  readonly onSettled?: (count: number) => void;
}

const CONNECTING_MAX = 4;

/**
 * Devices of the demo that are open at the moment, few at a time. They share what may be shared: the order of connecting, and
 * checking a batch of receipts once.
 */
export class DemoFleet {
  private readonly open = new Map<string, Device>();
  private readonly settled = new Map<string, number>();
  private readonly connecting = new Turnstile(CONNECTING_MAX);
  private readonly judges = new Map<string, MessageJudge>();
  private readonly verifier = new NativeVerifier();
  private readonly closing = new AbortController();
  /** Scans that the node finally refused, by reason. */
  readonly refused = new Map<string, number>();
  /** Ends every wait: the caller's signal came, or the fleet was closed. */
  readonly signal: AbortSignal;

  constructor(private readonly options: DemoFleetOptions) {
    const { signal } = options;
    this.signal = signal ? AbortSignal.any([signal, this.closing.signal]) : this.closing.signal;
  }

  /** @throws {DeviceError} as `Device.open`; the signal's reason. */
  async device(id: string): Promise<Device> {
    this.signal.throwIfAborted();
    const known = this.open.get(id);
    if (known) return known;
    const folder = this.folderOf(id);
    const { enrolment } = readDeviceFolder(folder);
    const judge = enrolment && this.judgeFor(enrolment.trust);
    const { brokerUrl: broker, certificateAuthority } = this.options;
    const { connecting } = this;
    const device = await Device.open({ folder, broker, certificateAuthority, connecting, judge, zoneOffsetMinutes: 0 });
    this.open.set(id, device);
    device.on('progress', () => this.note(device));
    this.note(device);
    return device;
  }

  folderOf(id: string): string {
    const folder = this.options.folders.get(id);
    if (folder === undefined) throw new RangeError(`the fleet has no device ${id}`);
    return folder;
  }

  /** Closes a device whose scans have all come to their end. */
  async done(id: string): Promise<void> {
    const device = this.open.get(id);
    if (!device) return;
    for (const { reason } of device.quarantined) this.refused.set(reason, (this.refused.get(reason) ?? 0) + 1);
    this.open.delete(id);
    await device.close();
  }

  async close(): Promise<void> {
    this.closing.abort();
    const devices = [...this.open.values()];
    this.open.clear();
    await Promise.all(devices.map((device) => device.close()));
  }

  private note(device: Device): void {
    this.settled.set(device.identity.id, device.counter - device.unsettled);
    let count = 0;
    for (const one of this.settled.values()) count += one;
    this.options.onSettled?.(count);
  }

  private judgeFor(trust: Trust): MessageJudge {
    const name = JSON.stringify(trust);
    const judge = this.judges.get(name) ?? new MessageJudge(trust, this.verifier);
    this.judges.set(name, judge);
    return judge;
  }
}

/** Waits until a device has at most so many scans without receipt. @throws the signal's reason */
export async function untilUnsettled(device: Device, max: number, signal: AbortSignal): Promise<void> {
  while (device.unsettled > max) {
    signal.throwIfAborted();
    await once(device, 'progress', { signal });
  }
  signal.throwIfAborted();
}

/** A device's own scans of a plan, in order. The nth has counter n, so the outbox knows how far it came, also after kill -9. */
export interface DevicePlan {
  readonly length: number;
  /** @param index 0 for the first */
  scan(index: number): ScanInput;
}

export interface Pace {
  /** One fsync for so many. */
  readonly batchSize: number;
  /** So many may lie in the outbox. */
  readonly unsettledMax: number;
}

/**
 * Stores and sends what a device has not signed yet of its plan, and waits for every receipt.
 *
 * @throws {DemoError} PLAN_MISMATCH; {DeviceError} as `Device.scanAll`; the signal's reason.
 */
export async function send(device: Device, plan: DevicePlan, pace: Pace, signal: AbortSignal): Promise<void> {
  if (device.counter > plan.length) {
    throw new DemoError(
      'PLAN_MISMATCH',
      `${device.identity.id} has signed ${device.counter} scans, and the demo has ${plan.length} for it`,
    );
  }
  while (device.counter < plan.length) {
    const first = device.counter;
    const count = Math.min(pace.batchSize, plan.length - first);
    await device.scanAll(Array.from({ length: count }, (_, i) => plan.scan(first + i)));
    await untilUnsettled(device, pace.unsettledMax, signal);
  }
  await untilUnsettled(device, 0, signal);
}
