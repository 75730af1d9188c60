import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { NativeVerifier } from '#libs/signatures-native';
import type { Backoff } from './backoff.js';
import { buildScan, type BuildOptions, type ScanSigner } from './build-scan.js';
import { connect } from './connection.js';
import { type DeviceIdentity, type Enrolment, lockDeviceFolder, readDeviceFolder } from './device-folder.js';
import { MessageJudge } from './device-message.js';
import { DeviceError } from './errors.js';
import { Outbox, type OutboxOptions, type OutboxScan } from './outbox.js';
import { Quarantine, type QuarantinedScan } from './quarantine.js';
import type { ScanInput } from './scan-input.js';
import type { SendWindow } from './send-queue.js';
import { Sender, type SenderEvents } from './sender.js';
import { Turnstile } from './turnstile.js';

export interface DeviceOptions extends Omit<OutboxOptions, 'folder'> {
  /** Made by `createDeviceFolder` and `writeEnrolment`, or by `cairn device enrol`. */
  readonly folder: string;
  /** mqtt://host:port. Default: the one of the enrolment. */
  readonly broker?: string;
  /** Only keep scans, connect never. */
  readonly offline?: boolean;
  /** Local time minus UTC where the device stands. Default: that of this machine, at each scan. */
  readonly zoneOffsetMinutes?: number;
  /** Scans and bytes under way without receipt. Default: 128 and 512 KiB. */
  readonly window?: SendWindow;
  /** Default: 20 s. */
  readonly receiptTimeoutMs?: number;
  readonly reconnect?: Backoff;
  readonly retry?: Backoff;
  readonly certificateAuthority?: string;
  /** Shared by the devices of one process: how many connect at once, and whose receipts are believed. */
  readonly connecting?: Turnstile;
  readonly judge?: MessageJudge;
  readonly nowMs?: () => number;
  readonly random?: () => number;
}

/** How a scan ended. */
export type ScanOutcome =
  | { readonly kind: 'receipted'; readonly logIndex: number; readonly timeMs: number }
  | { readonly kind: 'quarantined'; readonly reason: string; readonly text: string }
  | { readonly kind: 'unsettled'; readonly text: string };

/** A scan that is on disk and on its way. */
export interface ScanTicket {
  readonly counter: number;
  /** Resolves, never rejects: when the receipt came, when it was finally refused, or when the device was closed before. */
  readonly outcome: Promise<ScanOutcome>;
}

export interface DeviceEvents extends SenderEvents {
  /** After every change, for progress bars. */
  progress: [state: { readonly enqueued: number; readonly unsettled: number }];
}

const WINDOW: SendWindow = { scansMax: 128, bytesMax: 512 * 1024 };
const RECEIPT_TIMEOUT_MS = 20_000;

/**
 * A scanner, gate, sensor or the gateway beside it: signs scans, keeps them on disk, brings them to the log and deletes each when its
 * receipt verified. A scan that `scan` resolved for is never lost, whatever process, network or power fails.
 *
 *     const device = await Device.open({ folder: './gate-7' });
 *     await device.scan({ objects: [{ uri: '(00)395200000000000012' }], claims: { bizStep: 'shipping' }, to: '9520000000028' });
 */
export class Device extends EventEmitter<DeviceEvents> {
  readonly #outbox: Outbox;
  readonly #quarantine: Quarantine;
  readonly #lock: { release(): void };
  readonly #by: ScanSigner;
  readonly #options: DeviceOptions;
  readonly #sender: Sender | undefined;
  readonly #outcomes = new Map<number, (outcome: ScanOutcome) => void>();
  readonly #untilSettled = new Set<() => void>();
  #closed = false;

  private constructor(
    readonly identity: DeviceIdentity,
    by: ScanSigner,
    enrolment: Enrolment | undefined,
    options: DeviceOptions,
    lock: { release(): void },
  ) {
    super();
    this.#lock = lock;
    this.#by = by;
    this.#options = options;
    const { segmentBytesMax, bytesMax } = options;
    this.#outbox = Outbox.open({ folder: join(options.folder, 'outbox'), segmentBytesMax, bytesMax }, identity.boot);
    this.#quarantine = new Quarantine(join(options.folder, 'quarantine'));
    if (!options.offline && enrolment) this.#sender = this.#startSending(enrolment);
  }

  /**
   * Opens a device's folder and begins to send what lies in its outbox.
   *
   * @throws {DeviceError} FOLDER_MISSING, FOLDER_MALFORMED, FOLDER_IN_USE, OUTBOX_DAMAGED; NOT_ENROLLED unless offline.
   */
  static async open(options: DeviceOptions): Promise<Device> {
    const { identity, signer, enrolment } = readDeviceFolder(options.folder);
    if (!enrolment && !options.offline) {
      throw new DeviceError(
        'NOT_ENROLLED',
        `the device in ${options.folder} is not enrolled: see npx cairn device enrol --help`,
      );
    }
    const lock = lockDeviceFolder(options.folder);
    try {
      return new Device(identity, { device: identity.device, boot: identity.boot, signer }, enrolment, options, lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Signs and stores one scan. It is on disk when this resolves. @throws {DeviceError} SCAN_INVALID, OUTBOX_FULL, OUTBOX_FAILED, CLOSED */
  async scan(scan: ScanInput): Promise<ScanTicket> {
    const { first: counter } = await this.scanAll([scan]);
    return { counter, outcome: new Promise((resolve) => this.#outcomes.set(counter, resolve)) };
  }

  /**
   * Signs and stores many scans in this order with one write.
   *
   * @param bookmarks for each scan a number that the caller finds in `bookmark` after a restart, kept in the same write as the scan:
   *   how far it got in its own source.
   * @throws {DeviceError} as `scan`; then none of them is stored.
   */
  async scanAll(scans: readonly ScanInput[], bookmarks?: readonly number[]): Promise<{ first: number; last: number }> {
    const drafts = scans.map((scan, i) => ({
      ...buildScan(scan, this.#by, this.#buildOptions()),
      bookmark: bookmarks?.[i],
    }));
    const counters = await this.#outbox.enqueue(drafts);
    this.#sender?.wake();
    this.#emitProgress();
    return counters;
  }

  /** Bookmark of the last scan stored, 0 before the first. */
  get bookmark(): number {
    return this.#outbox.bookmark;
  }

  /** Counter of the last scan stored, 0 before the first. */
  get counter(): number {
    return this.#outbox.position.counter;
  }

  /** Scans without receipt that are not in quarantine either. */
  get unsettled(): number {
    return this.#outbox.unsettled;
  }

  get quarantined(): readonly QuarantinedScan[] {
    return this.#quarantine.list();
  }

  /** The bytes of a scan without receipt, as they are sent. */
  unsettledScan(counter: number): OutboxScan | undefined {
    return this.#outbox.isUnsettled(counter) ? this.#outbox.read(counter) : undefined;
  }

  /** Resolves when no scan is without receipt or reason, or the device is closed. */
  async settled(): Promise<void> {
    if (this.unsettled === 0 || this.#closed) return;
    await new Promise<void>((resolve) => this.#untilSettled.add(resolve));
  }

  /** Stops sending and gives the folder back. What has no receipt stays there for the next time. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#sender?.close();
    await this.#outbox.close();
    this.#lock.release();
    for (const resolve of this.#outcomes.values())
      resolve({ kind: 'unsettled', text: 'the device was closed before a receipt came' });
    this.#outcomes.clear();
    this.#wakeSettled();
  }

  #buildOptions(): BuildOptions {
    const nowMs = this.#options.nowMs ?? Date.now;
    const zoneOffsetMinutes = this.#options.zoneOffsetMinutes ?? -new Date(nowMs()).getTimezoneOffset();
    return { nowMs, zoneOffsetMinutes, randomBytes };
  }

  #startSending(enrolment: Enrolment): Sender {
    const {
      broker = enrolment.broker,
      certificateAuthority,
      connecting,
      judge,
      window,
      receiptTimeoutMs,
    } = this.#options;
    const { password } = enrolment;
    return new Sender({
      device: this.identity.device,
      boot: this.identity.boot,
      outbox: this.#outbox,
      quarantine: this.#quarantine,
      judge: judge ?? new MessageJudge(enrolment.trust, new NativeVerifier()),
      connect: (handlers) =>
        connect({ broker, deviceId: this.identity.id, password, certificateAuthority, ...handlers }),
      connecting: connecting ?? new Turnstile(1),
      window: window ?? WINDOW,
      receiptTimeoutMs: receiptTimeoutMs ?? RECEIPT_TIMEOUT_MS,
      reconnect: this.#options.reconnect,
      retry: this.#options.retry,
      random: this.#options.random ?? Math.random,
      nowMs: this.#options.nowMs ?? Date.now,
      emit: (name, ...values) => this.#pass(name, values),
    });
  }

  #pass<Name extends keyof SenderEvents>(name: Name, values: SenderEvents[Name]): void {
    (this.emit as (name: string, ...values: unknown[]) => boolean).call(this, name, ...values);
    if (name === 'receipted') {
      const [{ counter, logIndex, timeMs }] = values as SenderEvents['receipted'];
      this.#end(counter, { kind: 'receipted', logIndex, timeMs });
    } else if (name === 'quarantined') {
      const [{ counter, reason, text }] = values as SenderEvents['quarantined'];
      this.#end(counter, { kind: 'quarantined', reason, text });
    }
  }

  #end(counter: number, outcome: ScanOutcome): void {
    this.#outcomes.get(counter)?.(outcome);
    this.#outcomes.delete(counter);
    this.#emitProgress();
    if (this.unsettled === 0) this.#wakeSettled();
  }

  #emitProgress(): void {
    this.emit('progress', { enqueued: this.counter, unsettled: this.unsettled });
  }

  #wakeSettled(): void {
    for (const resolve of this.#untilSettled) resolve();
    this.#untilSettled.clear();
  }
}
