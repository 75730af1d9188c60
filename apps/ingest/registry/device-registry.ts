import { setTimeout as pause } from 'node:timers/promises';
import type { RegisteredDevice, RegistryChanges } from '#libs/log/ledger';
import type { SignatureAlgorithm } from '#libs/core/signatures';

/** As much of the registry as a scan is judged by. */
export interface GateDevice {
  readonly deviceId: string;
  /** 0: the limit of the format. */
  readonly objectsMax: number;
  readonly claimsMax: number;
  /** All keys it ever had, by key id: whether a key was active is judged by anchor at the log index. */
  readonly keys: ReadonlyMap<string, GateKey>;
}

export interface GateKey {
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
}

/** Where the registry is read. */
export interface RegistrySource {
  changesSince(logIndex: number): Promise<RegistryChanges>;
}

// One question to the database for each second, whatever unknown devices send.
const FORCED_REFRESH_INTERVAL_MS = 1_000;
// Behind the unknown device's scan those of all others wait. What is learnt later serves its next attempt.
const FORCED_REFRESH_WAIT_MS = 1_000;

/** A text for a Map: one character for each byte. */
export const byteName = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

/** All enrolled devices and their keys, in memory: about 1 kB each. Follows the registry; never asks for each scan. */
export class DeviceRegistry {
  readonly #devices = new Map<string, GateDevice>();
  /** Entry that ended a key of the operator, by key id. */
  readonly #ended = new Map<string, number>();
  #nextLogIndex = 0;
  #refreshing: Promise<void> | undefined;
  #again = false;
  #loaded = false;
  #forcedAtMs = -Infinity;

  constructor(
    private readonly source: RegistrySource,
    private readonly elapsedMs: () => number = () => performance.now(),
  ) {}

  get size(): number {
    return this.#devices.size;
  }

  check(): void {
    if (!this.#loaded) throw new Error('the registry of devices is not loaded yet');
  }

  find(deviceKey: Uint8Array): GateDevice | undefined {
    return this.#devices.get(byteName(deviceKey));
  }

  /** @throws Error where the log has ended this receipt key: devices do not believe what it signs. */
  checkReceiptKey(keyId: Uint8Array): void {
    const endedIndex = this.#ended.get(byteName(keyId));
    if (endedIndex !== undefined)
      throw new Error(
        `entry ${endedIndex} of the log ended the receipt key that signs rejects here: start again with another`,
      );
  }

  /** Reads what changed. Calls meanwhile share one further reading, so that none misses a change before it. */
  async refresh(): Promise<void> {
    if (this.#refreshing) {
      this.#again = true;
      return this.#refreshing;
    }
    this.#refreshing = this.#read().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  /**
   * For a device that is not known: a refresh, unless there was one a moment ago. Says nothing of a database that is away, and does
   * not wait long for one that does not answer.
   */
  async refreshForUnknown(): Promise<void> {
    const now = this.elapsedMs();
    if (now - this.#forcedAtMs < FORCED_REFRESH_INTERVAL_MS) return;
    this.#forcedAtMs = now;
    const waited = new AbortController();
    const late = pause(FORCED_REFRESH_WAIT_MS, undefined, { signal: waited.signal });
    await Promise.race([this.refresh(), late]).catch(() => {});
    waited.abort();
    await late.catch(() => {});
  }

  async #read(): Promise<void> {
    do {
      this.#again = false;
      const { devices, operatorKeys, nextLogIndex } = await this.source.changesSince(this.#nextLogIndex);
      for (const device of devices) this.#devices.set(byteName(device.deviceKey), enrolled(device));
      for (const { keyId, toLogIndex } of operatorKeys)
        if (toLogIndex !== null) this.#ended.set(byteName(keyId), toLogIndex);
      this.#nextLogIndex = nextLogIndex;
      this.#loaded = true;
    } while (this.#again);
  }
}

const enrolled = ({ deviceId, objectsMax, claimsMax, keys }: RegisteredDevice): GateDevice => ({
  deviceId,
  objectsMax,
  claimsMax,
  keys: new Map(
    keys.map(({ keyId, algorithm, publicKey }) => [
      byteName(keyId),
      { algorithm: algorithm as SignatureAlgorithm, publicKey: Uint8Array.from(publicKey) },
    ]),
  ),
});
