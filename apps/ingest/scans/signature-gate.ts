import { LRUCache } from 'lru-cache';
import type { ScanArrival } from '#libs/transport/mqtt';
import type { DistrustedDevices } from '../registry/distrusted-devices.js';

// STORY section 4. A device that has the wrong key, or none, shows it with its first scan; the others are for those that break later.
const FIRST_SCANS = 64;
// Behind a broker outside nobody tells of connections: who was silent for so long counts as one that came anew.
const SILENCE_MS = 10 * 60_000;
// Who is forgotten counts as one that came anew.
const DEVICES_MAX = 20_000;

/**
 * Decides which scans ingest verifies itself, before they cost the stream, the database and the anchor anything. The anchor verifies
 * all of them: what goes by here unverified is not trusted anywhere.
 */
export class SignatureGate {
  readonly #ofConnection = new WeakMap<object, number>();
  readonly #ofDevice = new LRUCache<string, { scans: number; lastMs: number }>({ max: DEVICES_MAX });

  constructor(
    private readonly distrusted: Pick<DistrustedDevices, 'has'>,
    private readonly elapsedMs: () => number = () => performance.now(),
  ) {}

  /** Whether ingest verifies this scan. Counts it. @param device key of the device on whose topic it came */
  verifies({ connection, deviceId }: Pick<ScanArrival, 'connection' | 'deviceId'>, device: Uint8Array): boolean {
    const scans = connection ? this.#countOf(connection) : this.#countOfDevice(deviceId);
    return scans <= FIRST_SCANS || this.distrusted.has(device);
  }

  #countOf(connection: object): number {
    const scans = (this.#ofConnection.get(connection) ?? 0) + 1;
    this.#ofConnection.set(connection, scans);
    return scans;
  }

  #countOfDevice(deviceId: string): number {
    const nowMs = this.elapsedMs();
    const known = this.#ofDevice.get(deviceId);
    if (!known || nowMs - known.lastMs > SILENCE_MS) {
      this.#ofDevice.set(deviceId, { scans: 1, lastMs: nowMs });
      return 1;
    }
    known.lastMs = nowMs;
    return ++known.scans;
  }
}
