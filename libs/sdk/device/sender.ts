import { createHash } from 'node:crypto';
import { bytesEqual, type ReceiptItem, type RejectBody } from '#libs/core/wire';
import { adviceOn } from './advice.js';
import { type Backoff, backoffMs, RECONNECT, RETRY_OVERLOADED, RETRY_REJECTED } from './backoff.js';
import type { Connection, ConnectionOptions } from './connection.js';
import type { DistrustCode, MessageJudge } from './device-message.js';
import type { Outbox } from './outbox.js';
import type { Quarantine, QuarantinedScan } from './quarantine.js';
import { SendQueue, type SendWindow } from './send-queue.js';
import type { Turnstile } from './turnstile.js';

/** What happens to scans and connections, for whoever looks after the device. */
export interface SenderEvents {
  receipted: [scan: { readonly counter: number; readonly logIndex: number; readonly timeMs: number }];
  quarantined: [scan: QuarantinedScan];
  /** Refused for now: it is sent again later. */
  postponed: [scan: { readonly counter: number; readonly reason: string; readonly text: string }];
  /** Something came on the receipt topic that proves nothing. The scans stay. */
  distrusted: [message: { readonly code: DistrustCode | 'STATEMENT_MISMATCH'; readonly text: string }];
  connected: [];
  /** Lost or not made; it is tried again. */
  disconnected: [reason: string];
  /** The disk failed under a scan that was to be sent or put away. The scan stays where it is. */
  failed: [error: Error];
}

export interface SenderOptions {
  readonly device: Uint8Array;
  readonly boot: Uint8Array;
  readonly outbox: Outbox;
  readonly quarantine: Quarantine;
  /** The event that ended this key or boot is in the log: the last scan goes first. */
  readonly late?: boolean;
  readonly judge: MessageJudge;
  readonly connect: (handlers: Pick<ConnectionOptions, 'onMessage' | 'onClosed' | 'signal'>) => Promise<Connection>;
  readonly connecting: Turnstile;
  readonly window: SendWindow;
  /** Without a receipt for so long everything is sent again, later and later. */
  readonly receiptTimeoutMs: number;
  readonly reconnect?: Backoff;
  readonly retry?: Backoff;
  readonly random: () => number;
  readonly nowMs: () => number;
  readonly emit: <Name extends keyof SenderEvents>(name: Name, ...values: SenderEvents[Name]) => void;
}

const RECEIPT_TIMEOUT_DOUBLINGS_MAX = 4;
/** A broker that answers pings and takes nothing for so long is left: a new connection may reach a better one. */
const STUCK_MS = 120_000;

/**
 * Brings the outbox over one MQTT connection at a time: in order, within a window that only verified receipts and signed rejects open.
 * The broker's acknowledgement decides nothing but whether sending again makes sense: while it is outstanding, the scan still waits there.
 */
export class Sender {
  readonly #queue: SendQueue;
  #connection: Connection | undefined;
  #generation = 0;
  #notTaken = 0;
  /** The oldest on its way, since a receipt of a later scan came first, and how often it was sent again for that. */
  #passedOver: { readonly counter: number; readonly sinceMs: number; readonly times: number } | undefined;
  #timeouts = 0;
  #progressAtMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #wakeUp: (() => void) | undefined;
  #lost: (() => void) | undefined;
  #judging = Promise.resolve();
  #closed = false;
  #progressed = false;
  #stuck = false;
  readonly #statementHashes = new Map<number, Uint8Array>();
  readonly #abort = new AbortController();
  readonly #running: Promise<void>;

  constructor(private readonly options: SenderOptions) {
    const { outbox, window, retry = RETRY_REJECTED, random } = options;
    const nextUnsettled = (from: number): number | undefined => outbox.nextUnsettled(from);
    const lastUnsettled = (upTo: number): number | undefined => outbox.lastUnsettled(upTo);
    this.#queue = new SendQueue({ window, retry, random, nextUnsettled, lastUnsettled });
    if (options.late) this.#queue.becomeLate();
    this.#running = this.#run();
  }

  /** There may be something to send. */
  wake(): void {
    this.#wakeUp?.();
    this.#pump();
  }

  /** The event that ends this key or boot is in the log. */
  becomeLate(): void {
    this.#queue.becomeLate();
    this.wake();
  }

  /** Nothing more is to be expected at present: every scan is receipted or in quarantine, or was refused for now. */
  get isStalled(): boolean {
    return this.options.outbox.unsettled <= this.#queue.postponedCount;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#abort.abort();
    clearTimeout(this.#timer);
    this.#wakeUp?.();
    this.#lost?.();
    await this.#running;
    await this.#judging;
  }

  /** Connects when there is something to send, and again after a while whenever the connection is lost. */
  async #run(): Promise<void> {
    for (let attempt = 0; !this.#closed;) {
      if (this.options.outbox.nextUnsettled(1) === undefined) await this.#sleep(undefined);
      if (this.#closed) break;
      const reason = await this.options.connecting.pass(() => this.#connect());
      if (reason === undefined) {
        this.options.emit('connected');
        await this.#useConnection();
        // A connection that brought nothing is no reason to come back quickly.
        if (this.#progressed) attempt = 0;
      } else {
        this.options.emit('disconnected', reason);
      }
      if (!this.#closed)
        await this.#sleep(backoffMs(this.options.reconnect ?? RECONNECT, attempt, this.options.random()));
      attempt += 1;
    }
  }

  /** @returns undefined when connected, else why not. */
  async #connect(): Promise<string | undefined> {
    if (this.#closed) return 'the device is closed';
    const generation = (this.#generation += 1);
    let early: string | undefined;
    const onClosed = (reason: string): void => {
      if (generation !== this.#generation) return;
      early = reason;
      this.#connection = undefined;
      this.#lost?.();
      if (!this.#closed) this.options.emit('disconnected', reason);
    };
    // Judging is asynchronous: one after the other, so that receipts take effect in the order they came.
    const onMessage = (payload: Uint8Array): void => {
      this.#judging = this.#judging
        .then(() => this.#take(payload))
        .catch((error: Error) => this.options.emit('failed', error));
    };
    try {
      const connection = await this.options.connect({ onMessage, onClosed, signal: this.#abort.signal });
      if (early === undefined) this.#connection = connection;
      return early;
    } catch (error) {
      return (error as Error).message;
    }
  }

  async #useConnection(): Promise<void> {
    const connection = this.#connection;
    const gone = new Promise<void>((resolve) => (this.#lost = resolve));
    this.#queue.restart();
    this.#statementHashes.clear();
    this.#passedOver = undefined;
    this.#notTaken = 0;
    this.#progress();
    this.#progressed = false;
    this.#pump();
    if (!this.#closed && this.#connection) await gone;
    this.#lost = undefined;
    this.#connection = undefined;
    clearTimeout(this.#timer);
    await connection?.close({ forAll: this.#stuck }).catch(() => undefined);
    this.#stuck = false;
  }

  /** Sends what the window has room for. */
  #pump(): void {
    const connection = this.#connection;
    if (!connection || this.#closed) return;
    try {
      this.#send(connection);
    } catch (error) {
      this.options.emit('failed', error as Error);
      this.#lost?.();
    }
    this.#watch();
  }

  #send(connection: Connection): void {
    const { outbox, nowMs } = this.options;
    const generation = this.#generation;
    if (this.#queue.inFlight === 0) this.#progressAtMs = nowMs();
    for (let next = this.#queue.next(nowMs()); next !== undefined; next = this.#queue.next(nowMs())) {
      const { payload, statementHash } = outbox.read(next);
      this.#statementHashes.set(next, statementHash);
      this.#queue.sent(next, payload.length);
      this.#notTaken += 1;
      connection.publish('scan', payload, () => {
        if (generation !== this.#generation) return;
        this.#notTaken -= 1;
        if (this.#notTaken > 0) return;
        this.#progressAtMs = nowMs(); // from now on it is the receipt that is waited for
        this.#watch();
      });
    }
  }

  /** Looks again when a refused scan is due or receipts stayed out. */
  #watch(): void {
    clearTimeout(this.#timer);
    const { nowMs } = this.options;
    const deadlineMs = this.#queue.inFlight > 0 ? this.#progressAtMs + this.#patienceMs() : Infinity;
    const atMs = Math.min(this.#queue.wakeAtMs(), deadlineMs, this.#passedOverUntilMs());
    if (atMs === Infinity) return;
    this.#timer = setTimeout(
      () => {
        if (this.#queue.inFlight > 0 && nowMs() >= this.#progressAtMs + this.#patienceMs()) this.#overdue();
        else if (nowMs() >= this.#passedOverUntilMs()) {
          const { counter, times } = this.#passedOver!;
          this.#passedOver = { counter, sinceMs: nowMs(), times: times + 1 };
          this.#queue.restart();
        }
        this.#pump();
      },
      Math.max(1, Math.min(atMs - nowMs(), STUCK_MS)),
    );
  }

  #overdue(): void {
    if (this.#notTaken > 0) {
      this.#stuck = true;
      this.#lost?.();
      return;
    }
    this.#timeouts += 1;
    this.#progressAtMs = this.options.nowMs();
    this.#queue.restart();
  }

  #patienceMs(): number {
    if (this.#notTaken > 0) return STUCK_MS;
    return this.options.receiptTimeoutMs * 2 ** Math.min(this.#timeouts, RECEIPT_TIMEOUT_DOUBLINGS_MAX);
  }

  #progress(): void {
    this.#progressed = true;
    this.#timeouts = 0;
    this.#progressAtMs = this.options.nowMs();
  }

  async #take(payload: Uint8Array): Promise<void> {
    const judged = await this.options.judge.judge(this.options.device, payload);
    if (judged.kind === 'distrusted') {
      this.options.emit('distrusted', { code: judged.code, text: judged.text });
      return;
    }
    if (judged.kind === 'receipt') this.#takeReceipt(judged.items, judged.timeMs);
    else if (judged.kind === 'reject') this.#takeReject(judged.body, payload);
    this.#pump();
  }

  #takeReceipt(items: readonly ReceiptItem[], timeMs: number): void {
    const { outbox, boot, emit } = this.options;
    const mine = items.filter((item) => bytesEqual(item.boot, boot) && outbox.isUnsettled(item.counter));
    const proven = mine.filter(({ counter, statementHash }) => {
      const sent = this.#statementHashes.get(counter) ?? outbox.read(counter).statementHash;
      if (bytesEqual(sent, statementHash)) return true;
      emit('distrusted', {
        code: 'STATEMENT_MISMATCH',
        text: `the receipt of scan ${counter} is of another statement`,
      });
      return false;
    });
    if (proven.length === 0) return;
    outbox.markReceipted(proven);
    this.#progress();
    const oldest = this.#queue.oldestInFlight;
    for (const { counter, logIndex } of proven) {
      this.#queue.receipted(counter);
      this.#statementHashes.delete(counter);
      emit('receipted', { counter, logIndex, timeMs });
    }
    this.#notePassedOver(oldest);
  }

  /** Receipts of later scans say that the oldest on its way got lost: else it would wait for as long as others keep coming. */
  #notePassedOver(oldestBefore: number | undefined): void {
    const oldest = this.#queue.oldestInFlight;
    if (oldest === undefined || oldest !== oldestBefore) this.#passedOver = undefined;
    else if (this.#passedOver?.counter !== oldest)
      this.#passedOver = { counter: oldest, sinceMs: this.options.nowMs(), times: 0 };
  }

  /** When the oldest is sent again, with all that are behind it; Infinity where none was passed over. */
  #passedOverUntilMs(): number {
    if (!this.#passedOver) return Infinity;
    const { sinceMs, times } = this.#passedOver;
    return sinceMs + this.options.receiptTimeoutMs * 2 ** Math.min(times, RECEIPT_TIMEOUT_DOUBLINGS_MAX);
  }

  #takeReject(body: RejectBody, message: Uint8Array): void {
    const { outbox, quarantine, emit, nowMs } = this.options;
    const { reason, text, timeMs } = body;
    const scan = this.#refusedScan(body);
    if (!scan) return;
    const { counter, payload } = scan;
    this.#progress();
    if (!body.final) {
      const patience = reason === 'OVERLOADED' ? (this.options.retry ?? RETRY_OVERLOADED) : undefined;
      this.#queue.postponed(counter, nowMs(), patience);
      emit('postponed', { counter, reason, text });
      return;
    }
    const advice = adviceOn(reason);
    const refused = { counter, reason, text, timeMs, ...(advice && { advice }) };
    // The copy first: a scan is never in neither place.
    quarantine.add(refused, payload, message);
    outbox.markQuarantined(counter);
    this.#queue.settled(counter);
    emit('quarantined', refused);
  }

  /** The scan whose bytes a reject names; a reject that could not read the counter names them by their hash alone. */
  #refusedScan({ boot, counter, scanHash }: RejectBody): { counter: number; payload: Uint8Array } | undefined {
    if (boot && !bytesEqual(boot, this.options.boot)) return undefined;
    const candidates = counter === undefined ? this.#queue.countersInFlight() : [counter];
    for (const candidate of candidates) {
      if (!this.options.outbox.isUnsettled(candidate)) continue;
      const { payload } = this.options.outbox.read(candidate);
      if (createHash('sha256').update(payload).digest().equals(scanHash)) return { counter: candidate, payload };
    }
    return undefined;
  }

  /** Until woken, or for so many milliseconds. */
  #sleep(milliseconds: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds);
      this.#wakeUp = () => {
        // New scans do not shorten the wait after a lost connection; only closing does.
        if (timer && !this.#closed) return;
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
