import { deviceKey, encodePasswordChange, type SignedPasswordChange } from '#libs/core/wire';
import { NativeVerifier } from '#libs/host/keys';
import { type ConnectionHandlers, ConnectionHub } from './connection-hub.js';
import { connect } from './connection.js';
import { Courier, type EventAnswer, type LoggedEvent, type Refusal } from './courier.js';
import type { Enrolment } from './device-folder.js';
import { MessageJudge } from './device-message.js';
import type { DeviceOptions } from './device-types.js';
import type { Sending } from './device-work.js';
import type { Lane } from './lane.js';
import { eventReceiptIn, passwordReceiptIn } from './receipts-in.js';
import type { Passwords } from './passwords.js';
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

/** What a change of the password has to be told. */
export interface PasswordHandlers {
  readonly onAnswer: (answer: 'changed' | Refusal) => void;
  readonly onPostponed: (refusal: { readonly reason: string; readonly text: string }) => void;
}

export interface DeviceSending extends Sending {
  readonly password: (asked: SignedPasswordChange, on: PasswordHandlers) => Courier<'changed'>;
}

/** Senders of an enrolled device: one connection for all of them. @param id of the device */
export function sendingOf(
  id: string,
  { broker: usual, trust }: Enrolment,
  passwords: Passwords,
  options: DeviceOptions,
  handlers: SendingHandlers,
): DeviceSending {
  const { window = WINDOW, receiptTimeoutMs = RECEIPT_TIMEOUT_MS, reconnect, retry } = options;
  const { broker = usual, random = Math.random, nowMs = Date.now } = options;
  const hub = new ConnectionHub((connected) =>
    passwords.letIn(async (password) => {
      const tls = tlsMaterial(options.folder, options);
      return connect({ broker, deviceId: id, password, ...tls, ...connected });
    }),
  );
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
      new Courier<LoggedEvent>({
        ...common,
        payload: signed,
        receiptIn: eventReceiptIn(signed),
        isDue,
        emit: (name, ...values) => handlers.onEvents(name, values),
        onPostponed: handlers.onEventPostponed,
        onAnswer: handlers.onEventAnswer,
      }),
    password: (asked, on) =>
      new Courier<'changed'>({
        ...common,
        payload: encodePasswordChange(asked),
        receiptIn: passwordReceiptIn(asked),
        isDue: () => true,
        emit: (name, ...values) => handlers.onEvents(name, values),
        ...on,
      }),
  };
}
