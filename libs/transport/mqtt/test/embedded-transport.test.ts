import { once } from 'node:events';
import mqtt from 'mqtt';
import { TestBroker } from './embedded-node.js';
import { RawClient } from '../../../../test/kit/mqtt/raw-client.js';

const GATE = 'gate-1';
const SCANS = `cairn/v1/scans/${GATE}`;
const RECEIPTS = `cairn/v1/receipts/${GATE}`;
const BYTES = Buffer.from([0, 255, 128, 10]);

describe('the embedded broker', () => {
  let broker: TestBroker;
  const clients: RawClient[] = [];
  const use = async (client: Promise<RawClient>): Promise<RawClient> => {
    clients.push(await client);
    return client;
  };
  const device = (id = GATE, options: object = {}): Promise<RawClient> =>
    use(RawClient.connected(broker.port, id, options));

  /** After whatever happened, an honest device still gets its scan through. */
  const expectFlow = async (): Promise<void> => {
    broker.acknowledging = true;
    const honest = await device('honest');
    honest.publish('cairn/v1/scans/honest', BYTES, { messageId: 77 });
    expect(await honest.next('puback')).toMatchObject({ messageId: 77 });
  };

  afterEach(async () => {
    for (const client of clients.splice(0)) client.end();
    await broker.stop();
  });

  describe('with a device that behaves', () => {
    beforeEach(async () => {
      broker = await TestBroker.start();
    });

    it('hands over the bytes as they were sent, with the id of the device', async () => {
      const client = await device();
      client.publish(SCANS, BYTES);
      await client.next('puback');
      expect(broker.arrivals).toHaveLength(1);
      expect(broker.arrivals[0]).toMatchObject({ deviceId: GATE, receivedTimeMs: broker.nowMs });
      expect(Buffer.from(broker.arrivals[0]!.payload).equals(BYTES)).toBe(true);
    });

    it('hands over what comes on its topic of events as that, in the order of its scans', async () => {
      const client = await device();
      client.publish(SCANS, BYTES, { messageId: 1 });
      client.publish(`cairn/v1/events/${GATE}`, BYTES, { messageId: 2 });
      client.publish(SCANS, BYTES, { messageId: 3 });
      for (const messageId of [1, 2, 3]) expect((await client.next('puback')).messageId).toBe(messageId);
      expect(broker.arrivals.map(({ channel, deviceId }) => [channel, deviceId])).toEqual([
        ['scans', GATE],
        ['events', GATE],
        ['scans', GATE],
      ]);
    });

    it('acknowledges a scan when it is told to and not before', async () => {
      broker.acknowledging = false;
      const client = await device();
      for (const messageId of [5, 6, 7]) client.publish(SCANS, BYTES, { messageId });
      await broker.until(() => broker.arrivals.length === 3);
      // The answer to a ping comes after everything that was written before it.
      client.send({ cmd: 'pingreq' });
      await client.next('pingresp');
      expect(client.packets).toEqual([]);
      for (const arrival of broker.arrivals) arrival.acknowledge();
      expect((await client.next('puback')).messageId).toBe(5);
      expect((await client.next('puback')).messageId).toBe(6);
      expect((await client.next('puback')).messageId).toBe(7);
      expect(broker.transport.bytesInFlight).toBe(0);
    });

    it('answers pings while scans wait for the database', async () => {
      broker.acknowledging = false;
      const client = await device();
      for (let messageId = 1; messageId <= 100; messageId++) client.publish(SCANS, BYTES, { messageId });
      client.send({ cmd: 'pingreq' });
      await client.next('pingresp');
      expect(client.packets).toEqual([]);
    });

    it('takes a scan that comes together with its CONNECT', async () => {
      const client = await use(RawClient.open(broker.port));
      client.socket.cork();
      client.connect(GATE);
      for (let messageId = 1; messageId <= 60; messageId++) client.publish(SCANS, BYTES, { messageId });
      process.nextTick(() => client.socket.uncork());
      for (let messageId = 1; messageId <= 60; messageId++) {
        expect(await client.next('puback')).toMatchObject({ messageId });
      }
    });

    it('takes a scan that comes byte by byte', async () => {
      const client = await device();
      const bytes = Buffer.from([0x32, 4 + SCANS.length, 0, SCANS.length, ...Buffer.from(SCANS), 0, 9]);
      for (const byte of bytes) {
        client.write(Uint8Array.of(byte));
        await new Promise(setImmediate);
      }
      expect(await client.next('puback')).toMatchObject({ messageId: 9 });
      expect(broker.arrivals[0]!.payload).toHaveLength(0);
    });

    it('takes a scan without quality of service and acknowledges nothing', async () => {
      const client = await device();
      client.publish(SCANS, BYTES, { qos: 0 });
      await broker.until(() => broker.arrivals.length === 1);
      client.send({ cmd: 'pingreq' });
      await client.next('pingresp');
      expect(client.packets).toEqual([]);
      expect(broker.transport.bytesInFlight).toBe(0);
    });

    it('brings a message to the device that subscribed to its topic, and drops it for one that is away', async () => {
      const client = await device();
      expect(await broker.transport.send(GATE, BYTES)).toBe('device-away');
      client.send({ cmd: 'subscribe', messageId: 3, subscriptions: [{ topic: RECEIPTS, qos: 1 }] });
      expect((await client.next('suback')).granted).toEqual([1]);
      expect(await broker.transport.send(GATE, BYTES)).toBe('sent');
      const message = await client.next('publish');
      expect(message.topic).toBe(RECEIPTS);
      expect(Buffer.from(message.payload as Buffer).equals(BYTES)).toBe(true);
      expect(await broker.transport.send('nobody', BYTES)).toBe('device-away');
      expect(broker.dropped).toEqual(['device-away', 'device-away']);
    });

    it('works with mqtt.js, session flag and client id of its own choice', async () => {
      const client = mqtt.connect(`mqtt://127.0.0.1:${broker.port}`, {
        username: GATE,
        password: `password of ${GATE}`,
        clientId: 'x'.repeat(60),
        clean: false,
        protocolVersion: 4,
        reconnectPeriod: 0,
      });
      const [connack] = (await once(client as never, 'connect')) as [{ sessionPresent: boolean }];
      expect(connack.sessionPresent).toBe(false);
      await client.subscribeAsync(RECEIPTS, { qos: 1 });
      const message = once(client as never, 'message');
      await client.publishAsync(SCANS, BYTES, { qos: 1 });
      await broker.transport.send(GATE, BYTES);
      expect((await message)[0]).toBe(RECEIPTS);
      await client.endAsync();
      await broker.until(() => broker.closed.length === 1);
      expect(broker.closed).toEqual(['client']);
    });

    it('ends the older connection when a device connects again, and sends messages to the newer one', async () => {
      const older = await device();
      const newer = await device();
      await older.closed;
      expect(broker.closed).toEqual(['taken-over']);
      newer.send({ cmd: 'subscribe', messageId: 3, subscriptions: [{ topic: RECEIPTS, qos: 0 }] });
      await newer.next('suback');
      expect(await broker.transport.send(GATE, BYTES)).toBe('sent');
      await newer.next('publish');
    });

    it('does not let a device end the connection of another one by using its client id', async () => {
      const one = await device('one', { clientId: 'same' });
      await device('two', { clientId: 'same' });
      one.send({ cmd: 'pingreq' });
      await one.next('pingresp');
      expect(broker.closed).toEqual([]);
    });

    it('drops the acknowledgement of a connection that is gone, and gives its memory back', async () => {
      broker.acknowledging = false;
      const first = await device();
      first.publish(SCANS, BYTES, { messageId: 1 });
      await broker.until(() => broker.arrivals.length === 1);
      first.end();
      await broker.until(() => broker.closed.length === 1);
      const second = await device();
      second.publish(SCANS, Buffer.from('other'), { messageId: 1 });
      await broker.until(() => broker.arrivals.length === 2);
      broker.arrivals[0]!.acknowledge();
      second.send({ cmd: 'pingreq' });
      await second.next('pingresp');
      expect(second.packets).toEqual([]);
      broker.arrivals[1]!.acknowledge();
      await second.next('puback');
      expect(broker.transport.bytesInFlight).toBe(0);
    });

    it('acknowledges what it has when it is told to stop, and takes nothing more', async () => {
      broker.acknowledging = false;
      const client = await device();
      client.publish(SCANS, BYTES, { messageId: 1 });
      await broker.until(() => broker.arrivals.length === 1);
      await broker.transport.stopReceiving();
      client.publish(SCANS, BYTES, { messageId: 2 });
      expect((await RawClient.open(broker.port).catch(() => undefined))?.socket.readyState).not.toBe('open');
      broker.arrivals[0]!.acknowledge();
      await broker.transport.close();
      await client.closed;
      expect(client.packets).toMatchObject([{ cmd: 'puback', messageId: 1 }]);
      expect(broker.arrivals).toHaveLength(1);
      expect(broker.closed).toEqual(['shutdown']);
    });
  });

  describe('with a client that does not belong here', () => {
    beforeEach(async () => {
      broker = await TestBroker.start();
    });

    it.each([
      ['a wrong password', { password: Buffer.from('wrong') }, 4, 'credentials'],
      ['no password', { password: undefined }, 4, 'credentials'],
      ['no user name', { username: undefined, password: undefined }, 4, 'credentials'],
      ['a user name that is no device id', { username: 'a/b' }, 4, 'credentials'],
      ['a will', { will: { topic: SCANS, payload: BYTES, qos: 1, retain: false } }, 5, 'will'],
    ])('refuses %s', async (_name, options, returnCode, reason) => {
      const client = await use(RawClient.open(broker.port));
      client.connect(GATE, options);
      expect(await client.next('connack')).toMatchObject({ returnCode });
      await client.closed;
      await broker.until(() => broker.closed.length === 1);
      expect(broker.closed).toEqual([reason]);
      await expectFlow();
    });

    it('asks to come back later while passwords cannot be checked', async () => {
      broker.passwords = 'unavailable';
      const client = await use(RawClient.open(broker.port));
      client.connect(GATE);
      expect(await client.next('connack')).toMatchObject({ returnCode: 3 });
      await client.closed;
      broker.passwords = 'known';
      await expectFlow();
      expect(broker.closed).toEqual(['credentials-unavailable']);
    });

    it('speaks MQTT 3.1.1 only and says so', async () => {
      const client = await use(RawClient.open(broker.port));
      client.connect(GATE, { protocolVersion: 5 });
      expect(await client.next('connack')).toMatchObject({ returnCode: 1 });
      await client.closed;
      await expectFlow();
    });

    it.each([
      ['a PUBLISH before any CONNECT', (client: RawClient) => client.publish(SCANS, BYTES), 'not-connect'],
      ['HTTP', (client: RawClient) => client.write(Buffer.from('GET / HTTP/1.1\r\n\r\n')), 'not-connect'],
      ['a CONNECT of 3,000 bytes', (client: RawClient) => client.connect('x'.repeat(3_000)), 'packet-too-large'],
      [
        'a CONNECT of another protocol',
        (client: RawClient) => client.write(Buffer.from([0x10, 6, 0, 4, 65, 65, 65, 65])),
        'malformed',
      ],
    ])('closes on %s', async (_name, act, reason) => {
      const client = await use(RawClient.open(broker.port));
      act(client);
      await client.closed;
      await broker.until(() => broker.closed.length === 1);
      expect(broker.closed).toEqual([reason]);
      expect(client.packets).toEqual([]);
      await expectFlow();
    });
  });

  describe('with a device that does what devices may not', () => {
    beforeEach(async () => {
      broker = await TestBroker.start();
    });

    it.each([
      ['the scans of another device', (c: RawClient) => c.publish('cairn/v1/scans/gate-2', BYTES), 'topic'],
      ['a receipt of its own', (c: RawClient) => c.publish(RECEIPTS, BYTES), 'topic'],
      ['a system topic', (c: RawClient) => c.publish('$SYS/broker', BYTES), 'topic'],
      ['a level below its own', (c: RawClient) => c.publish(`${SCANS}/x`, BYTES), 'topic'],
      ['a wildcard', (c: RawClient) => c.write(Buffer.from([0x32, 5, 0, 1, 0x23, 0, 1])), 'malformed'],
      ['a retained scan', (c: RawClient) => c.publish(SCANS, BYTES, { retain: true }), 'retained'],
      ['quality of service 2', (c: RawClient) => c.publish(SCANS, BYTES, { qos: 2 }), 'quality-of-service-2'],
      ['300 kB', (c: RawClient) => c.publish(SCANS, Buffer.alloc(300_000)), 'packet-too-large'],
      ['a second CONNECT', (c: RawClient) => c.connect(GATE), 'malformed'],
      [
        'a SUBSCRIBE of 2,000 bytes',
        (c: RawClient) =>
          c.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: 'x'.repeat(2_000), qos: 0 }] }),
        'packet-too-large',
      ],
      [
        'a length of five bytes',
        (c: RawClient) => c.write(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 1])),
        'malformed',
      ],
      [
        'a topic longer than its packet',
        (c: RawClient) => c.write(Buffer.from([0x32, 4, 0xff, 0xff, 0, 1])),
        'malformed',
      ],
      ['a packet type that does not exist', (c: RawClient) => c.write(Buffer.from([0xf0, 0])), 'malformed'],
      ['a topic that is not UTF-8', (c: RawClient) => c.write(Buffer.from([0x32, 6, 0, 2, 0xc3, 0x28, 0, 1])), 'topic'],
    ])('closes the connection on %s', async (_name, act, reason) => {
      const client = await device();
      act(client);
      await client.closed;
      await broker.until(() => broker.closed.length === 1);
      expect(broker.closed).toEqual([reason]);
      expect(broker.arrivals).toEqual([]);
      expect(broker.transport.bytesInFlight).toBe(0);
      await expectFlow();
    });

    it('closes on a packet of 300 kB before its body is there', async () => {
      const client = await device();
      client.write(Buffer.from([0x32, 0xe0, 0xa7, 0x12]));
      await client.closed;
      expect(broker.closed).toEqual(['packet-too-large']);
    });

    it.each([
      ['everything', '#'],
      ['all receipts', 'cairn/v1/receipts/+'],
      ['receipts of another device', 'cairn/v1/receipts/gate-2'],
      ['its own scans', SCANS],
      ['system topics', '$SYS/#'],
      ['a shared subscription', `$share/cairn-ingest/${RECEIPTS}`],
    ])('refuses a subscription to %s and goes on', async (_name, topic) => {
      const client = await device();
      client.send({ cmd: 'subscribe', messageId: 4, subscriptions: [{ topic, qos: 1 }] });
      expect((await client.next('suback')).granted).toEqual([128]);
      expect(broker.refusedSubscriptions).toBe(1);
      client.publish(SCANS, BYTES);
      await client.next('puback');
    });

    it('gives no device what another one published', async () => {
      const listener = await device('listener');
      listener.send({
        cmd: 'subscribe',
        messageId: 4,
        subscriptions: [
          { topic: SCANS, qos: 1 },
          { topic: 'cairn/v1/receipts/listener', qos: 1 },
        ],
      });
      expect((await listener.next('suback')).granted).toEqual([128, 1]);
      const client = await device();
      client.publish(SCANS, BYTES);
      await client.next('puback');
      listener.send({ cmd: 'pingreq' });
      await listener.next('pingresp');
      expect(listener.packets).toEqual([]);
    });

    it('closes on the 65th subscription packet', async () => {
      const client = await device();
      for (let messageId = 1; messageId <= 65; messageId++) {
        client.send({ cmd: 'subscribe', messageId, subscriptions: [{ topic: RECEIPTS, qos: 1 }] });
      }
      await client.closed;
      expect(broker.closed).toEqual(['subscriptions-max']);
      await expectFlow();
    });
  });
});
