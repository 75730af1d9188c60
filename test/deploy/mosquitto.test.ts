import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { describeWithReal } from '../support/services.js';
import { OwnMosquitto } from './own-mosquitto.js';

describeWithReal('mosquitto', 'Mosquitto with the settings of deploy/mosquitto', (program) => {
  let broker: OwnMosquitto;
  let clients: MqttClient[] = [];

  beforeAll(async () => {
    broker = await OwnMosquitto.start(program);
    await broker.setPassword('gate-1', 'secret-1');
    await broker.setPassword('gate-2', 'secret-2');
  });
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.endAsync(true)));
    clients = [];
  });
  afterAll(() => broker.remove());

  const connect = async (options: IClientOptions, port = broker.port): Promise<MqttClient> => {
    const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, {
      protocolVersion: 4,
      reconnectPeriod: 0,
      ...options,
    });
    client.on('error', () => {});
    clients.push(client);
    await Promise.race([
      new Promise<void>((resolve) => client.once('connect', () => resolve())),
      closed(client).then(() => Promise.reject(new Error('refused'))),
    ]);
    return client;
  };
  const device = (name: 'gate-1' | 'gate-2') => connect({ username: name, password: name.replace('gate', 'secret') });
  const ingest = () => connect({ username: 'cairn-ingest', password: broker.ingestPassword }, broker.ingestPort);
  const heardBy = (client: MqttClient): string[] => {
    const heard: string[] = [];
    client.on('message', (topic, payload) => heard.push(`${topic} ${payload.toString()}`));
    return heard;
  };
  /** A message of our own, after which everything sent before has arrived. */
  const settled = async (reader: MqttClient, sender: MqttClient, topic: string): Promise<void> => {
    const arrived = new Promise<void>((resolve) =>
      reader.on('message', (_topic, payload) => payload.toString() === 'last' && resolve()),
    );
    await sender.publishAsync(topic, 'last', { qos: 1 });
    await arrived;
  };

  it('lets in nobody without a name and a right password', async () => {
    await expect(connect({})).rejects.toThrow();
    await expect(connect({ username: 'gate-1', password: 'secret-2' })).rejects.toThrow();
    await expect(connect({ username: 'gate-9', password: 'secret-1' })).rejects.toThrow();
    await expect(connect({ username: 'cairn-ingest', password: broker.ingestPassword })).rejects.toThrow();
  });

  it('ends the connection that a password has opened with that password, and no other', async () => {
    await broker.setPassword('gate-3', 'secret-3');
    const [thief, other] = [await connect({ username: 'gate-3', password: 'secret-3' }), await device('gate-1')];
    const gone = closed(thief);
    await broker.setPassword('gate-3', 'another');
    await gone;
    await expect(connect({ username: 'gate-3', password: 'secret-3' })).rejects.toThrow();
    const honest = await connect({ username: 'gate-3', password: 'another' });
    const ended = closed(honest);
    await broker.endPassword('gate-3');
    await ended;
    for (const password of ['another', 'secret-3', ''])
      await expect(connect({ username: 'gate-3', password })).rejects.toThrow();
    await other.publishAsync('cairn/v1/scans/gate-1', 'still here', { qos: 1 });
  });

  it('loses no password of those that are changed at the same time', async () => {
    const names = Array.from({ length: 8 }, (_, n) => `many-${n}`);
    await Promise.all(names.map((name) => broker.setPassword(name, `of ${name}`)));
    broker.reload();
    for (const username of names) await connect({ username, password: `of ${username}` });
  });

  it('takes scans of a device on its own topic only', async () => {
    const reader = await ingest();
    const heard = heardBy(reader);
    await reader.subscribeAsync('$share/cairn-ingest/cairn/v1/scans/+', { qos: 1 });
    const gate = await device('gate-1');
    for (const topic of ['cairn/v1/scans/gate-2', 'cairn/v1/receipts/gate-1', 'cairn/v1/scans/gate-1/more', 'other'])
      await gate.publishAsync(topic, 'forged', { qos: 1 });
    await settled(reader, gate, 'cairn/v1/scans/gate-1');
    expect(heard).toEqual(['cairn/v1/scans/gate-1 last']);
  });

  it('takes events of a device on its own topic only', async () => {
    const reader = await ingest();
    const heard = heardBy(reader);
    await reader.subscribeAsync('$share/cairn-ingest/cairn/v1/events/+', { qos: 1 });
    const gate = await device('gate-1');
    for (const topic of ['cairn/v1/events/gate-2', 'cairn/v1/events/gate-1/more'])
      await gate.publishAsync(topic, 'forged', { qos: 1 });
    await settled(reader, gate, 'cairn/v1/events/gate-1');
    expect(heard).toEqual(['cairn/v1/events/gate-1 last']);
  });

  it('gives a device its own receipts only, whatever it subscribes to', async () => {
    const gate = await device('gate-1');
    const heard = heardBy(gate);
    for (const filter of [
      '#',
      'cairn/#',
      'cairn/v1/receipts/+',
      'cairn/v1/receipts/gate-2',
      'cairn/v1/scans/+',
      '$SYS/#',
    ])
      await gate.subscribeAsync(filter, { qos: 1 }).catch(() => {});
    await gate.subscribeAsync('cairn/v1/receipts/gate-1', { qos: 1 });
    const sender = await ingest();
    await sender.publishAsync('cairn/v1/receipts/gate-2', 'not for gate-1', { qos: 1 });
    await (await device('gate-2')).publishAsync('cairn/v1/scans/gate-2', 'not for gate-1', { qos: 1 });
    await settled(gate, sender, 'cairn/v1/receipts/gate-1');
    expect(new Set(heard)).toEqual(new Set(['cairn/v1/receipts/gate-1 last']));
  });

  it('gives each scan to one of the ingest processes', async () => {
    const readers = [await ingest(), await ingest()];
    const all: string[] = [];
    const complete = new Promise<void>((resolve) => {
      for (const reader of readers)
        reader.on('message', (_topic, payload) => {
          all.push(payload.toString());
          if (all.length === 100) resolve();
        });
    });
    for (const reader of readers) await reader.subscribeAsync('$share/cairn-ingest/cairn/v1/scans/+', { qos: 1 });
    const gate = await device('gate-1');
    const texts = Array.from({ length: 100 }, (_, n) => `scan ${n}`);
    await Promise.all(texts.map((text) => gate.publishAsync('cairn/v1/scans/gate-1', text, { qos: 1 })));
    await complete;
    expect(all.sort()).toEqual(texts.sort());
  });

  it('takes the longest scan, and ends the connection of who sends a longer packet', async () => {
    const reader = await ingest();
    await reader.subscribeAsync('$share/cairn-ingest/cairn/v1/scans/+', { qos: 1 });
    const gate = await device('gate-1');
    const arrived = new Promise((resolve) => reader.once('message', resolve));
    await gate.publishAsync('cairn/v1/scans/gate-1', Buffer.alloc(262_144), { qos: 1 });
    await arrived;
    const gone = closed(gate);
    gate.publish('cairn/v1/scans/gate-1', Buffer.alloc(300_000), { qos: 1 }, () => {});
    await gone;
  });

  it('ends the connection of who sends a retained scan', async () => {
    const gate = await device('gate-1');
    const gone = closed(gate);
    gate.publish('cairn/v1/scans/gate-1', 'for ever', { qos: 1, retain: true }, () => {});
    await gone;
  });
});

const closed = (client: MqttClient): Promise<void> => new Promise((resolve) => client.once('close', () => resolve()));
