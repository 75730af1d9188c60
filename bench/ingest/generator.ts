import { connect } from 'node:net';
import mqttPacket from 'mqtt-packet';
import { scanTopic } from '#libs/core/wire';
import { benchDevice, presign } from './presigned.js';

/** What the parent tells this process. */
export interface GeneratorOrder {
  readonly port: number;
  readonly devices: number;
  readonly scansPerDevice: number;
  readonly objects: number;
  /** Scans of one device without PUBACK. */
  readonly window: number;
}

const ACKNOWLEDGEMENT_BYTES = 4;

/** One device: everything written before it starts, counts PUBACKs and nothing else. */
async function openDevice(number: number, order: GeneratorOrder): Promise<{ run(): Promise<void>; bytes: number }> {
  const device = benchDevice(number);
  const packets = presign(device, order.scansPerDevice, order.objects).map((payload, index) =>
    mqttPacket.generate({
      cmd: 'publish',
      topic: scanTopic(device.id),
      payload: Buffer.from(payload),
      qos: 1,
      dup: false,
      retain: false,
      messageId: (index % 65_535) + 1,
    }),
  );
  const socket = connect({ port: order.port, host: '127.0.0.1', noDelay: true });
  const { id: clientId, password } = device;
  const protocol = { protocolId: 'MQTT', protocolVersion: 4, clean: true, keepalive: 600 } as const;
  socket.write(
    mqttPacket.generate({ cmd: 'connect', ...protocol, clientId, username: clientId, password: Buffer.from(password) }),
  );
  await new Promise<void>((resolve, reject) => {
    socket.once('data', () => resolve());
    socket.once('close', () => reject(new Error(`the broker closed ${clientId}`)));
  });
  return {
    bytes: packets.reduce((sum, packet) => sum + packet.length, 0),
    run: () =>
      new Promise((resolve, reject) => {
        let sent = 0;
        let acknowledged = 0;
        let spare = 0;
        const send = (): void => {
          const until = Math.min(packets.length, acknowledged + order.window);
          if (sent < until) socket.write(Buffer.concat(packets.slice(sent, until)));
          sent = until;
        };
        socket.on('data', (chunk) => {
          spare += chunk.length;
          acknowledged += Math.floor(spare / ACKNOWLEDGEMENT_BYTES);
          spare %= ACKNOWLEDGEMENT_BYTES;
          if (acknowledged >= packets.length) {
            socket.destroy();
            return resolve();
          }
          send();
        });
        socket.once('error', reject);
        send();
      }),
  };
}

process.once('message', async (order: GeneratorOrder) => {
  const devices = await Promise.all(Array.from({ length: order.devices }, (_, number) => openDevice(number, order)));
  process.send!({ ready: devices.reduce((sum, { bytes }) => sum + bytes, 0) });
  process.once('message', async () => {
    const began = performance.now();
    await Promise.all(devices.map((device) => device.run()));
    process.send!({ seconds: (performance.now() - began) / 1_000 });
    process.disconnect();
  });
});
