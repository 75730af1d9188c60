import { timingSafeEqual } from 'node:crypto';
import {
  EmbeddedTransport,
  type CloseReason,
  type ListenerOptions,
  type MqttLimits,
  type MqttObserver,
  type ScanArrival,
} from '../index.js';

/** What happened to a broker under test, with promises for what has not happened yet. */
export class TestBroker implements MqttObserver {
  readonly arrivals: ScanArrival[] = [];
  readonly closed: CloseReason[] = [];
  readonly dropped: string[] = [];
  /** Why handshakes of TLS failed. */
  readonly handshakes: string[] = [];
  opened = 0;
  refusedSubscriptions = 0;
  nowMs = 1_700_000_000_000;
  elapsedMs = 0;
  passwords: 'known' | 'unavailable' = 'known';
  /** Acknowledge at once, as after a fast append. */
  acknowledging = true;
  readonly transport: EmbeddedTransport;
  readonly #waiting = new Set<() => void>();

  constructor(limits: Partial<MqttLimits> = {}, listener: Partial<ListenerOptions> = {}) {
    this.transport = new EmbeddedTransport({
      listeners: [{ host: '127.0.0.1', port: 0, ...listener }],
      limits,
      observer: this,
      clock: { nowMs: () => this.nowMs, elapsedMs: () => this.elapsedMs },
      credentials: async (deviceId, password) => {
        if (this.passwords === 'unavailable') return 'unavailable';
        const expected = Buffer.from(`password of ${deviceId}`);
        return password.length === expected.length && timingSafeEqual(password, expected) ? 'valid' : 'invalid';
      },
    });
  }

  static async start(limits: Partial<MqttLimits> = {}, listener: Partial<ListenerOptions> = {}): Promise<TestBroker> {
    const broker = new TestBroker(limits, listener);
    await broker.transport.open((arrival) => {
      broker.arrivals.push(arrival);
      if (broker.acknowledging) arrival.acknowledge();
      broker.#wake();
    });
    return broker;
  }

  get port(): number {
    return this.transport.port;
  }

  async stop(): Promise<void> {
    await this.transport.stopReceiving();
    await this.transport.close();
  }

  connectionOpened(): void {
    this.opened += 1;
    this.#wake();
  }

  connectionClosed(reason: CloseReason): void {
    this.closed.push(reason);
    this.#wake();
  }

  handshakeFailed(why: string): void {
    this.handshakes.push(why);
    this.#wake();
  }

  subscriptionRefused(): void {
    this.refusedSubscriptions += 1;
  }

  messageDropped(why: string): void {
    this.dropped.push(why);
  }

  topicRefused(): void {}

  /** Resolves when the broker's state satisfies the condition; the test's own timeout is the limit. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
