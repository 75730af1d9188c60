import { randomBytes } from 'node:crypto';
import type { IPublishPacket, MqttClient } from 'mqtt';
import { AcknowledgementWindow } from './acknowledgement-window.js';
import { asBuffer } from './as-buffer.js';
import { ByteBudget } from './byte-budget.js';
import { SYSTEM_CLOCK, type MqttClock } from './clock.js';
import { MqttError } from './error.js';
import { MQTT_LIMITS } from './limits.js';
import { SILENT_OBSERVER, type MqttObserver } from './observer.js';
import { receiptTopic } from '#libs/core/wire';
import { withoutUserinfo } from '#libs/host/addresses';
import { readTopic, SHARED_EVENTS, SHARED_SCANS } from './topics.js';
import { type Admission, ScanTransport, type ScanArrival, type SendOutcome } from './transport.js';

export interface RemoteTransportOptions {
  /** `mqtt://` or `mqtts://`, user and password as in any URL. The user needs read access to scans and events and write access to all receipts. */
  readonly url: string;
  /** Authorities that vouch for the broker, in PEM. Default: those of the system. */
  readonly certificateAuthority?: string | undefined;
  /** 5 lets us tell the broker how many scans may be in flight; with 4 (MQTT 3.1.1) only the broker's own setting counts. */
  readonly protocolVersion?: 4 | 5;
  readonly inFlightBytesMax?: number;
  readonly observer?: MqttObserver;
  readonly clock?: MqttClock;
  /** Milliseconds between two attempts to reach the broker. */
  readonly reconnectPeriodMs?: number;
}

// Enough for 20,000 scans a second at 50 ms from arrival to commit. A broker has to allow as many (Mosquitto: max_inflight_messages).
const SCANS_IN_FLIGHT_MAX = 1_000;
// Messages for devices that the broker has not acknowledged. MQTT has 65,535 packet ids.
const MESSAGES_UNACKNOWLEDGED_MAX = 10_000;
const CONNECT_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 1_000;

/**
 * A broker outside this process, over mqtt.js. It takes over the acknowledgements: mqtt.js would handle one scan after the
 * other, and would send an acknowledgement that is late on whatever connection there is by then (docs/decisions/0041).
 */
export class RemoteTransport extends ScanTransport {
  readonly #observer: MqttObserver;
  readonly #clock: MqttClock;
  readonly #budget: ByteBudget;
  #client: MqttClient | undefined;
  #window: AcknowledgementWindow | undefined;
  #onArrival: ((arrival: ScanArrival) => void) | undefined;
  #stopWaiting: (() => void) | undefined;
  #subscribed = false;
  #trouble = 'no answer yet';
  #eventTrouble: string | undefined;
  #unacknowledged = 0;

  constructor(private readonly options: RemoteTransportOptions) {
    super();
    this.#observer = options.observer ?? SILENT_OBSERVER;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#budget = new ByteBudget(options.inFlightBytesMax ?? MQTT_LIMITS.inFlightBytesMax);
  }

  async open(onArrival: (arrival: ScanArrival) => void): Promise<void> {
    this.#onArrival = onArrival;
    // 15 MB that the embedded profile does not need.
    const { default: mqtt } = await import('mqtt');
    const { url, certificateAuthority: ca, protocolVersion = 5, reconnectPeriodMs = 1_000 } = this.options;
    const client = mqtt.connect(withoutUserinfo(url), {
      ...loginOf(url),
      ...(ca !== undefined && { ca }),
      protocolVersion,
      clientId: `cairn-ingest-${randomBytes(6).toString('hex')}`,
      // A session would keep scans for a process that may never come back. Devices resend what has no receipt.
      clean: true,
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectPeriod: reconnectPeriodMs,
      reconnectOnConnackError: true,
      resubscribe: false,
      queueQoSZero: false,
      ...(protocolVersion === 5 && { properties: { receiveMaximum: SCANS_IN_FLIGHT_MAX } }),
    });
    this.#client = client;
    client.handleMessage = (packet, callback) => this.#receive(packet, callback);
    client.on('error', (error) => (this.#trouble = error.message));
    await new Promise<void>((resolve) => {
      client.on('connect', () => {
        this.#observer.connectionOpened();
        void this.#subscribe(client).then((subscribed) => subscribed && resolve());
      });
      client.on('close', () => this.#disconnected());
    });
  }

  get bytesInFlight(): number {
    return this.#budget.bytesUsed;
  }

  get admissions(): readonly Admission[] {
    return [];
  }

  get connections(): number {
    return this.#client?.connected ? 1 : 0;
  }

  check(): void {
    if (!this.#client?.connected) throw new Error(`the MQTT broker cannot be reached: ${this.#trouble}`);
    if (!this.#subscribed) throw new Error(`the MQTT broker gives no scans: ${this.#trouble}`);
    if (this.#eventTrouble) throw new Error(`the MQTT broker gives no events of devices: ${this.#eventTrouble}`);
  }

  async send(deviceId: string, payload: Uint8Array): Promise<SendOutcome> {
    const client = this.#client;
    if (!client?.connected) {
      this.#observer.messageDropped('broker-away');
      throw new MqttError('BROKER_AWAY', `the MQTT broker cannot be reached: ${this.#trouble}`);
    }
    if (this.#unacknowledged >= MESSAGES_UNACKNOWLEDGED_MAX) {
      this.#observer.messageDropped('broker-slow');
      return 'broker-slow';
    }
    this.#unacknowledged += 1;
    try {
      await client.publishAsync(receiptTopic(deviceId), asBuffer(payload), { qos: 1 });
      return 'sent';
    } catch (cause) {
      throw new MqttError('BROKER_AWAY', 'the MQTT broker went away before it acknowledged', { cause });
    } finally {
      this.#unacknowledged -= 1;
    }
  }

  async stopReceiving(): Promise<void> {
    this.#onArrival = undefined;
    this.#stopWaiting?.();
    if (this.#client?.connected) this.#client.unsubscribe([SHARED_SCANS, SHARED_EVENTS]);
  }

  async close(): Promise<void> {
    const client = this.#client;
    if (!client) return;
    // mqtt.js waits for every answer that the broker owes; a broker that is gone owes them for ever.
    let overdue: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (overdue = setTimeout(resolve, CLOSE_TIMEOUT_MS)));
    await Promise.race([client.endAsync(!client.connected), late]).catch(() => {});
    clearTimeout(overdue);
    client.stream.destroy();
  }

  async #subscribe(client: MqttClient): Promise<boolean> {
    const connection = client.stream;
    try {
      await client.subscribeAsync(SHARED_SCANS, { qos: 1 });
      this.#subscribed = client.stream === connection;
      await this.#subscribeEvents(client);
    } catch (error) {
      this.#trouble = `no subscription to ${SHARED_SCANS} (${(error as Error).message})`;
      // Connected without scans helps nobody: the next attempt is a new connection, after the usual pause.
      if (client.stream === connection) connection.destroy();
    }
    return this.#subscribed;
  }

  /** A broker whose access list is older than events still gives scans: that it gives no events shows in `check`. */
  async #subscribeEvents(client: MqttClient): Promise<void> {
    try {
      await client.subscribeAsync(SHARED_EVENTS, { qos: 1 });
      this.#eventTrouble = undefined;
    } catch (error) {
      this.#eventTrouble = `no subscription to ${SHARED_EVENTS} (${(error as Error).message})`;
    }
  }

  #disconnected(): void {
    this.#subscribed = false;
    this.#window = undefined;
    this.#stopWaiting?.();
    this.#observer.connectionClosed('connection-error');
  }

  /** mqtt.js hands over the next packet when `next` is called, and sends its own PUBACK only if that is without an argument. */
  #receive(packet: IPublishPacket, next: (withoutPuback?: Error) => void): void {
    const charge = packet.payload.length + MQTT_LIMITS.scanOverheadBytes;
    if (this.#budget.tryTake(charge)) return this.#arrive(packet, charge, next);
    // While it waits mqtt.js reads nothing from the socket, and the broker is slowed down.
    this.#stopWaiting = this.#budget.wait(charge, () => {
      this.#stopWaiting = undefined;
      this.#arrive(packet, charge, next);
    });
  }

  #arrive(packet: IPublishPacket, charge: number, next: (withoutPuback?: Error) => void): void {
    const { stream } = this.#client!;
    if (this.#window?.connection !== stream) this.#window = new AcknowledgementWindow(stream);
    const puback = packet.qos > 0 ? this.#window.add(packet.messageId!) : () => {};
    const acknowledge = (): void => {
      this.#budget.give(charge);
      puback();
    };
    const place = placeOf(packet.topic);
    if (!place) {
      this.#observer.topicRefused();
      acknowledge();
    } else if (this.#onArrival) {
      const receivedTimeMs = this.#clock.nowMs();
      const payload = packet.payload as Buffer;
      this.#onArrival({ ...place, connection: null, payload, receivedTimeMs, acknowledge });
    } else {
      // Stopping: without its PUBACK the broker, or the device, sends it again.
      this.#budget.give(charge);
    }
    next(PUBACK_IS_OURS);
  }
}

/** mqtt.js would take what stands behind the last colon for the password. */
function loginOf(url: string): { readonly username?: string; readonly password?: string } {
  const { username, password } = new URL(url);
  return {
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
  };
}

const PUBACK_IS_OURS = new Error('the acknowledgement is sent after the durable append');

function placeOf(topic: string): ReturnType<typeof readTopic> | undefined {
  try {
    return readTopic(topic);
  } catch {
    return undefined;
  }
}
