import { deviceKey } from '#libs/core/wire';
import { NativeVerifier } from '#libs/host/keys';
import { type ConnectionHandlers, ConnectionHub } from './connection-hub.js';
import { connect } from './connection.js';
import { type Enrolment, readPassword } from './device-folder.js';
import { MessageJudge } from './device-message.js';
import type { DeviceOptions } from './device-types.js';
import type { Sending } from './device-work.js';
import { type EventAnswer, EventCourier } from './event-courier.js';
import type { Lane } from './lane.js';
import type { SendWindow } from './send-queue.js';
import { Sender, type SenderEvents } from './sender.js';
import { tlsMaterial } from './tls-material.js';
import { Turnstile } from './turnstile.js';

const WINDOW: SendWindow = { scansMax: 128, bytesMax: 512 * 1024 };
const RECEIPT_TIMEOUT_MS = 20_000;

/** What a device does about what comes back. */
export interface SendingHandlers {
  readonly onScans: <Name extends keyof SenderEvents>(lane: Lane, name: Name, values: SenderEvents[Name]) => void;
  readonly onEvents: <Name extends keyof SenderEvents>(name: Name, values: SenderEvents[Name]) => void;
  readonly onEventPostponed: (refusal: { readonly reason: string; readonly text: string }) => void;
  readonly onEventAnswer: (answer: EventAnswer) => void;
}

/** Senders of an enrolled device: one connection for all of them. @param id of the device */
export function sendingOf(
  id: string,
  { broker: usual, password: first, trust }: Enrolment,
  options: DeviceOptions,
  handlers: SendingHandlers,
): Sending {
  const { window = WINDOW, receiptTimeoutMs = RECEIPT_TIMEOUT_MS, reconnect, retry } = options;
  const { broker = usual, random = Math.random, nowMs = Date.now } = options;
  // It may have been changed while this device runs: then the next connection comes in by the new one.
  const passwordNow = (): string => readPassword(options.folder) ?? first;
  const hub = new ConnectionHub(async (connected) => {
    const tls = tlsMaterial(options.folder, options);
    return connect({ broker, deviceId: id, password: passwordNow(), ...tls, ...connected });
  });
  const common = {
    device: deviceKey(id),
    judge: options.judge ?? new MessageJudge(trust, new NativeVerifier()),
    connect: (connected: ConnectionHandlers) => hub.join(connected),
    connecting: options.connecting ?? new Turnstile(1),
    receiptTimeoutMs,
    reconnect,
    retry,
    random,
  };
  return {
    lane: (lane, late) => {
      const { outbox, quarantine, stretch } = lane;
      const emit = <Name extends keyof SenderEvents>(name: Name, ...values: SenderEvents[Name]): void =>
        handlers.onScans(lane, name, values);
      return new Sender({ ...common, boot: stretch.boot, outbox, quarantine, late, window, nowMs, emit });
    },
    event: (signed, isDue) =>
      new EventCourier({
        ...common,
        signed,
        isDue,
        emit: (name, ...values) => handlers.onEvents(name, values),
        onPostponed: handlers.onEventPostponed,
        onAnswer: handlers.onEventAnswer,
      }),
  };
}
