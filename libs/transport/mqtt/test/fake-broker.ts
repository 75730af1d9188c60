import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import mqttPacket, { type Packet } from 'mqtt-packet';

/** One connection of a client to the fake broker. */
export interface FakeConnection {
  readonly socket: Socket;
  readonly packets: Packet[];
  send(packet: object): void;
}

/** A broker of MQTT 3.1.1 that a test plays by hand: it accepts everybody, grants what it is told to, and remembers all packets. */
export class FakeBroker {
  readonly connections: FakeConnection[] = [];
  granted = 1;
  /** A topic filter that is refused, whatever `granted` says. */
  refusedFilter: string | undefined;
  answersUnsubscribe = true;
  readonly #waiting = new Set<() => void>();

  private constructor(readonly server: Server) {
    server.on('connection', (socket) => this.#accept(socket));
  }

  static async start(): Promise<FakeBroker> {
    const server = createServer();
    const broker = new FakeBroker(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return broker;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  /** The connection with this number, once it has subscribed. */
  async subscribed(index: number): Promise<FakeConnection> {
    await this.until(() => this.connections[index]?.packets.some(({ cmd }) => cmd === 'subscribe') ?? false);
    return this.connections[index]!;
  }

  async stop(): Promise<void> {
    for (const { socket } of this.connections) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** The test looks again at its condition. */
  wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }

  #accept(socket: Socket): void {
    const parser = mqttPacket.parser();
    const connection: FakeConnection = {
      socket,
      packets: [],
      send: (packet) => socket.write(mqttPacket.generate(packet as Packet)),
    };
    this.connections.push(connection);
    parser.on('packet', (packet) => {
      connection.packets.push(packet);
      if (packet.cmd === 'connect') connection.send({ cmd: 'connack', returnCode: 0, sessionPresent: false });
      if (packet.cmd === 'subscribe') {
        const isRefused = packet.subscriptions.some(({ topic }) => topic === this.refusedFilter);
        const granted = [isRefused ? 0x80 : this.granted];
        connection.send({ cmd: 'suback', messageId: packet.messageId, granted });
      }
      if (packet.cmd === 'unsubscribe' && this.answersUnsubscribe) {
        connection.send({ cmd: 'unsuback', messageId: packet.messageId });
      }
      if (packet.cmd === 'pingreq') connection.send({ cmd: 'pingresp' });
      this.wake();
    });
    socket.on('data', (bytes) => parser.parse(bytes));
    socket.on('error', () => {});
    socket.on('close', () => this.wake());
  }
}
