import type { Backoff } from './backoff.js';
import type { MessageJudge } from './device-message.js';
import type { PendingEvent } from './device-state.js';
import type { OutboxOptions } from './outbox.js';
import type { SendWindow } from './send-queue.js';
import type { SenderEvents } from './sender.js';
import type { TlsMaterial } from './tls-material.js';
import type { Turnstile } from './turnstile.js';

export interface DeviceOptions extends Omit<OutboxOptions, 'folder'>, TlsMaterial {
  /** Made by `createDeviceFolder` and `writeEnrolment`, or by `cairn device enrol`. */
  readonly folder: string;
  /** mqtt://host:port or mqtts://host:port, without user and password. Default: the one of the enrolment. */
  readonly broker?: string | undefined;
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

/** What became of the password that the device asked for in the place of the one that stood in its enrolment code. */
export type PasswordOutcome =
  | { readonly kind: 'changed' }
  /** The one of the code goes on, and whoever has seen the code can connect by it. */
  | { readonly kind: 'kept'; readonly reason: string; readonly text: string }
  | { readonly kind: 'unsettled'; readonly text: string };

export interface DeviceEvents extends SenderEvents {
  /** After every change, for progress bars. */
  progress: [state: { readonly enqueued: number; readonly unsettled: number }];
  /** An event on the device's keys is in the log. */
  eventLogged: [event: { readonly kind: PendingEvent['kind']; readonly logIndex: number; readonly timeMs: number }];
  /** It was refused for good. The device goes on with the key and boot it had, where it has them. */
  eventRefused: [event: { readonly kind: PendingEvent['kind']; readonly reason: string; readonly text: string }];
  /** A password of its own was granted, or refused for good. */
  passwordAnswered: [outcome: Exclude<PasswordOutcome, { kind: 'unsettled' }>];
  /** It was refused for now, and is asked for again. */
  passwordPostponed: [refusal: { readonly reason: string; readonly text: string }];
  /** It was refused for now, and is sent again. */
  eventPostponed: [event: { readonly kind: PendingEvent['kind']; readonly reason: string; readonly text: string }];
}
