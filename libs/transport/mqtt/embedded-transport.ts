import { createHash } from 'node:crypto';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { AuthenticateError, Client, ConnectPacket, PublishPacket, Subscription } from 'aedes';
import { asBuffer } from './as-buffer.js';
import { ByteBudget } from './byte-budget.js';
import { SYSTEM_CLOCK, type MqttClock } from './clock.js';
import { narrowConnect, refusalOf, type CredentialCheck } from './connect-policy.js';
import { DeviceGate } from './device-gate.js';
import { Door } from './door.js';
import { MQTT_LIMITS, type MqttLimits } from './limits.js';
import { SILENT_OBSERVER, type MqttObserver } from './observer.js';
import { ScanBroker } from './scan-broker.js';
import type { Channel } from './topics.js';
import { eventTopic, receiptTopic, scanTopic } from '#libs/core/wire';
import { type Admission, ScanTransport, type ScanArrival, type SendOutcome } from './transport.js';

export interface EmbeddedTransportOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly credentials: CredentialCheck;
  readonly limits?: Partial<MqttLimits>;
  readonly observer?: MqttObserver;
  readonly clock?: MqttClock;
}

// Fine enough for deadlines of seconds, coarse enough for thousands of connections.
const DEADLINE_CHECK_INTERVAL_MS = 1_000;

const gateOf = (client: Client): DeviceGate => client.conn as DeviceGate;

/** The MQTT broker inside this process: MQTT 3.1.1, for devices only (docs/decisions/0040). */
export class EmbeddedTransport extends ScanTransport {
  readonly #limits: MqttLimits;
  readonly #observer: MqttObserver;
  readonly #clock: MqttClock;
  readonly #budget: ByteBudget;
  readonly #door: Door;
  readonly #broker: ScanBroker;
  readonly #server: Server;
  readonly #gates = new Set<DeviceGate>();
  readonly #devices = new Map<string, Client>();
  readonly #wills = new WeakSet<Client>();
  #port = 0;
  #onArrival: (arrival: ScanArrival) => void = () => {};
  #deadlines: NodeJS.Timeout | undefined;

  constructor(private readonly options: EmbeddedTransportOptions) {
    super();
    this.#limits = { ...MQTT_LIMITS, ...options.limits };
    this.#observer = options.observer ?? SILENT_OBSERVER;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#budget = new ByteBudget(this.#limits.inFlightBytesMax);
    this.#door = new Door(this.#limits, this.#clock.elapsedMs);
    this.#broker = new ScanBroker({
      preConnect: (client, packet, done) => this.#preConnect(client, packet, done),
      authenticate: (client, user, password, done) => void this.#authenticate(client, user, password, done),
      authorizePublish: (client, packet, done) => this.#takeScan(client!, packet, done),
      authorizeSubscribe: (client, subscription, done) => done(null, this.#granted(client, subscription)),
    });
    this.#broker.on('clientReady', (client) => gateOf(client).open());
    this.#server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 }, (socket) =>
      this.#accept(socket),
    );
  }

  async open(onArrival: (arrival: ScanArrival) => void): Promise<void> {
    this.#onArrival = onArrival;
    await this.#broker.listen();
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.options.port, this.options.host, () => {
        this.#server.off('error', reject);
        this.#port = (this.#server.address() as AddressInfo).port;
        resolve();
      });
    });
    this.#deadlines = setInterval(() => this.checkDeadlines(), DEADLINE_CHECK_INTERVAL_MS).unref();
  }

  /** The port it listens on, also after it stopped to. */
  get port(): number {
    return this.#port;
  }

  get bytesInFlight(): number {
    return this.#budget.bytesUsed;
  }

  get connections(): number {
    return this.#door.connections;
  }

  get admissions(): readonly Admission[] {
    return [...this.#devices].map(([deviceId, client]) => {
      const gate = gateOf(client);
      return { deviceId, passwordHash: gate.passwordHash!, end: () => gate.close('revoked') };
    });
  }

  check(): void {
    if (!this.#server.listening) throw new Error('the MQTT broker does not listen');
  }

  /** Closes the connections whose time is up. A timer calls it once a second. */
  checkDeadlines(): void {
    for (const gate of this.#gates) gate.checkDeadlines();
  }

  async send(deviceId: string, payload: Uint8Array): Promise<SendOutcome> {
    const client = this.#devices.get(deviceId);
    const topic = receiptTopic(deviceId);
    if (!client || client.closed || !subscribed(client, topic)) return this.#dropped('device-away');
    if (gateOf(client).writableLength > this.#limits.unsentBytesPerClientMax) return this.#dropped('device-slow');
    // Quality of service 0: the connection is ours and in order, and a device that misses a message resends.
    const message = { topic, payload: asBuffer(payload), qos: 0, dup: false, retain: false } as const;
    client.publish({ cmd: 'publish', ...message }, () => {});
    return 'sent';
  }

  async stopReceiving(): Promise<void> {
    // Its callback would wait for the connections, which still carry answers.
    this.#server.close();
    for (const gate of this.#gates) gate.stopReading();
  }

  async close(): Promise<void> {
    clearInterval(this.#deadlines);
    if (this.#server.listening) this.#server.close();
    await Promise.all([...this.#gates].map((gate) => gate.finish('shutdown')));
    await new Promise<void>((resolve) => this.#broker.close(resolve));
  }

  #accept(socket: Socket): void {
    const refused = this.#door.enter(socket.remoteAddress ?? '');
    if (refused) {
      this.#observer.connectionClosed(refused);
      // Without an error listener a reset of the refused connection would end the process.
      socket.on('error', () => {}).resetAndDestroy();
      return;
    }
    const { elapsedMs } = this.#clock;
    const gate = new DeviceGate(socket, { limits: this.#limits, budget: this.#budget, elapsedMs });
    this.#gates.add(gate);
    this.#observer.connectionOpened();
    gate.once('close', () => {
      const { deviceId, closeReason = 'client' } = gate;
      this.#gates.delete(gate);
      this.#door.leave({ recognised: deviceId !== undefined });
      if (deviceId !== undefined && this.#devices.get(deviceId)?.conn === gate) this.#devices.delete(deviceId);
      this.#observer.connectionClosed(closeReason);
    });
    this.#broker.handle(gate);
  }

  #preConnect(client: Client, packet: ConnectPacket, done: (error: Error | null, success: boolean) => void): void {
    const { keepaliveSeconds, will } = narrowConnect(packet);
    gateOf(client).deadlines.limitSilence(keepaliveSeconds);
    if (will) this.#wills.add(client);
    done(null, true);
  }

  async #authenticate(
    client: Client,
    user: string | undefined,
    password: Buffer | undefined,
    done: (error: AuthenticateError | null, success: boolean | null) => void,
  ): Promise<void> {
    const gate = gateOf(client);
    const refusal = await refusalOf({ user, password, will: this.#wills.has(client) }, this.options.credentials);
    if (gate.destroyed) return;
    if (refusal) {
      gate.closeReason ??= refusal.reason;
      return done(refusal.error, false);
    }
    const before = this.#devices.get(user!);
    if (before) gateOf(before).close('taken-over');
    gate.deviceId = user;
    gate.passwordHash = createHash('sha256').update(password!).digest();
    this.#door.recognised();
    this.#devices.set(user!, client);
    done(null, true);
  }

  /** The acknowledgement leaves when `done` is called: after the durable append. */
  #takeScan(client: Client, packet: PublishPacket, done: (error?: Error | null) => void): void {
    const gate = gateOf(client);
    const giveBack = gate.takeScan();
    const { deviceId } = gate;
    const channel = deviceId === undefined ? undefined : channelOf(packet.topic, deviceId);
    if (deviceId === undefined || channel === undefined) {
      giveBack();
      gate.close('topic');
      return done(new Error('a device publishes to its own topics only'));
    }
    this.#onArrival({
      channel,
      deviceId,
      payload: packet.payload as Buffer,
      receivedTimeMs: this.#clock.nowMs(),
      acknowledge: () => {
        giveBack();
        if (!gate.destroyed) done(null);
      },
    });
  }

  #granted(client: Client, subscription: Subscription): Subscription | null {
    const { deviceId } = gateOf(client);
    if (deviceId !== undefined && subscription.topic === receiptTopic(deviceId)) return subscription;
    this.#observer.subscriptionRefused();
    return null;
  }

  #dropped(why: 'device-away' | 'device-slow'): SendOutcome {
    this.#observer.messageDropped(why);
    return why;
  }
}

const channelOf = (topic: string, deviceId: string): Channel | undefined =>
  topic === scanTopic(deviceId) ? 'scans' : topic === eventTopic(deviceId) ? 'events' : undefined;

// Not in aedes' types, but kept for every client: topic filter to subscription.
const subscribed = (client: Client, topic: string): boolean =>
  (client as Client & { readonly subscriptions: Readonly<Record<string, unknown>> }).subscriptions[topic] !== undefined;
