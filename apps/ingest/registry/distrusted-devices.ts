import { byteName } from './device-registry.js';

/** Where it is read which devices were distrusted of late. */
export interface DistrustSource {
  /** Keys of devices of which a scan had an invalid signature within the last 24 hours. */
  distrustedDevices(): Promise<readonly Uint8Array[]>;
}

const DISTRUSTED_MS = 24 * 3_600_000;

/**
 * Devices of which a scan had an invalid signature within the last 24 hours, whoever found it: this process, another ingest or the
 * anchor. Until that was read for the first time every device is one.
 */
export class DistrustedDevices {
  #read: ReadonlySet<string> | undefined;
  /** Found here, until when. */
  readonly #found = new Map<string, number>();

  constructor(
    private readonly source: DistrustSource,
    private readonly elapsedMs: () => number = () => performance.now(),
  ) {}

  has(device: Uint8Array): boolean {
    const name = byteName(device);
    return this.#read === undefined || this.#read.has(name) || this.#found.has(name);
  }

  /** Those that were read or found here. */
  get size(): number {
    return new Set([...(this.#read ?? []), ...this.#found.keys()]).size;
  }

  /** A scan of this enrolled device had an invalid signature. */
  add(device: Uint8Array): void {
    this.#found.set(byteName(device), this.elapsedMs() + DISTRUSTED_MS);
  }

  /** Reads what the node knows. @throws what the database throws; then what was read before goes on. */
  async refresh(): Promise<void> {
    const devices = await this.source.distrustedDevices();
    this.#read = new Set(devices.map(byteName));
    const nowMs = this.elapsedMs();
    for (const [name, untilMs] of this.#found) if (untilMs <= nowMs) this.#found.delete(name);
  }
}
