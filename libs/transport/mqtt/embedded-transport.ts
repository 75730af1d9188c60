import { createHash } from 'node:crypto';
import type { AuthenticateError, Client, ConnectPacket, PublishPacket, Subscription } from 'aedes';
import { ByteBudget } from './byte-budget.js';
import { SYSTEM_CLOCK, type MqttClock } from './clock.js';
import { DEVICE_RATE, narrowConnect, refusalOf, type CredentialCheck } from './connect-policy.js';
import { DeviceGate } from './device-gate.js';
import { Door } from './door.js';
import { MQTT_LIMITS, type MqttLimits } from './limits.js';
import { BrokerListener, type Caller, type ListenerOptions } from './listener.js';
import { SILENT_OBSERVER, type MqttObserver } from './observer.js';
import { publishPacket } from './publish-packet.js';
import { ScanBroker } from './scan-broker.js';
import type { Channel } from './topics.js';
import { eventTopic, receiptTopic, scanTopic } from '#libs/core/wire';
import { type Admission, ScanTransport, type ScanArrival, type SendOutcome } from './transport.js';

export interface EmbeddedTransportOptions {
  /** Where devices come in. At least one. */
  readonly listeners: readonly ListenerOptions[];
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
  readonly #listeners: readonly BrokerListener[];
  readonly #gates = new Map<DeviceGate, Caller>();
  readonly #devices = new Map<string, Client>();
  readonly #wills = new WeakSet<Client>();
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
    const onCaller = (caller: Caller): void => this.#welcome(caller);
    const hall = { limits: this.#limits, door: this.#door, observer: this.#observer, clock: this.#clock, onCaller };
    this.#listeners = options.listeners.map((listener) => new BrokerListener(listener, hall));
  }

  async open(onArrival: (arrival: ScanArrival) => void): Promise<void> {
    this.#onArrival = onArrival;
    await this.#broker.listen();
    for (const listener of this.#listeners) await listener.open();
    this.#deadlines = setInterval(() => this.checkDeadlines(), DEADLINE_CHECK_INTERVAL_MS).unref();
  }

  /** The port of the first listener. */
  get port(): number {
    return this.#listeners[0]!.port;
  }

  /** The port of each listener, in their order; also after it stopped to listen. */
  get ports(): readonly number[] {
    return this.#listeners.map(({ port }) => port);
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
    for (const listener of this.#listeners) listener.check();
  }

  /** Closes the connections whose time is up. A timer calls it once a second. */
  checkDeadlines(): void {
    for (const listener of this.#listeners) listener.checkDeadlines();
    for (const gate of this.#gates.keys()) gate.checkDeadlines();
  }

  async send(deviceId: string, payload: Uint8Array): Promise<SendOutcome> {
    const client = this.#devices.get(deviceId);
    const topic = receiptTopic(deviceId);
    if (!client || client.closed || !subscribed(client, topic)) return this.#dropped('device-away');
    if (gateOf(client).writableLength > this.#limits.unsentBytesPerClientMax) return this.#dropped('device-slow');
    // Quality of service 0: the connection is ours and in order, and a device that misses a message resends.
    gateOf(client).write(publishPacket(topic, payload));
    return 'sent';
  }

  async stopReceiving(): Promise<void> {
    for (const listener of this.#listeners) listener.stop();
    for (const gate of this.#gates.keys()) gate.stopReading();
  }

  async close(): Promise<void> {
    clearInterval(this.#deadlines);
    for (const listener of this.#listeners) listener.stop();
    await Promise.all([...this.#gates.keys()].map((gate) => gate.finish('shutdown')));
    await new Promise<void>((resolve) => this.#broker.close(resolve));
  }

  #welcome(caller: Caller): void {
    const { elapsedMs } = this.#clock;
    const gate = new DeviceGate(caller.socket, { limits: this.#limits, budget: this.#budget, elapsedMs });
    this.#gates.set(gate, caller);
    this.#observer.connectionOpened();
    gate.once('close', () => {
      const { deviceId, closeReason = 'client' } = gate;
      this.#gates.delete(gate);
      caller.visit.leave();
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
    const caller = this.#gates.get(gate);
    // It has hung up meanwhile.
    if (!caller) return;
    const login = { user, password, will: this.#wills.has(client), certificate: caller.certificate };
    let refusal = await refusalOf(login, this.options.credentials);
    if (gate.destroyed) return;
    if (!refusal && caller.visit.recognise(user!) !== undefined) refusal = DEVICE_RATE;
    if (refusal) {
      gate.closeReason ??= refusal.reason;
      return done(refusal.error, false);
    }
    const before = this.#devices.get(user!);
    if (before) gateOf(before).close('taken-over');
    gate.deviceId = user;
    gate.passwordHash = createHash('sha256').update(password!).digest();
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
      connection: gate,
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
