import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { bytesEqual, deviceKey } from '#libs/provenance';
import { NativeVerifier } from '#libs/signatures-native';
import type { Backoff } from './backoff.js';
import { buildScan, type BuildOptions } from './build-scan.js';
import { type ConnectionHandlers, ConnectionHub } from './connection-hub.js';
import { connect } from './connection.js';
import { type DeviceIdentity, type Enrolment, lockDeviceFolder, readDeviceFolder } from './device-folder.js';
import { MessageJudge } from './device-message.js';
import { type DeviceState, type PendingEvent, readState } from './device-state.js';
import { DeviceWork, type RotateOptions, type Sending } from './device-work.js';
import { DeviceError } from './errors.js';
import { type EventAnswer, EventCourier } from './event-courier.js';
import type { Lane } from './lane.js';
import type { OutboxOptions, OutboxScan } from './outbox.js';
import type { QuarantinedScan } from './quarantine.js';
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

/** How an event on the device's keys ended. */
export type EventOutcome =
  | { readonly kind: 'logged'; readonly logIndex: number; readonly timeMs: number }
  | { readonly kind: 'refused'; readonly reason: string; readonly text: string }
  | { readonly kind: 'unsettled'; readonly text: string };

/** An event that is signed, on disk and on its way: whatever fails, the same bytes are sent until the node has answered. */
export interface EventTicket {
  /** SignedEvent. */
  readonly signed: Uint8Array;
  /** Resolves, never rejects: when the node answered for good, or when the device was closed before. */
  readonly outcome: Promise<EventOutcome>;
}

export interface DeviceEvents extends SenderEvents {
  /** After every change, for progress bars. */
  progress: [state: { readonly enqueued: number; readonly unsettled: number }];
  /** An event on the device's keys is in the log. */
  eventLogged: [event: { readonly kind: PendingEvent['kind']; readonly logIndex: number; readonly timeMs: number }];
  /** It was refused for good. The device goes on with the key and boot it had, where it has them. */
  eventRefused: [event: { readonly kind: PendingEvent['kind']; readonly reason: string; readonly text: string }];
  /** It was refused for now, and is sent again. */
  eventPostponed: [event: { readonly kind: PendingEvent['kind']; readonly reason: string; readonly text: string }];
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
  readonly #work: DeviceWork;
  readonly #lock: { release(): void };
  readonly #options: DeviceOptions;
  readonly #outcomes = new Map<string, (outcome: ScanOutcome) => void>();
  readonly #untilSettled = new Set<() => void>();
  #untilAnswered: ((outcome: EventOutcome) => void)[] = [];
  #closed = false;

  private constructor(
    state: DeviceState,
    enrolment: Enrolment | undefined,
    options: DeviceOptions,
    lock: { release(): void },
  ) {
    super();
    this.#lock = lock;
    this.#options = options;
    const { folder, segmentBytesMax, bytesMax, nowMs = Date.now } = options;
    this.#work = new DeviceWork({
      folder,
      state,
      limits: { segmentBytesMax, bytesMax },
      nowMs,
      onMoved: (from, to) => this.#move(from, to),
      onRefused: ({ kind }, { reason, text }) => this.emit('eventRefused', { kind, reason, text }),
    });
    if (!options.offline && enrolment) this.#work.startSending(this.#sendingFor(enrolment));
  }

  /**
   * Opens a device's folder and begins to send what lies in its outbox.
   *
   * @throws {DeviceError} FOLDER_MISSING, FOLDER_MALFORMED, FOLDER_IN_USE, OUTBOX_DAMAGED; EVENT_PENDING while the operator enters a
   *   new boot of the device; NOT_ENROLLED unless offline.
   */
  static async open(options: DeviceOptions): Promise<Device> {
    const { enrolment } = readDeviceFolder(options.folder);
    if (!enrolment && !options.offline) {
      throw new DeviceError(
        'NOT_ENROLLED',
        `the device in ${options.folder} is not enrolled: see npx cairn device enrol --help`,
      );
    }
    const lock = lockDeviceFolder(options.folder);
    try {
      return new Device(readState(options.folder), enrolment, options, lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** With the key and boot that sign the next scan. */
  get identity(): DeviceIdentity {
    const { by, stretch } = this.#work.current;
    const { algorithm, publicKey } = by!.signer;
    const { id } = this.#work.state;
    return { id, device: by!.device, algorithm, publicKey, boot: stretch.boot };
  }

  /** The event that the node has not answered for good yet. */
  get pendingEvent(): PendingEvent | undefined {
    return this.#work.state.event;
  }

  /**
   * Signs and stores one scan. It is on disk when this resolves.
   * @throws {DeviceError} SCAN_INVALID, OUTBOX_FULL, OUTBOX_FAILED, CLOSED, KEY_RETIRED
   */
  async scan(scan: ScanInput): Promise<ScanTicket> {
    const { first: counter, lane } = await this.#store([scan]);
    return { counter, outcome: new Promise((resolve) => this.#outcomes.set(nameOf(lane, counter), resolve)) };
  }

  /**
   * Signs and stores many scans in this order with one write.
   *
   * @param bookmarks for each scan a number that the caller finds in `bookmark` after a restart, kept in the same write as the scan:
   *   how far it got in its own source.
   * @throws {DeviceError} as `scan`; then none of them is stored.
   */
  async scanAll(scans: readonly ScanInput[], bookmarks?: readonly number[]): Promise<{ first: number; last: number }> {
    const { first, last } = await this.#store(scans, bookmarks);
    return { first, last };
  }

  /**
   * Gives the device another key. Scans made from now on are signed by it and go out when the node has logged the rotation; those made
   * before go out first, or count later because they chain into the last of them.
   * @throws {DeviceError} EVENT_PENDING, KEY_RETIRED; errors of the disk, and then the old key goes on
   */
  rotate(options: RotateOptions = {}): Promise<EventTicket> {
    return this.#ticket(() => this.#work.rotate(options));
  }

  /** Begins a new boot with the same key: the counter begins at 1 again. @throws {DeviceError} as `rotate` */
  beginBoot(): Promise<EventTicket> {
    return this.#ticket(() => this.#work.beginBoot());
  }

  /** Ends the device's key, for good. No scan is taken any more. @throws {DeviceError} as `rotate` */
  retire(): Promise<EventTicket> {
    return this.#ticket(() => this.#work.retire());
  }

  /** Resolves when no event waits for its answer, or the device is closed. */
  async answered(): Promise<EventOutcome | undefined> {
    const { event } = this.#work.state;
    if (!event || event.refused || this.#closed) return undefined;
    return new Promise((resolve) => this.#untilAnswered.push(resolve));
  }

  /** Bookmark of the last scan stored, 0 before the first. */
  get bookmark(): number {
    return this.#work.current.outbox.bookmark;
  }

  /** Counter of the last scan stored in the present boot, 0 before the first. */
  get counter(): number {
    return this.#work.current.outbox.position.counter;
  }

  /** Scans without receipt that are not in quarantine either. */
  get unsettled(): number {
    return this.#work.unsettled;
  }

  /** Scans that were refused for good, of all boots. */
  get quarantined(): readonly QuarantinedScan[] {
    return this.#work.current.quarantine.list();
  }

  /** The bytes of a scan of the present boot without receipt, as they are sent. */
  unsettledScan(counter: number): OutboxScan | undefined {
    const { boot } = this.#work.current.stretch;
    const lane = this.#work.lanes.find(
      ({ stretch, outbox }) => bytesEqual(stretch.boot, boot) && outbox.isUnsettled(counter),
    );
    return lane?.outbox.read(counter);
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
    await this.#work.close();
    this.#lock.release();
    for (const resolve of this.#outcomes.values())
      resolve({ kind: 'unsettled', text: 'the device was closed before a receipt came' });
    this.#outcomes.clear();
    this.#tellAnswered({ kind: 'unsettled', text: 'the device was closed before the answer came' });
    this.#wakeSettled();
  }

  async #store(scans: readonly ScanInput[], bookmarks?: readonly number[]) {
    const lane = await this.#work.laneForScans();
    const drafts = scans.map((scan, i) => ({
      ...buildScan(scan, lane.by!, this.#buildOptions()),
      bookmark: bookmarks?.[i],
    }));
    const counters = await lane.outbox.enqueue(drafts);
    lane.wake();
    this.#emitProgress();
    return { ...counters, lane };
  }

  async #ticket(begin: () => Promise<Uint8Array>): Promise<EventTicket> {
    const signed = await begin();
    return { signed, outcome: new Promise((resolve) => this.#untilAnswered.push(resolve)) };
  }

  #buildOptions(): BuildOptions {
    const nowMs = this.#options.nowMs ?? Date.now;
    const zoneOffsetMinutes = this.#options.zoneOffsetMinutes ?? -new Date(nowMs()).getTimezoneOffset();
    return { nowMs, zoneOffsetMinutes, randomBytes };
  }

  #sendingFor(enrolment: Enrolment): Sending {
    const { window = WINDOW, receiptTimeoutMs = RECEIPT_TIMEOUT_MS, reconnect, retry } = this.#options;
    const { broker = enrolment.broker, certificateAuthority, random = Math.random, nowMs = Date.now } = this.#options;
    const { password, trust } = enrolment;
    const { id } = this.#work.state;
    const hub = new ConnectionHub((handlers) =>
      connect({ broker, deviceId: id, password, certificateAuthority, ...handlers }),
    );
    const common = {
      device: deviceKey(id),
      judge: this.#options.judge ?? new MessageJudge(trust, new NativeVerifier()),
      connect: (handlers: ConnectionHandlers) => hub.join(handlers),
      connecting: this.#options.connecting ?? new Turnstile(1),
      receiptTimeoutMs,
      reconnect,
      retry,
      random,
    };
    return {
      lane: (lane, late) => {
        const { outbox, quarantine, stretch } = lane;
        const emit = <Name extends keyof SenderEvents>(name: Name, ...values: SenderEvents[Name]): void =>
          this.#pass(lane, name, values);
        return new Sender({ ...common, boot: stretch.boot, outbox, quarantine, late, window, nowMs, emit });
      },
      event: (signed, isDue) =>
        new EventCourier({
          ...common,
          signed,
          isDue,
          emit: (name, ...values) => void this.#emit(name, values),
          onPostponed: (reason) => this.emit('eventPostponed', { kind: this.pendingEvent!.kind, ...reason }),
          onAnswer: (answer) => void this.#conclude(answer),
        }),
    };
  }

  async #conclude(answer: EventAnswer): Promise<void> {
    const kind = this.pendingEvent?.kind;
    try {
      await this.#work.conclude(answer);
    } catch (error) {
      // The event is still on disk: the next start asks again and gets the same answer.
      if (!this.#closed) this.emit('failed', error as Error);
      return;
    }
    if (answer.kind === 'logged') {
      const { logIndex, timeMs } = answer;
      this.emit('eventLogged', { kind: kind!, logIndex, timeMs });
      this.#tellAnswered({ kind: 'logged', logIndex, timeMs });
    } else {
      const { reason, text } = answer;
      this.#tellAnswered({ kind: 'refused', reason, text });
    }
  }

  #tellAnswered(outcome: EventOutcome): void {
    for (const resolve of this.#untilAnswered.splice(0)) resolve(outcome);
  }

  #emit<Name extends keyof SenderEvents>(name: Name, values: SenderEvents[Name]): void {
    (this.emit as (name: string, ...values: unknown[]) => boolean).call(this, name, ...values);
  }

  #pass<Name extends keyof SenderEvents>(lane: Lane, name: Name, values: SenderEvents[Name]): void {
    this.#emit(name, values);
    if (name === 'receipted') {
      const [{ counter, logIndex, timeMs }] = values as SenderEvents['receipted'];
      this.#end(lane, counter, { kind: 'receipted', logIndex, timeMs });
    } else if (name === 'quarantined') {
      const [{ counter, reason, text }] = values as SenderEvents['quarantined'];
      this.#end(lane, counter, { kind: 'quarantined', reason, text });
    } else if (name === 'postponed') {
      this.#work.settled(); // what comes after it need not wait for it
    }
  }

  #end(lane: Lane, counter: number, outcome: ScanOutcome): void {
    const name = nameOf(lane, counter);
    this.#outcomes.get(name)?.(outcome);
    this.#outcomes.delete(name);
    this.#work.settled();
    this.#emitProgress();
    if (this.unsettled === 0) this.#wakeSettled();
  }

  /** Scans of a refused stretch are scans of the one before now: their tickets go with them. */
  #move(from: Lane, to: Lane): void {
    const shift = to.outbox.position.counter - from.outbox.position.counter;
    for (let counter = 1; counter <= from.outbox.position.counter; counter += 1) {
      const resolve = this.#outcomes.get(nameOf(from, counter));
      if (!resolve) continue;
      this.#outcomes.delete(nameOf(from, counter));
      this.#outcomes.set(nameOf(to, counter + shift), resolve);
    }
  }

  #emitProgress(): void {
    this.emit('progress', { enqueued: this.counter, unsettled: this.unsettled });
  }

  #wakeSettled(): void {
    for (const resolve of this.#untilSettled) resolve();
    this.#untilSettled.clear();
  }
}

const nameOf = ({ stretch }: Lane, counter: number): string => `${stretch.outbox} ${counter}`;
