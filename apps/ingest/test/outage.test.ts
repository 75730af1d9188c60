import { createHash } from 'node:crypto';
import { CutLine } from './cut-line.js';
import { TestDevice } from './test-device.js';
import { World } from './world.js';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('ingest while the database, and with it the stream, is away', () => {
  const IN_FLIGHT_BYTES_MAX = 1_048_576;
  let world: World;
  let line: CutLine;

  beforeEach(async () => {
    world = await World.create();
    line = await CutLine.to(world.database.url);
    await world.start({
      CAIRN_DATABASE_URL: line.url,
      CAIRN_INGEST_IN_FLIGHT_BYTES_MAX: String(IN_FLIGHT_BYTES_MAX),
    });
  });
  afterEach(async () => {
    await world.stop();
    await line.stop();
  });

  it('acknowledges nothing, keeps its memory bounded, and goes on by itself without a scan lost or out of order', async () => {
    const devices = Array.from({ length: 8 }, (_, index) => new TestDevice(`gate-${index}`));
    for (const device of devices) await world.enrol(device);
    const clients = await Promise.all(devices.map((device) => world.connect(device)));
    line.cut();
    // Looked at until every scan is acknowledged: nothing else ends an outage.
    let highest = 0;
    const watch = setInterval(() => (highest = Math.max(highest, world.transport.bytesInFlight)), 1);
    const sent = new Map<string, string[]>();
    const SCANS = 100;
    for (const [index, device] of devices.entries()) {
      const hashes: string[] = [];
      for (let messageId = 1; messageId <= SCANS; messageId++) {
        const payload = device.payload();
        hashes.push(sha256(payload));
        clients[index]!.publish(`cairn/v1/scans/${device.id}`, payload, { messageId });
      }
      sent.set(device.id, hashes);
    }
    // 8 x 100 scans count for 2 MB: the budget is full before all are in, and stays at its limit.
    while (world.transport.bytesInFlight < IN_FLIGHT_BYTES_MAX - 10_000)
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await world.health()).status).toBe('unavailable');
    for (const client of clients) expect(client.packets.filter(({ cmd }) => cmd === 'puback')).toEqual([]);

    line.mend();
    for (const client of clients) {
      for (let messageId = 1; messageId <= SCANS; messageId++) {
        expect(await client.next('puback')).toMatchObject({ messageId });
      }
    }
    clearInterval(watch);
    expect(highest).toBeLessThanOrEqual(IN_FLIGHT_BYTES_MAX);
    await world.until(() => world.scans.length >= devices.length * SCANS);
    const appended = world.scans.map(({ signedScan }) => sha256(signedScan));
    // An append whose answer was lost may come twice; anchor knows repeats. First comes first.
    const firsts = [...new Set(appended)];
    for (const hashes of sent.values()) {
      const own = new Set(hashes);
      expect(firsts.filter((hash) => own.has(hash))).toEqual(hashes);
    }
    expect(firsts).toHaveLength(devices.length * SCANS);
    expect(world.transport.bytesInFlight).toBe(0);
    while ((await world.health()).status !== 'ok') await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it('asks a device that connects to come back later, unless it knows its password', async () => {
    const device = new TestDevice('gate-1');
    await world.enrol(device);
    line.cut();
    await expect(world.connect(device)).rejects.toThrow('closed');
    line.mend();
    for (;;) {
      const client = await world.connect(device).catch(() => undefined);
      if (!client) continue;
      client.publish('cairn/v1/scans/gate-1', device.payload());
      await client.next('puback');
      break;
    }
  });

  it('stops in time, and acknowledges nothing that is not durable', async () => {
    const device = new TestDevice('gate-1');
    await world.enrol(device);
    const client = await world.connect(device);
    line.cut();
    client.publish('cairn/v1/scans/gate-1', device.payload());
    while (world.transport.bytesInFlight === 0) await new Promise(setImmediate);
    const began = performance.now();
    await world.ingest.stop();
    expect(performance.now() - began).toBeLessThan(4_000);
    await client.closed;
    expect(client.packets.filter(({ cmd }) => cmd === 'puback')).toEqual([]);
  });
});

describe('ingest that is told to stop', () => {
  it('acknowledges what it took, when it is durable, and takes no more', async () => {
    const world = await World.create();
    await world.start();
    const device = new TestDevice('gate-1');
    await world.enrol(device);
    const client = await world.connect(device);
    for (let messageId = 1; messageId <= 50; messageId++) {
      client.publish('cairn/v1/scans/gate-1', device.payload(), { messageId });
    }
    await client.next('puback');
    await world.ingest.stop();
    await client.closed;
    const acknowledged = 1 + client.packets.filter(({ cmd }) => cmd === 'puback').length;
    await world.until(() => world.scans.length >= acknowledged);
    expect(world.scans).toHaveLength(acknowledged);
    await world.stop();
  });
});
