import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { describeWithReal } from '../support/services.js';
import { DeployedMosquitto } from './deployed-mosquitto.js';

const PASSWORDS = { 'gate-1': 'secret-1', 'gate-2': 'secret-2', 'cairn-ingest': 'secret-0' };

describeWithReal('mosquitto', 'hostile clients of the listener for devices', (program) => {
  let broker: DeployedMosquitto;
  let clients: MqttClient[] = [];

  beforeAll(async () => {
    broker = await DeployedMosquitto.start(program, PASSWORDS);
  });
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.endAsync(true)));
    clients = [];
  });
  afterAll(() => broker.remove());

  const connect = async (
    name: keyof typeof PASSWORDS,
    options: IClientOptions = {},
    port = broker.ports.devices,
  ): Promise<MqttClient> => {
    const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, {
      protocolVersion: 4,
      reconnectPeriod: 0,
      username: name,
      password: PASSWORDS[name],
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
  /** Its scans are taken, so it is connected still. */
  const expectConnected = async (client: MqttClient, name: string): Promise<void> => {
    await client.publishAsync(`cairn/v1/scans/${name}`, 'scan', { qos: 1 });
  };

  it('do not end the connection of another device by its client id', async () => {
    const gate = await connect('gate-1', { clientId: 'gate-1' });
    const gone = closed(gate).then(() => 'gone');
    const other = await connect('gate-2', { clientId: 'gate-1' });
    await expectConnected(other, 'gate-2');
    await expectConnected(gate, 'gate-1');
    expect(await Promise.race([gone, 'connected'])).toBe('connected');
  });

  it('have one connection and one session each, whatever client ids they think of', async () => {
    const first = await connect('gate-1', { clientId: 'one', clean: false });
    const gone = closed(first);
    const second = await connect('gate-1', { clientId: 'another', clean: false });
    await gone;
    await expectConnected(second, 'gate-1');
  });

  it('say nothing by a will but what they may say themselves', async () => {
    const reader = await connect('cairn-ingest', {}, broker.ports.ingest);
    const heard: string[] = [];
    reader.on('message', (topic, payload) => heard.push(`${topic} ${payload.toString()}`));
    await reader.subscribeAsync('cairn/v1/scans/+', { qos: 1 });
    const gate = await connect('gate-1', {
      will: { topic: 'cairn/v1/scans/gate-2', payload: Buffer.from('forged'), qos: 1, retain: false },
    });
    gate.stream.destroy();
    await closed(gate);
    const other = await connect('gate-2');
    const arrived = new Promise<void>((resolve) => reader.once('message', () => resolve()));
    await other.publishAsync('cairn/v1/scans/gate-2', 'own', { qos: 1 });
    await arrived;
    expect(heard).toEqual(['cairn/v1/scans/gate-2 own']);
  });

  it('leave the ingest processes alone, which share one name', async () => {
    const first = await connect('cairn-ingest', {}, broker.ports.ingest);
    const second = await connect('cairn-ingest', {}, broker.ports.ingest);
    for (const client of [first, second])
      await client.subscribeAsync('$share/cairn-ingest/cairn/v1/scans/+', { qos: 1 });
    expect([first.connected, second.connected]).toEqual([true, true]);
  });
});

const closed = (client: MqttClient): Promise<void> => new Promise((resolve) => client.once('close', () => resolve()));
