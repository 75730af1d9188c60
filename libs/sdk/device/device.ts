import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { bytesEqual, deviceKey } from '#libs/core/wire';
import { isAddressWithUserinfo } from '#libs/host/addresses';
import { buildScan, type BuildOptions } from './build-scan.js';
import type { EventAnswer } from './courier.js';
import {
  type DeviceIdentity,
  type Enrolment,
  forgetForeignLogin,
  lockDeviceFolder,
  readDeviceFolder,
} from './device-folder.js';
import { type DeviceState, type PendingEvent, readState } from './device-state.js';
import type {
  DeviceEvents,
  DeviceOptions,
  EventOutcome,
  EventTicket,
  PasswordOutcome,
  ScanOutcome,
  ScanTicket,
} from './device-types.js';
import { DeviceWork, type RotateOptions } from './device-work.js';
import { DeviceError } from './errors.js';
import type { Lane } from './lane.js';
import { PasswordChanger } from './password-changer.js';
import { Passwords } from './passwords.js';
import type { OutboxScan } from './outbox.js';
import type { QuarantinedScan } from './quarantine.js';
import type { ScanInput } from './scan-input.js';
import { ScanTickets } from './scan-tickets.js';
import type { SenderEvents } from './sender.js';
import { sendingOf } from './sending.js';

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
  readonly #tickets = new ScanTickets();
  readonly #untilSettled = new Set<() => void>();
  #untilAnswered: ((outcome: EventOutcome) => void)[] = [];
  #password: PasswordChanger | undefined;
  #closed = false;
  #closing: Promise<void> | undefined;

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
      onMoved: (from, to) => this.#tickets.move(from, to),
      onRefused: ({ kind }, { reason, text }) => this.emit('eventRefused', { kind, reason, text }),
    });
    if (!options.offline && enrolment) this.#startSending(enrolment);
  }

  /**
   * Opens a device's folder and begins to send what lies in its outbox.
   *
   * @throws {DeviceError} FOLDER_MISSING, FOLDER_MALFORMED, FOLDER_IN_USE, OUTBOX_DAMAGED; EVENT_PENDING while the operator enters a
   *   new boot of the device; NOT_ENROLLED unless offline; BROKER_INVALID for a `broker` with a user or password in it.
   */
  static async open(options: DeviceOptions): Promise<Device> {
    if (options.broker !== undefined && isAddressWithUserinfo(options.broker))
      throw new DeviceError(
        'BROKER_INVALID',
        'the address of the broker holds a user: a device logs in under its own name',
      );
    const { enrolment } = readDeviceFolder(options.folder);
    if (!enrolment && !options.offline) {
      throw new DeviceError(
        'NOT_ENROLLED',
        `the device in ${options.folder} is not enrolled: see npx cairn device enrol --help`,
      );
    }
    const lock = lockDeviceFolder(options.folder);
    try {
      forgetForeignLogin(options.folder);
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
    return { counter, outcome: this.#tickets.outcomeOf(lane, counter) };
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

  /** Resolves when the device does not ask for a password of its own, any more or at all: undefined when it did not. */
  async passwordSettled(): Promise<PasswordOutcome | undefined> {
    return this.#password?.settled();
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
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#closed = true;
    await this.#password?.close();
    await this.#work.close();
    this.#lock.release();
    this.#tickets.endAll({ kind: 'unsettled', text: 'the device was closed before a receipt came' });
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

  #startSending(enrolment: Enrolment): void {
    const { folder } = this.#options;
    const { id } = this.#work.state;
    const passwords = new Passwords(folder, enrolment);
    const sending = sendingOf(id, enrolment, passwords, this.#options, {
      onScans: (lane, name, values) => this.#pass(lane, name, values),
      onEvents: (name, values) => this.#emit(name, values),
      onEventPostponed: (refusal) => this.emit('eventPostponed', { kind: this.pendingEvent!.kind, ...refusal }),
      onEventAnswer: (answer) => void this.#conclude(answer),
    });
    this.#password = new PasswordChanger({
      folder,
      device: deviceKey(id),
      logOrigin: enrolment.trust.logOrigin,
      passwords,
      signer: () => this.#work.settledSigner,
      ask: sending.password,
      onAnswered: (outcome) => this.emit('passwordAnswered', outcome),
      onPostponed: (refusal) => this.emit('passwordPostponed', refusal),
      onFailed: (error) => this.emit('failed', error),
    });
    this.#work.startSending(sending);
    this.#password.wake();
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
    this.#password?.wake();
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
    this.#tickets.end(lane, counter, outcome);
    this.#work.settled();
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
