import { createHash } from 'node:crypto';
import { bytesEqual } from '#libs/core/wire';
import { type Backoff, backoffMs, RECONNECT, RETRY_REJECTED } from './backoff.js';
import type { ConnectionHandlers } from './connection-hub.js';
import type { Connection } from './connection.js';
import type { JudgedMessage, MessageJudge } from './device-message.js';
import type { SenderEvents } from './sender.js';
import type { Turnstile } from './turnstile.js';

/** The node will never take it. */
export interface Refusal {
  readonly kind: 'refused';
  readonly reason: string;
  readonly text: string;
  readonly timeMs: number;
  /** The signed reject as it came. */
  readonly message: Uint8Array;
}

/** The node's answer to an event, signed and for good. */
export type EventAnswer = LoggedEvent | Refusal;

export interface LoggedEvent {
  readonly kind: 'logged';
  readonly logIndex: number;
  readonly timeMs: number;
}

export interface CourierOptions<Receipt> {
  readonly device: Uint8Array;
  /** What goes to the topic of events: always the same bytes, so that a crash costs nothing but sending it again. */
  readonly payload: Uint8Array;
  /** What a believed message says of this payload; undefined where it is about something else. */
  readonly receiptIn: (judged: JudgedMessage) => Receipt | undefined;
  readonly judge: MessageJudge;
  readonly connect: (handlers: ConnectionHandlers) => Promise<Connection>;
  readonly connecting: Turnstile;
  readonly receiptTimeoutMs: number;
  readonly reconnect?: Backoff;
  readonly retry?: Backoff;
  readonly random: () => number;
  /** False while scans are on the way that were signed before the event: they come first. */
  readonly isDue: () => boolean;
  /** Called once. */
  readonly onAnswer: (answer: Receipt | Refusal) => void;
  /** Refused for now: it is sent again. */
  readonly onPostponed: (reason: { readonly reason: string; readonly text: string }) => void;
  readonly emit: <Name extends 'distrusted' | 'disconnected' | 'failed'>(
    name: Name,
    ...values: SenderEvents[Name]
  ) => void;
}

type Turn = 'answered' | 'postponed' | 'lost' | 'silent' | 'closed';

/** Asked so often over one connection, each time waiting twice as long: then another one may reach a better broker. */
const ASKED_MAX = 5;

/** Brings one message to the node and its answer back, however often it has to ask. */
export class Courier<Receipt> {
  readonly #payloadHash: Uint8Array;
  readonly #abort = new AbortController();
  readonly #running: Promise<void>;
  #answered = false;
  #wakeUp: (() => void) | undefined;
  #endTurn: ((turn: Turn) => void) | undefined;
  #judging = Promise.resolve();

  constructor(private readonly options: CourierOptions<Receipt>) {
    this.#payloadHash = createHash('sha256').update(options.payload).digest();
    this.#running = this.#run();
  }

  /** It may be due now. */
  wake(): void {
    this.#wakeUp?.();
  }

  async close(): Promise<void> {
    this.#abort.abort();
    this.#wakeUp?.();
    this.#endTurn?.('closed');
    await this.#running;
    await this.#judging;
  }

  get #ended(): boolean {
    return this.#answered || this.#abort.signal.aborted;
  }

  async #run(): Promise<void> {
    const { reconnect = RECONNECT, retry = RETRY_REJECTED, random, connecting } = this.options;
    for (let attempt = 0; !this.#ended;) {
      if (!this.options.isDue()) {
        await this.#untilWoken();
        continue;
      }
      const turn = await connecting.pass(() => this.#ask());
      if (this.#ended) return;
      await this.#pause(backoffMs(turn === 'postponed' ? retry : reconnect, attempt, random()));
      attempt += 1;
    }
  }

  async #ask(): Promise<Turn> {
    if (this.#ended) return 'closed';
    let turn = this.#nextTurn();
    const onMessage = (payload: Uint8Array): void => {
      this.#judging = this.#judging
        .then(() => this.#take(payload))
        .catch((error: Error) => this.options.emit('failed', error));
    };
    const onClosed = (reason: string): void => {
      if (!this.#ended) this.options.emit('disconnected', reason);
      this.#endTurn?.('lost');
    };
    let connection: Connection;
    try {
      connection = await this.options.connect({ onMessage, onClosed, signal: this.#abort.signal });
    } catch (error) {
      if (!this.#ended) this.options.emit('disconnected', (error as Error).message);
      return 'lost';
    }
    let ended: Turn = 'silent';
    for (let asked = 0; ended === 'silent' && asked < ASKED_MAX; asked += 1) {
      const timer = setTimeout(() => this.#endTurn?.('silent'), this.options.receiptTimeoutMs * 2 ** asked);
      connection.publish('event', this.options.payload, () => undefined);
      ended = await turn;
      clearTimeout(timer);
      if (ended === 'silent') turn = this.#nextTurn();
    }
    await connection.close({ forAll: ended === 'silent' });
    return ended;
  }

  #nextTurn(): Promise<Turn> {
    return new Promise((resolve) => (this.#endTurn = resolve));
  }

  async #take(payload: Uint8Array): Promise<void> {
    const judged = await this.options.judge.judge(this.options.device, payload);
    if (this.#ended) return;
    const receipt = this.options.receiptIn(judged);
    if (receipt !== undefined) {
      this.#answer(receipt);
    } else if (judged.kind === 'distrusted') {
      this.options.emit('distrusted', { code: judged.code, text: judged.text });
    } else if (judged.kind === 'reject' && bytesEqual(judged.body.scanHash, this.#payloadHash)) {
      const { reason, text, timeMs, final } = judged.body;
      if (final) return this.#answer({ kind: 'refused', reason, text, timeMs, message: payload });
      this.options.onPostponed({ reason, text });
      this.#endTurn?.('postponed');
    }
  }

  #answer(answer: Receipt | Refusal): void {
    this.#answered = true;
    this.options.onAnswer(answer);
    this.#endTurn?.('answered');
  }

  #untilWoken(): Promise<void> {
    return new Promise((resolve) => (this.#wakeUp = resolve));
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wakeUp = () => {
        if (!this.#ended) return; // new scans do not shorten the wait
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
