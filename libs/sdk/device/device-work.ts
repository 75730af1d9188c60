import { randomBytes, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { deviceKey } from '#libs/core/wire';
import type { SignatureAlgorithm } from '#libs/core/signatures';
import { generateKey, type Signer } from '#libs/host/keys';
import type { Courier, EventAnswer, LoggedEvent } from './courier.js';
import { keepKey, signerOfStretch } from './device-folder.js';
import { commitState, type DeviceState, type PendingEvent, type Stretch } from './device-state.js';
import { removeUnnamed } from './device-files.js';
import { DeviceError } from './errors.js';
import { bootEvent, endOf, lastStatement, retireEvent, rotateEvent } from './key-events.js';
import { Lane } from './lane.js';
import { Outbox, type OutboxOptions } from './outbox.js';
import type { Sender } from './sender.js';

/** What a device asks the network for; absent while it is offline. */
export interface Sending {
  readonly lane: (lane: Lane, late: boolean) => Sender;
  readonly event: (signed: Uint8Array, isDue: () => boolean) => Courier<LoggedEvent>;
}

export interface RotateOptions {
  /** Of the new key. Default: Ed25519. */
  readonly algorithm?: SignatureAlgorithm;
  /** Default: a new one. Simulated devices bring one that is derived. */
  readonly privateKey?: KeyObject;
  /** The new key is good for scans that arrive before it. Default: for ever. */
  readonly expiresMs?: number;
}

export interface WorkOptions {
  readonly folder: string;
  readonly state: DeviceState;
  readonly limits: Omit<OutboxOptions, 'folder'>;
  readonly nowMs: () => number;
  /** Scans of a stretch that was refused have moved into the one before. */
  readonly onMoved: (from: Lane, to: Lane) => void;
  readonly onRefused: (event: PendingEvent, answer: Extract<EventAnswer, { kind: 'refused' }>) => void;
}

/**
 * A device's keys, boots and outboxes, and the one event on them that may be under way.
 *
 * Order of effects, for whatever comes in between: new key and outbox on disk; `device.json` exchanged, which holds the event as signed;
 * from then on scans are signed for the new stretch and kept back; scans signed before are sent; the event is sent until the node has
 * answered it; `device.json` exchanged; the scans that were kept back are sent, or, when the event was refused, signed once more for
 * the stretch before. They were never sent, so no counter is used twice.
 */
export class DeviceWork {
  readonly #options: WorkOptions;
  readonly #device: Uint8Array;
  #state: DeviceState;
  #lanes: Lane[];
  #sending: Sending | undefined;
  #courier: Courier<LoggedEvent> | undefined;
  #ended: Courier<LoggedEvent> | undefined;
  #switching: Promise<unknown> | undefined;
  #closed = false;

  /** The folder must be locked. @throws {DeviceError} OUTBOX_DAMAGED, EVENT_PENDING when the operator is at it */
  constructor(options: WorkOptions) {
    const { folder, state } = options;
    if (state.next) {
      throw new DeviceError(
        'EVENT_PENDING',
        `the operator is entering a new boot of ${state.id} into the log: run the command again that began it`,
      );
    }
    this.#options = options;
    this.#device = deviceKey(state.id);
    this.#state = state;
    removeUnnamed(folder, state);
    this.#lanes = state.stretches.map((stretch) => this.#open(stretch));
  }

  get state(): DeviceState {
    return this.#state;
  }

  get lanes(): readonly Lane[] {
    return this.#lanes;
  }

  get current(): Lane {
    return this.#lanes.at(-1)!;
  }

  get unsettled(): number {
    return this.#lanes.reduce((sum, { outbox }) => sum + outbox.unsettled, 0);
  }

  /** From now on scans and the event go out. */
  startSending(sending: Sending): void {
    this.#sending = sending;
    this.#send();
    this.settled();
  }

  /** What signs in the device's name, as far as the node has answered; absent while an event on the keys is under way, and after the last key. */
  get settledSigner(): Signer | undefined {
    const { event, retired } = this.#state;
    return event || retired ? undefined : this.current.by?.signer;
  }

  /** The lane for the next scan. Nothing may be awaited between this and `enqueue`, or the key could change in between. */
  async laneForScans(): Promise<Lane> {
    while (this.#switching) await this.#switching;
    if (this.#closed) throw new DeviceError('CLOSED', 'the device is closed');
    const { retired, event, id } = this.#state;
    if (retired || event?.kind === 'retire')
      throw new DeviceError('KEY_RETIRED', `the key of ${id} is retired: the operator may give it another one`);
    return this.current;
  }

  /** Something of a lane came to its end. */
  settled(): void {
    this.#courier?.wake();
    if (this.#settledLanes().length > 0 && !this.#closed && !this.#switching) {
      void this.#exclusively(() => this.#dropSettled()).catch(() => undefined); // it is tried again with the next one
    }
  }

  rotate({ algorithm, privateKey, expiresMs }: RotateOptions): Promise<Uint8Array> {
    return this.#exclusively(async () => {
      const { by, position, bookmark, last } = await this.#beforeEvent();
      const { folder, nowMs } = this.#options;
      const { name: key, signer } = keepKey(folder, privateKey ?? generateKey(algorithm ?? 1));
      const outbox = `outbox-${Buffer.from(signer.keyId).toString('hex')}`;
      const { boot } = this.current.stretch;
      const timing = { timeMs: nowMs(), ...(expiresMs !== undefined && { expiresMs }) };
      const signed = rotateEvent({ device: this.#device, last, ...timing }, by.signer, signer);
      Outbox.create(join(folder, outbox), boot, position, bookmark);
      this.#begin({ boot, key, outbox }, { kind: 'rotate', signed });
      return signed;
    });
  }

  beginBoot(): Promise<Uint8Array> {
    return this.#exclusively(async () => {
      const { by, bookmark, last } = await this.#beforeEvent();
      const { folder, nowMs } = this.#options;
      const boot = new Uint8Array(randomBytes(16));
      const outbox = `outbox-${Buffer.from(boot).toString('hex')}`;
      const signed = bootEvent({ device: this.#device, boot, last, timeMs: nowMs() }, by.signer);
      Outbox.create(join(folder, outbox), boot, undefined, bookmark);
      this.#begin({ boot, key: this.current.stretch.key, outbox }, { kind: 'boot', signed });
      return signed;
    });
  }

  retire(): Promise<Uint8Array> {
    return this.#exclusively(async () => {
      const { by, last } = await this.#beforeEvent();
      const signed = retireEvent({ device: this.#device, last, timeMs: this.#options.nowMs() }, by.signer);
      this.#commit({ ...this.#state, event: { kind: 'retire', signed } });
      this.#send();
      return signed;
    });
  }

  /** The node has answered the event. @returns true when it was logged */
  conclude(answer: EventAnswer): Promise<boolean> {
    return this.#exclusively(async () => {
      this.#ended = this.#courier;
      this.#courier = undefined;
      const { event } = this.#state;
      if (event && answer.kind === 'logged') this.#take(event);
      else if (event && answer.kind === 'refused') await this.#takeBack(event, answer);
      this.#send();
      await this.#dropSettled();
      return answer.kind === 'logged';
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#courier?.close();
    await this.#ended?.close();
    while (this.#switching) await this.#switching;
    for (const lane of this.#lanes) await lane.close();
  }

  #open(stretch: Stretch): Lane {
    const { folder, limits } = this.#options;
    const signer = signerOfStretch(folder, stretch);
    const by = signer && { device: this.#device, boot: stretch.boot, signer };
    return new Lane(stretch, by, folder, limits);
  }

  async #beforeEvent() {
    const { event, retired, id } = this.#state;
    if (event) {
      throw new DeviceError(
        'EVENT_PENDING',
        `the ${event.kind} of ${id} has not been answered yet: one event at a time`,
      );
    }
    if (retired) throw new DeviceError('KEY_RETIRED', `the key of ${id} is retired: only the operator can go on`);
    const { outbox, by, stretch } = this.current;
    await outbox.idle();
    const { position, bookmark } = outbox;
    return { by: by!, position, bookmark, last: lastStatement(stretch.boot, position) };
  }

  #begin(stretch: Stretch, event: PendingEvent): void {
    this.#commit({ ...this.#state, stretches: [...this.#state.stretches, stretch], event });
    this.#lanes = [...this.#lanes, this.#open(stretch)];
    this.#send();
  }

  #take({ kind }: PendingEvent): void {
    const { event: _, stretches, ...rest } = this.#state;
    const withoutKeys = stretches.map(({ key, ...stretch }, i) =>
      i === stretches.length - 1 ? { key, ...stretch } : stretch,
    );
    this.#commit({ ...rest, stretches: withoutKeys, ...(kind === 'retire' && { retired: true }) });
    removeUnnamed(this.#options.folder, this.#state);
  }

  async #takeBack(event: PendingEvent, answer: Extract<EventAnswer, { kind: 'refused' }>): Promise<void> {
    const { reason, text, timeMs, message } = answer;
    const { kind, signed } = event;
    this.current.quarantine.addEvent({ kind, reason, text, timeMs }, signed, message);
    const held = this.current;
    const before = this.#lanes.at(-2);
    const { event: _, ...rest } = this.#state;
    if (kind === 'retire') {
      this.#commit(rest);
    } else if (before?.by) {
      await held.outbox.idle();
      await before.takeOver(held, endOf(signed));
      this.#commit({ ...rest, stretches: rest.stretches.slice(0, -1) });
      this.#lanes = this.#lanes.slice(0, -1);
      this.#options.onMoved(held, before);
      await held.close();
      removeUnnamed(this.#options.folder, this.#state);
    } else {
      this.#commit({ ...rest, event: { ...event, refused: { reason, text, timeMs } } });
    }
    this.#options.onRefused(event, answer);
  }

  /** Stretches that are over: nothing of them is on the way, and no event may lead back to them. */
  #settledLanes(): Lane[] {
    const keep = this.#state.event ? 2 : 1;
    return this.#lanes.filter(({ outbox }, i) => i < this.#lanes.length - keep && outbox.unsettled === 0);
  }

  async #dropSettled(): Promise<void> {
    const over = this.#settledLanes();
    if (over.length === 0) return;
    const names = new Set(over.map(({ stretch }) => stretch.outbox));
    this.#commit({ ...this.#state, stretches: this.#state.stretches.filter(({ outbox }) => !names.has(outbox)) });
    this.#lanes = this.#lanes.filter((lane) => !over.includes(lane));
    for (const lane of over) await lane.close();
    removeUnnamed(this.#options.folder, this.#state);
  }

  #commit(state: DeviceState): void {
    commitState(this.#options.folder, state);
    this.#state = state;
  }

  /** Starts what may go out now. */
  #send(): void {
    const sending = this.#sending;
    const { event } = this.#state;
    if (!sending || this.#closed) return;
    const opens = event !== undefined && event.kind !== 'retire';
    const last = this.#lanes.length - 1;
    this.#lanes.forEach((lane, i) => {
      if (i === last && opens) return;
      const ends = i === last || (i === last - 1 && opens);
      lane.send(!ends, sending.lane);
    });
    const before = opens ? this.#lanes[last - 1] : this.current;
    if (event && !event.refused)
      this.#courier ??= sending.event(event.signed, () => before === undefined || before.isStalled);
  }

  /** One change of keys at a time, and no scan meanwhile. */
  async #exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    while (this.#switching) await this.#switching;
    if (this.#closed) throw new DeviceError('CLOSED', 'the device is closed');
    const running = work();
    const done = running.then(
      () => undefined,
      () => undefined,
    );
    this.#switching = done;
    void done.then(() => {
      if (this.#switching === done) this.#switching = undefined;
    });
    return running;
  }
}
