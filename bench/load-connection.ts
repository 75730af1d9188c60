import { connect, type Socket } from 'node:net';
import mqtt from 'mqtt-packet';
import { receiptTopic, scanTopic } from '#libs/core/wire';

export interface LoadConnectionOptions {
  readonly url: string;
  readonly deviceId: string;
  readonly password: string;
  readonly onMessage: (payload: Uint8Array) => void;
  /** The broker has closed an open connection. */
  readonly onClose: (error: Error) => void;
}

const KEEPALIVE_SECONDS = 60;
const MESSAGE_IDS = 65_535;

/** One MQTT 3.1.1 connection without any client library's bookkeeping, so that the load costs as little of the two cores as can be. */
export class LoadConnection {
  private isOpen = false;

  private constructor(private readonly socket: Socket) {}

  /** Resolves when connected and subscribed to the device's receipts. */
  static open({ url, deviceId, password, onMessage, onClose }: LoadConnectionOptions): Promise<LoadConnection> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    const connection = new LoadConnection(socket);
    const parser = mqtt.parser({ protocolVersion: 4 });
    return new Promise((opened, fail) => {
      socket.on('error', fail); // once it is open, its end follows and says enough
      socket.once('close', () => {
        const error = new Error(`the broker closed the connection of ${deviceId}`);
        if (connection.isOpen) onClose(error);
        else fail(error);
      });
      parser.on('packet', (packet) => {
        if (packet.cmd === 'connack' && packet.returnCode !== 0)
          fail(new Error(`refused with code ${packet.returnCode}`));
        else if (packet.cmd === 'connack') connection.write(subscribe(deviceId));
        else if (packet.cmd === 'suback') {
          connection.isOpen = true;
          opened(connection);
        } else if (packet.cmd === 'publish') {
          if (packet.qos === 1) connection.write({ cmd: 'puback', messageId: packet.messageId! });
          onMessage(packet.payload as Buffer);
        }
      });
      parser.on('error', fail);
      socket.on('data', (chunk) => parser.parse(chunk));
      const identity = { clientId: deviceId, username: deviceId, password: Buffer.from(password) };
      const protocol = { protocolId: 'MQTT', protocolVersion: 4, clean: true, keepalive: KEEPALIVE_SECONDS } as const;
      connection.write({ cmd: 'connect', ...protocol, ...identity });
    });
  }

  /** @param packet of `publishPacket` */
  send(packet: Uint8Array): void {
    this.socket.write(packet);
  }

  close(): void {
    this.isOpen = false;
    this.socket.destroy();
  }

  private write(packet: mqtt.Packet): void {
    mqtt.writeToStream(packet, this.socket);
  }
}

/** A scan as it goes out, made before the clock starts. The payload is its end. */
export function publishPacket(deviceId: string, payload: Uint8Array, counter: number): Buffer {
  return mqtt.generate({
    cmd: 'publish',
    topic: scanTopic(deviceId),
    payload: Buffer.from(payload),
    messageId: (counter % MESSAGE_IDS) + 1,
    qos: 1,
    dup: false,
    retain: false,
  });
}

const subscribe = (deviceId: string): mqtt.Packet => ({
  cmd: 'subscribe',
  messageId: 1,
  subscriptions: [{ topic: receiptTopic(deviceId), qos: 1 }],
});
