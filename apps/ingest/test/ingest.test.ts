import { decodeDeviceMessage, decodeRejectBody } from '#libs/core/wire';
import { TestDevice } from './test-device.js';
import { World } from './world.js';

describe('ingest as it runs, embedded', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.create();
    await world.start();
  });
  afterAll(() => world.stop());

  it('is ready when broker, registry, stream and receipts are', async () => {
    expect(await world.health()).toEqual({
      status: 'ok',
      checks: { start: 'ok', mqtt: 'ok', registry: 'ok', receipts: 'ok', stream: 'ok', 'receipt-key': 'ok' },
      notes: {},
    });
  });

  it('acknowledges a scan when it is in the stream, byte for byte', async () => {
    const device = new TestDevice('gate-1');
    await world.enrol(device);
    const client = await world.connect(device);
    const payload = device.payload();
    client.publish('cairn/v1/scans/gate-1', payload);
    await client.next('puback');
    await world.until(() => world.scans.length === 1);
    expect(Buffer.from(world.scans[0]!.signedScan).equals(payload)).toBe(true);
  });

  it('brings a message from the stream of receipts to its device', async () => {
    const device = new TestDevice('gate-2');
    await world.enrol(device);
    const client = await world.connect(device);
    await world.appendReceipt(device, Uint8Array.of(1, 2, 3));
    const message = await client.next('publish');
    expect(message.topic).toBe('cairn/v1/receipts/gate-2');
    expect([...(message.payload as Buffer)]).toEqual([1, 2, 3]);
  });

  it('refuses a scan of a device that is not enrolled for now, and takes it when it is', async () => {
    const device = new TestDevice('gate-3');
    await world.giveCredential(device);
    const client = await world.connect(device);
    const payload = device.payload();
    client.publish('cairn/v1/scans/gate-3', payload);
    const message = decodeDeviceMessage((await client.next('publish')).payload as Buffer);
    if (message.kind !== 'reject') throw new Error(message.kind);
    expect(decodeRejectBody(message.reject.body)).toMatchObject({ reason: 'DEVICE_UNKNOWN', final: false });
    await client.next('puback');

    const before = world.scans.length;
    await world.enrol(device);
    client.publish('cairn/v1/scans/gate-3', payload, { messageId: 2 });
    expect(await client.next('puback')).toMatchObject({ messageId: 2 });
    await world.until(() => world.scans.length > before);
    expect(world.scans.slice(before).map(({ signedScan }) => Buffer.from(signedScan).equals(payload))).toEqual([true]);
  });
});
