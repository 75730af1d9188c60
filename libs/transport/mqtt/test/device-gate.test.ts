import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import fc from 'fast-check';
import mqttPacket, { type Packet } from 'mqtt-packet';
import { ByteBudget } from '../byte-budget.js';
import { DeviceGate } from '../device-gate.js';
import { MQTT_LIMITS } from '../limits.js';

const CONNECT = mqttPacket.generate({
  cmd: 'connect',
  protocolId: 'MQTT',
  protocolVersion: 4,
  clean: true,
  clientId: 'a',
  keepalive: 0,
});
const PING = mqttPacket.generate({ cmd: 'pingreq' });
const scan = (bytes: number, messageId: number): Buffer =>
  mqttPacket.generate({
    cmd: 'publish',
    topic: 'a',
    payload: Buffer.alloc(bytes, messageId),
    qos: 1,
    dup: false,
    retain: false,
    messageId,
  } as Packet);

/** A socket whose chunks a test chooses. */
class ChunkSocket extends Duplex {
  written = Buffer.alloc(0);
  override _read(): void {}
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.written = Buffer.concat([this.written, chunk]);
    done();
  }
}

describe('the gate between socket and broker', () => {
  const open = (limits = MQTT_LIMITS, budget = new ByteBudget(limits.inFlightBytesMax)) => {
    const socket = new ChunkSocket({ readableHighWaterMark: 1_000_000 });
    const gate = new DeviceGate(socket as unknown as Socket, { limits, budget, elapsedMs: () => 0 });
    return { socket, gate, budget };
  };

  it('passes on every byte but pings, and answers each ping, however the bytes are cut into chunks', async () => {
    const aPacket = fc.oneof(
      fc.constant(PING),
      fc.tuple(fc.nat(400), fc.integer({ min: 1, max: 255 })).map(([bytes, id]) => scan(bytes, id)),
    );
    const property = fc.asyncProperty(
      fc.array(aPacket, { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 30 }),
      async (packets, sizes) => {
        const { socket, gate, budget } = open();
        const passed: Buffer[] = [];
        gate.on('data', (chunk: Buffer) => passed.push(chunk));
        socket.push(CONNECT);
        await new Promise(setImmediate);
        gate.open();
        const bytes = Buffer.concat(packets);
        for (let from = 0, turn = 0; from < bytes.length; turn++) {
          const size = sizes[turn % sizes.length]!;
          socket.push(bytes.subarray(from, from + size));
          from += size;
          // Each chunk is an event of its own.
          await new Promise(process.nextTick);
        }
        socket.push(null);
        await once(gate, 'end');
        const scans = packets.filter((packet) => packet !== PING);
        expect(Buffer.concat(passed).equals(Buffer.concat([CONNECT, ...scans]))).toBe(true);
        expect(
          socket.written.equals(
            Buffer.concat(packets.filter((packet) => packet === PING).map(() => Buffer.from([0xd0, 0]))),
          ),
        ).toBe(true);
        for (const _scan of scans) gate.takeScan()();
        gate.destroy();
        expect(budget.bytesUsed).toBe(0);
      },
    );
    await fc.assert(property, { numRuns: 100 });
  });

  it('holds what comes after a CONNECT until the client is let in', async () => {
    const { socket, gate } = open();
    const passed: Buffer[] = [];
    gate.on('data', (chunk: Buffer) => passed.push(chunk));
    socket.push(Buffer.concat([CONNECT, scan(10, 1)]));
    await new Promise(setImmediate);
    expect(Buffer.concat(passed).equals(CONNECT)).toBe(true);
    gate.open();
    await new Promise(setImmediate);
    expect(Buffer.concat(passed).equals(Buffer.concat([CONNECT, scan(10, 1)]))).toBe(true);
    gate.destroy();
  });

  it('gives back the room of a scan that waits for it when the connection ends', async () => {
    const charge = scan(100, 1).length + MQTT_LIMITS.scanOverheadBytes;
    const budget = new ByteBudget(charge);
    const [first, second, third] = [open(MQTT_LIMITS, budget), open(MQTT_LIMITS, budget), open(MQTT_LIMITS, budget)];
    for (const { socket, gate } of [first, second, third]) {
      gate.on('data', () => {});
      socket.push(CONNECT);
      await new Promise(setImmediate);
      gate.open();
      socket.push(scan(100, 1));
      await new Promise(setImmediate);
    }
    expect(budget).toMatchObject({ bytesUsed: charge, waiting: 2 });
    second.gate.destroy();
    expect(budget).toMatchObject({ bytesUsed: charge, waiting: 1 });
    first.gate.takeScan()();
    await new Promise(setImmediate);
    expect(budget).toMatchObject({ bytesUsed: charge, waiting: 0 });
    third.gate.destroy();
    expect(budget.bytesUsed).toBe(0);
    first.gate.destroy();
  });
});
