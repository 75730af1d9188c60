import { setTimeout as pause } from 'node:timers/promises';
import type { Device } from '#libs/sdk/device';
import { PartyKind } from '#libs/core/wire';
import type { EnvironmentKeys } from '#libs/host/keys';
import { COMPANY_PREFIX, Numbering } from '../identifiers.js';
import { demoKey, type DemoDevice, type DemoParty } from '../parties.js';
import { type Enrol, enrolAtNode, enrolFleet } from './enrol.js';
import { DemoFleet } from './fleet.js';

/** How a simulation goes. */
export interface FleetProgress {
  /** Scans that lie on disk. */
  readonly made: number;
  /** Scans with a verified receipt. */
  readonly receipted: number;
  /** Scans that were not made because a device had too many without receipt. */
  readonly heldBack: number;
}

export interface FleetSummary extends FleetProgress {
  readonly devices: number;
  /** From the first scan to the last receipt. */
  readonly durationMs: number;
  /** Keys that devices gave themselves. */
  readonly rotations: number;
  /** Scans that were finally refused, by reason. */
  readonly refused: Readonly<Record<string, number>>;
}

export interface SimulateFleetOptions {
  readonly dataFolder: string;
  readonly brokerUrl: string;
  /** As of DemoFleet. */
  readonly certificateAuthority?: string | undefined;
  /** Default: 10. At most 9,999. */
  readonly devices?: number;
  /** Scans of all devices together. Default: 10. */
  readonly ratePerSecond?: number;
  /** Default: until the signal. */
  readonly durationMs?: number;
  /** Names the fleet: another seed is another fleet. Letters, digits and -. Default: `1`. */
  readonly seed?: string;
  /** Rotations of keys, of all devices together, in turn. Default: none. */
  readonly rotationsPerMinute?: number;
  /** Things that each scan names, as a gate reads a pallet. Default: 1. */
  readonly objectsPerScan?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: FleetProgress) => void;
  /** Default: as an operator does, with the keys in the data folder, or those below. */
  readonly enrol?: Enrol;
  /** Keys of the node that came in the environment. */
  readonly keys?: EnvironmentKeys | undefined;
  readonly nowMs?: () => number;
}

const TICK_MS = 50;
/** More in the outbox of one device help nobody: what is too much for the node is held back and counted. */
const UNSETTLED_MAX = 2_000;
const WAREHOUSE = 1;
const MARKS = { demo: 'true', simulated: 'true' } as const;
const numbering = new Numbering(COMPANY_PREFIX.load);

/**
 * Plain load: devices of one made-up warehouse see things in turn, at a rate. Every scan is signed, kept, sent and receipted like any
 * other. When time is up it waits for the receipts that are still out; when the signal comes it waits no more, and what has no receipt
 * stays in the outboxes for the next time.
 *
 * @throws {RangeError} for numbers that make no sense; {EnrolmentError}, {DeviceError}
 */
export async function simulateFleet(options: SimulateFleetOptions): Promise<FleetSummary> {
  const {
    dataFolder,
    brokerUrl,
    certificateAuthority,
    signal,
    devices: count = 10,
    ratePerSecond = 10,
    seed = '1',
  } = options;
  checkNumbers({ count, ratePerSecond, seed });
  const ids = Array.from({ length: count }, (_, i) => `load-${seed}-${String(i + 1).padStart(4, '0')}`);
  const enrol = options.enrol ?? enrolAtNode(dataFolder, brokerUrl, options.keys);
  const folders = await enrolFleet(enrol, { parties: [WAREHOUSE_PARTY], devices: ids.map(deviceOf), signal });
  const fleet = new DemoFleet({ folders, brokerUrl, certificateAuthority, signal });
  try {
    const devices: Device[] = [];
    for (const id of ids) devices.push(await fleet.device(id));
    const load = new Load(devices, options);
    const startedMs = performance.now();
    await load.run();
    const durationMs = Math.round(performance.now() - startedMs);
    for (const id of ids) await fleet.done(id);
    return {
      ...load.progress,
      devices: count,
      durationMs,
      rotations: load.rotated,
      refused: Object.fromEntries(fleet.refused),
    };
  } finally {
    await fleet.close();
  }
}

/** Makes scans at a rate and counts what becomes of them. */
class Load {
  private made = 0;
  private receipted = 0;
  private heldBack = 0;
  private turn = 0;
  private rotating = 0;
  rotated = 0;

  constructor(
    private readonly devices: readonly Device[],
    private readonly options: SimulateFleetOptions,
  ) {
    for (const device of devices) {
      device.on('receipted', () => (this.receipted += 1));
      device.on('eventLogged', () => (this.rotated += 1));
    }
  }

  get progress(): FleetProgress {
    const { made, receipted, heldBack } = this;
    return { made, receipted, heldBack };
  }

  async run(): Promise<void> {
    const { ratePerSecond = 10, rotationsPerMinute = 0, durationMs = Infinity } = this.options;
    const startedMs = performance.now();
    for (let elapsedMs = 0; elapsedMs < durationMs && !this.stopped; elapsedMs = performance.now() - startedMs) {
      const due = Math.floor((Math.min(elapsedMs, durationMs) * ratePerSecond) / 1_000);
      await this.make(due - this.made - this.heldBack);
      await this.rotateUpTo(Math.floor((Math.min(elapsedMs, durationMs) * rotationsPerMinute) / 60_000));
      await this.tick();
    }
    const isBusy = ({ unsettled, pendingEvent }: Device): boolean => unsettled > 0 || pendingEvent !== undefined;
    while (!this.stopped && this.devices.some(isBusy)) await this.tick();
  }

  /** The next device that has no event under way; where all have one, the rotation falls behind and is made up for. */
  private async rotateUpTo(due: number): Promise<void> {
    for (let tried = 0; this.rotating < due && tried < this.devices.length; tried += 1) {
      const device = this.devices[(this.rotating + tried) % this.devices.length]!;
      if (device.pendingEvent) continue;
      await device.rotate();
      this.rotating += 1;
    }
  }

  private get stopped(): boolean {
    return this.options.signal?.aborted === true;
  }

  private async tick(): Promise<void> {
    this.options.onProgress?.(this.progress);
    await pause(TICK_MS, undefined, { signal: this.options.signal }).catch(() => undefined); // the signal ends it early
  }

  /** Devices take turns; each stores its share with one write. */
  private async make(count: number): Promise<void> {
    const shares = new Map<Device, number>();
    for (let i = 0; i < count; i++) {
      const device = this.devices[this.turn++ % this.devices.length]!;
      shares.set(device, (shares.get(device) ?? 0) + 1);
    }
    await Promise.all([...shares].map(([device, share]) => this.makeAt(device, share)));
  }

  private async makeAt(device: Device, share: number): Promise<void> {
    const possible = Math.min(share, Math.max(0, UNSETTLED_MAX - device.unsettled));
    this.heldBack += share - possible;
    if (possible === 0) return;
    await device.scanAll(Array.from({ length: possible }, (_, i) => this.scan(device, device.counter + 1 + i)));
    this.made += possible;
  }

  /** Every scan sees things of its own, so that trails stay short; a serial follows from device and counter. */
  private scan(device: Device, counter: number) {
    const { objectsPerScan = 1, nowMs = Date.now } = this.options;
    const serial = `${device.identity.id.slice('load-'.length)}-${counter}`;
    return {
      time: nowMs(),
      action: 'add' as const,
      objects: Array.from({ length: objectsPerScan }, (_, i) => ({
        uri: numbering.serial(1, objectsPerScan === 1 ? serial : `${serial}.${i + 1}`),
      })),
      claims: {
        ...MARKS,
        bizStep: 'commissioning',
        readPoint: numbering.place(WAREHOUSE),
        readPointCountry: 'NL',
        productName: 'Simulated goods',
      },
    };
  }
}

const WAREHOUSE_PARTY: DemoParty = {
  gln: numbering.gln(WAREHOUSE),
  name: 'Simulated warehouse',
  country: 'NL',
  kind: PartyKind.WAREHOUSE,
  claims: MARKS,
};

const deviceOf = (id: string): DemoDevice => ({
  id,
  kind: 'gate',
  country: 'NL',
  partyGln: numbering.gln(WAREHOUSE),
  privateKey: demoKey(id),
  claims: MARKS,
});

function checkNumbers(given: { readonly count: number; readonly ratePerSecond: number; readonly seed: string }): void {
  const { count, ratePerSecond, seed } = given;
  if (!Number.isInteger(count) || count < 1 || count > 9_999) throw new RangeError('a fleet has 1 to 9,999 devices');
  if (!(ratePerSecond > 0)) throw new RangeError('the rate is a number above 0');
  // Serials of GS1 have at most 20 characters, and device and counter must have room beside it.
  if (!/^[A-Za-z0-9-]{1,4}$/.test(seed)) throw new RangeError('a seed has 1 to 4 letters, digits or -');
}
