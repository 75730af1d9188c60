import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { RemoteTransport, SILENT_OBSERVER } from '#libs/transport/mqtt';
import { describeWithReal } from '../support/services.js';
import { DeployedMosquitto } from './deployed-mosquitto.js';

const DEVICES = { 'gate-1': 'secret-1', 'gate-2': 'secret-2' };
const INGEST = { 'cairn-ingest': 'secret-0' };
const PASSWORDS = { ...DEVICES, ...INGEST };

describeWithReal('mosquitto', 'hostile clients of the listener for devices', (program) => {
  let broker: DeployedMosquitto;
  let clients: MqttClient[] = [];

  beforeAll(async () => {
    broker = await DeployedMosquitto.start(program, { devices: DEVICES, ingest: INGEST });
  });
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.endAsync(true)));
    clients = [];
  });
  afterAll(() => broker.remove());

  const connect = async (
    name: keyof typeof PASSWORDS,
    options: IClientOptions = {},
    listener: keyof typeof broker.ports = 'devices',
  ): Promise<MqttClient> => {
    const scheme = listener === 'ingest' ? 'mqtt' : 'mqtts';
    const client = mqtt.connect(`${scheme}://localhost:${broker.ports[listener]}`, {
      protocolVersion: 4,
      reconnectPeriod: 0,
      ca: broker.authority,
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
    const reader = await connect('cairn-ingest', {}, 'ingest');
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

  it('do not come in as ingest where devices do, though they know its password', async () => {
    await connect('cairn-ingest', {}, 'ingestTls');
    await expect(connect('cairn-ingest')).rejects.toThrow();
    for (const listener of ['ingest', 'ingestTls'] as const)
      await expect(connect('gate-1', {}, listener)).rejects.toThrow();
  });

  it('have no more rights by the name of ingest, should somebody give it a password with those of devices', async () => {
    broker.setPassword('passwords', 'cairn-ingest', 'careless');
    const heard: string[] = [];
    const careless = await connectOnceItMay('cairn-ingest', { password: 'careless' });
    careless.on('message', (topic) => heard.push(topic));
    await careless.subscribeAsync(['cairn/v1/scans/+', 'cairn/v1/receipts/+'], { qos: 1 }).catch(() => {});
    const gate = await connect('gate-1');
    await expectConnected(gate, 'gate-1');
    await careless.subscribeAsync('cairn/v1/receipts/cairn-ingest', { qos: 1 });
    const ingest = await connect('cairn-ingest', {}, 'ingest');
    const own = new Promise<void>((resolve) => careless.once('message', () => resolve()));
    await ingest.publishAsync('cairn/v1/receipts/gate-1', 'not for it', { qos: 1 });
    await ingest.publishAsync('cairn/v1/receipts/cairn-ingest', 'for it', { qos: 1 });
    await own;
    expect(heard).toEqual(['cairn/v1/receipts/cairn-ingest']);
  });

  it('lose their connection when their password changes, and ingest does not', async () => {
    const [gate, ingest] = [await connect('gate-2'), await connect('cairn-ingest', {}, 'ingestTls')];
    const gone = closed(gate);
    broker.setPassword('passwords', 'gate-2', 'another');
    await gone;
    await ingest.publishAsync('cairn/v1/receipts/gate-2', 'still here', { qos: 1 });
    const away = closed(ingest);
    broker.setPassword('ingest-passwords', 'cairn-ingest', 'another');
    await away;
    broker.setPassword('passwords', 'gate-2', PASSWORDS['gate-2']);
    broker.setPassword('ingest-passwords', 'cairn-ingest', PASSWORDS['cairn-ingest']);
    for (const [name, listener] of [
      ['gate-2', 'devices'],
      ['cairn-ingest', 'ingestTls'],
    ] as const)
      await connectOnceItMay(name, {}, listener);
  });

  const connectOnceItMay = async (...how: Parameters<typeof connect>): Promise<MqttClient> => {
    for (;;) {
      const client = await connect(...how).catch(() => undefined);
      if (client) return client;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  describe.each(['ingest', 'ingestTls'] as const)('and processes of ingest at the listener %s', (listener) => {
    let transports: RemoteTransport[] = [];
    afterEach(async () => {
      await Promise.all(transports.map((transport) => transport.close()));
      transports = [];
    });

    it('share the scans, and do not throw each other out', async () => {
      const seen = new Map<string, string[]>();
      const ended: string[] = [];
      let done: () => void = () => {};
      const everything = new Promise<void>((resolve) => (done = resolve));
      for (const who of ['first', 'second']) {
        seen.set(who, []);
        const scheme = listener === 'ingest' ? 'mqtt' : 'mqtts';
        const transport = new RemoteTransport({
          url: `${scheme}://cairn-ingest:${PASSWORDS['cairn-ingest']}@localhost:${broker.ports[listener]}`,
          certificateAuthority: broker.authority,
          observer: { ...SILENT_OBSERVER, connectionClosed: () => ended.push(who) },
        });
        transports.push(transport);
        await transport.open((arrival) => {
          seen.get(who)!.push(Buffer.from(arrival.payload).toString());
          arrival.acknowledge();
          if ([...seen.values()].flat().length === 100) done();
        });
      }
      const gate = await connect('gate-1');
      const scans = Array.from({ length: 100 }, (_, n) => `scan ${n}`);
      for (const scan of scans) gate.publish('cairn/v1/scans/gate-1', scan, { qos: 1 });
      await everything;
      expect([...seen.values()].flat().sort()).toEqual([...scans].sort());
      expect([...seen.values()].every((some) => some.length > 0)).toBe(true);
      expect(ended).toEqual([]);
      expect(await transports[0]!.send('gate-1', Buffer.from('receipt'))).toBe('sent');
    });
  });

  it('come in by TLS alone, and not with versions before 1.2', async () => {
    const plain = mqtt.connect(`mqtt://localhost:${broker.ports.devices}`, { reconnectPeriod: 0 });
    clients.push(plain);
    plain.on('error', () => {});
    await closed(plain);
    await expect(connect('gate-1', { maxVersion: 'TLSv1.1', minVersion: 'TLSv1' } as IClientOptions)).rejects.toThrow();
    await connect('gate-1', { maxVersion: 'TLSv1.2' } as IClientOptions);
  });
});

const closed = (client: MqttClient): Promise<void> => new Promise((resolve) => client.once('close', () => resolve()));
