import { setTimeout as pause } from 'node:timers/promises';
import { Device, type ScanInput, type Turnstile } from '#libs/sdk/device';
import { loadKey, type Signer } from '#libs/host/keys';
import { join } from 'node:path';
import type { EnrolledFolder } from './enrol.js';

/** As in the field, but with less patience: a scan whose record was spoilt is sent again while the run looks on. */
const RECEIPT_TIMEOUT_MS = 1_500;
const RECONNECT = { baseMs: 100, maxMs: 1_000 };
const RETRY = { baseMs: 200, maxMs: 1_000 };

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** What an honest device has stored, and what it was promised. */
export interface HonestScan {
  readonly statementHash: string;
  logIndex?: number;
}

/** A device that nobody has turned: the product's own library, which believes only what it has verified. */
export class HonestDevice {
  readonly scans = new Map<number, HonestScan>();
  /** What should never be said to an honest device. */
  readonly complaints: string[] = [];
  /** What came on its topic and proves nothing: it goes on as if it had not come. */
  readonly distrusted: string[] = [];
  private waiting: (() => void)[] = [];
  private running = false;
  private loop: Promise<void> = Promise.resolve();

  private constructor(
    readonly device: Device,
    readonly folder: string,
    /** What it scans, one after the other. */
    readonly objects: readonly string[],
  ) {
    const complain = (text: string): void => {
      this.complaints.push(`${device.identity.id}: ${text}`);
      this.wake();
    };
    device.on('receipted', ({ counter, logIndex }) => {
      const scan = this.scans.get(counter);
      if (scan) scan.logIndex = logIndex;
      this.wake();
    });
    device.on('quarantined', ({ counter, reason, text }) =>
      complain(`scan ${counter} was refused: ${reason}: ${text}`),
    );
    device.on('distrusted', ({ code, text }) => this.distrusted.push(`${device.identity.id}: ${code}: ${text}`));
    device.on('failed', (error) => complain(error.message));
  }

  static async open(
    { folder }: EnrolledFolder,
    {
      broker,
      connecting,
      objects,
    }: { readonly broker: string; readonly connecting: Turnstile; readonly objects: readonly string[] },
  ): Promise<HonestDevice> {
    const device = await Device.open({
      folder,
      broker,
      connecting,
      receiptTimeoutMs: RECEIPT_TIMEOUT_MS,
      reconnect: RECONNECT,
      retry: RETRY,
    });
    return new HonestDevice(device, folder, objects);
  }

  get id(): string {
    return this.device.identity.id;
  }

  get key(): Uint8Array {
    return this.device.identity.device;
  }

  get boot(): Uint8Array {
    return this.device.identity.boot;
  }

  /** The private key in its folder: for the few attacks whose attacker has stolen nothing else, and for what only it can have signed. */
  signer(): Signer {
    return loadKey(join(this.folder, 'key.pem'))!;
  }

  get unreceipted(): number {
    return [...this.scans.values()].filter(({ logIndex }) => logIndex === undefined).length;
  }

  /** Stores one scan. @param input default: an observation of the next of its objects */
  async store(input: ScanInput = this.observation()): Promise<number> {
    const { first } = await this.device.scanAll([input]);
    const stored = this.device.unsettledScan(first);
    if (!stored) throw new Error(`scan ${first} of ${this.id} left the outbox at once`);
    this.scans.set(first, { statementHash: hex(stored.statementHash) });
    return first;
  }

  /** Resolves when every scan has its receipt; false when they do not come, or something was said against the device. */
  async receipted(timeoutMs: number): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    while (this.unreceipted > 0 && this.complaints.length === 0) {
      const left = deadline - performance.now();
      if (left <= 0) return false;
      await Promise.race([
        new Promise<void>((done) => this.waiting.push(done)),
        pause(left, undefined, { ref: false }),
      ]);
    }
    return this.unreceipted === 0;
  }

  /** Scans on and on, one after the receipt of the other or after so long. */
  start(everyMs: number): void {
    this.running = true;
    this.loop = (async () => {
      while (this.running) {
        await this.store();
        await pause(everyMs, undefined, { ref: false });
      }
    })();
    this.loop.catch((error: Error) => this.complaints.push(`${this.id}: ${error.message}`));
  }

  /** No further scan is stored once this resolves. */
  async stop(): Promise<void> {
    this.running = false;
    await this.loop.catch(() => {});
  }

  async close(): Promise<void> {
    await this.stop();
    await this.device.close();
  }

  private observation(): ScanInput {
    const uri = this.objects[this.device.counter % this.objects.length]!;
    return {
      objects: [{ uri }],
      zoneOffsetMinutes: 330,
      claims: { bizStep: 'inspecting', disposition: 'in_progress', readPointCountry: 'IN' },
    };
  }

  private wake(): void {
    for (const done of this.waiting.splice(0)) done();
  }
}
