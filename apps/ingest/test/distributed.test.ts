import { randomBytes } from 'node:crypto';
import mqtt, { type MqttClient } from 'mqtt';
import { decodeDeviceMessage, decodeRejectBody } from '#libs/core/wire';
import { createScanStream, type ScanStream } from '#libs/transport/stream';
import { describeWithReal, realService } from '../../../test/support/services.js';
import { Mosquitto } from '../../../test/kit/mqtt/mosquitto.js';
import { passwordChange, rotation } from './device-events.js';
import { TestDevice } from './test-device.js';
import { World } from './world.js';

/** What the distributed profile has to do whatever its stream is. */
function theDistributedProfile(program: string, openStream: (databaseUrl: string) => ScanStream): void {
  let broker: Mosquitto;
  let world: World;
  const clients: MqttClient[] = [];
  const connect = async (device: TestDevice): Promise<MqttClient> => {
    const client = await mqtt.connectAsync(broker.url);
    clients.push(client);
    await client.subscribeAsync(`cairn/v1/receipts/${device.id}`, { qos: 1 });
    return client;
  };

  beforeAll(async () => {
    broker = await Mosquitto.start(program);
    world = await World.create(openStream);
    await world.start({ CAIRN_PROFILE: 'distributed', CAIRN_MQTT_URL: broker.url, CAIRN_KAFKA_BROKERS: '127.0.0.1:1' });
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.endAsync(true)));
    await world.stop();
    await broker.stop();
  });

  it('takes scans of many devices from the broker, each device’s in their order', async () => {
    const devices = Array.from({ length: 5 }, (_, index) => new TestDevice(`d${index}`));
    for (const device of devices) await world.enrol(device);
    const expected = new Map<string, Buffer[]>();
    for (const device of devices) {
      const client = await connect(device);
      const payloads = Array.from({ length: 40 }, () => Buffer.from(device.payload()));
      expected.set(device.id, payloads);
      for (const payload of payloads) client.publish(`cairn/v1/scans/${device.id}`, payload, { qos: 1 });
    }
    await world.until(() => world.scans.length >= 200);
    const appended = world.scans.map(({ signedScan }) => Buffer.from(signedScan).toString('hex'));
    for (const payloads of expected.values()) {
      const own = payloads.map((payload) => payload.toString('hex'));
      expect(appended.filter((bytes) => own.includes(bytes))).toEqual(own);
    }
    expect((await world.health()).status).toBe('ok');
  });

  it('takes events of devices from the broker', async () => {
    const device = new TestDevice('aging');
    await world.enrol(device);
    const client = await connect(device);
    const event = rotation(device, { boot: device.boot, counter: 0 });
    await client.publishAsync('cairn/v1/events/aging', Buffer.from(event), { qos: 1 });
    await world.until(() => world.events.length > 0);
    expect(Buffer.from(world.events[0]!.signedEvent).equals(event)).toBe(true);
  });

  it('brings rejects and receipts to devices through the broker', async () => {
    const device = new TestDevice('told');
    await world.enrol(device);
    const client = await connect(device);
    const messages: Buffer[] = [];
    let wake: () => void = () => {};
    client.on('message', (_topic, payload) => {
      messages.push(payload);
      wake();
    });
    const until = async (count: number): Promise<void> => {
      while (messages.length < count) await new Promise<void>((resolve) => (wake = resolve));
    };
    await client.publishAsync('cairn/v1/scans/told', Buffer.from('nonsense'), { qos: 1 });
    await until(1);
    const message = decodeDeviceMessage(messages[0]!);
    if (message.kind !== 'reject') throw new Error(message.kind);
    expect(decodeRejectBody(message.reject.body).final).toBe(true);
    await world.appendReceipt(device, Uint8Array.of(1, 2, 3));
    await until(2);
    expect([...messages[1]!]).toEqual([1, 2, 3]);
  });

  it('does not take a change of a password, which only the broker outside could make', async () => {
    const device = new TestDevice('redeemed');
    await world.enrol(device);
    const client = await connect(device);
    const told = new Promise<Buffer>((resolve) => client.once('message', (_topic, payload) => resolve(payload)));
    await client.publishAsync('cairn/v1/events/redeemed', Buffer.from(passwordChange(device)), { qos: 1 });
    const message = decodeDeviceMessage(await told);
    if (message.kind !== 'reject') throw new Error(message.kind);
    expect(decodeRejectBody(message.reject.body)).toMatchObject({ reason: 'PASSWORD_ELSEWHERE', final: true });
  });

  it('refuses a scan on the topic of another device, which this broker let through', async () => {
    const [device, other] = [new TestDevice('honest'), new TestDevice('other')];
    await world.enrol(device);
    await world.enrol(other);
    const client = await connect(other);
    const told = new Promise<Buffer>((resolve) => client.once('message', (_topic, payload) => resolve(payload)));
    await client.publishAsync('cairn/v1/scans/other', Buffer.from(device.payload()), { qos: 1 });
    const message = decodeDeviceMessage(await told);
    if (message.kind !== 'reject') throw new Error(message.kind);
    expect(decodeRejectBody(message.reject.body)).toMatchObject({ reason: 'TOPIC_MISMATCH', final: true });
  });

  it('goes on when the broker was killed and is there again', async () => {
    const device = new TestDevice('patient');
    await world.enrol(device);
    await broker.kill();
    while ((await world.health()).checks['mqtt'] === 'ok') await new Promise((resolve) => setTimeout(resolve, 20));
    await broker.run();
    while ((await world.health()).checks['mqtt'] !== 'ok') await new Promise((resolve) => setTimeout(resolve, 20));
    const client = await connect(device);
    const before = world.scans.length;
    await client.publishAsync('cairn/v1/scans/patient', Buffer.from(device.payload()), { qos: 1 });
    await world.until(() => world.scans.length === before + 1);
  });
}

describeWithReal('mosquitto', 'ingest as it runs, distributed, on the stream of PostgreSQL', (program) => {
  theDistributedProfile(program, (databaseUrl) =>
    createScanStream({ kind: 'postgres', databaseUrl, pollIntervalMs: 100 }),
  );
});

describeWithReal('kafka', 'ingest as it runs, distributed', (brokers) => {
  const program = realService('mosquitto');
  if (!program) return it.skip('needs mosquitto as well', () => {});
  const prefix = `ingest-${randomBytes(4).toString('hex')}-`;
  theDistributedProfile(program, () =>
    createScanStream({ kind: 'kafka', brokers: brokers.split(','), topicPrefix: prefix, groupPrefix: prefix }),
  );
});
