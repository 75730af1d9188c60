import { connect, type Socket } from 'node:net';
import mqttPacket, { type Packet } from 'mqtt-packet';

/** A socket that speaks as much MQTT as a test asks it to, honest or not. */
export class RawClient {
  readonly packets: Packet[] = [];
  readonly closed: Promise<void>;
  readonly #parser = mqttPacket.parser();
  readonly #waiting = new Set<() => void>();
  #ended = false;

  private constructor(readonly socket: Socket) {
    this.#parser.on('packet', (packet) => {
      this.packets.push(packet);
      this.#wake();
    });
    // What is no MQTT, such as an alert of TLS, is nothing that a test waits for.
    this.#parser.on('error', () => {});
    socket.on('data', (bytes) => this.#parser.parse(bytes));
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#ended = true;
        this.#wake();
        resolve();
      });
    });
  }

  /** Over a socket that something has happened on before, such as the header of a proxy, or that speaks TLS. */
  static over(socket: Socket): RawClient {
    return new RawClient(socket);
  }

  static async open(port: number): Promise<RawClient> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const client = new RawClient(socket);
    await Promise.race([new Promise<void>((resolve) => socket.once('connect', () => resolve())), client.closed]);
    return client;
  }

  static async connected(port: number, deviceId: string, options: object = {}): Promise<RawClient> {
    const client = await RawClient.open(port);
    client.connect(deviceId, options);
    await client.next('connack');
    return client;
  }

  send(packet: object): void {
    this.socket.write(mqttPacket.generate(packet as Packet));
  }

  write(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  connect(deviceId: string, options: object = {}): void {
    this.send({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: true,
      keepalive: 60,
      clientId: 'any',
      username: deviceId,
      password: Buffer.from(`password of ${deviceId}`),
      ...options,
    });
  }

  publish(topic: string, payload: Uint8Array, options: object = {}): void {
    this.send({
      cmd: 'publish',
      topic,
      payload: Buffer.from(payload),
      qos: 1,
      dup: false,
      retain: false,
      messageId: 1,
      ...options,
    });
  }

  /** Waits for the next packet of this kind that no caller has taken. */
  async next<Kind extends Packet['cmd']>(cmd: Kind): Promise<Packet & { cmd: Kind }> {
    for (;;) {
      const index = this.packets.findIndex((packet) => packet.cmd === cmd);
      if (index >= 0) return this.packets.splice(index, 1)[0] as Packet & { cmd: Kind };
      if (this.#ended) throw new Error(`closed before a ${cmd}`);
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  end(): void {
    this.socket.destroy();
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
