import fc from 'fast-check';
import type { MqttLimits } from '../index.js';
import { TestBroker } from './embedded-node.js';
import { RawClient } from '../../../../test/kit/mqtt/raw-client.js';

const GATE = 'gate-1';
const SCANS = `cairn/v1/scans/${GATE}`;
const BYTES = Buffer.from([0, 255, 128, 10]);

describe('limits of the embedded broker', () => {
  let broker: TestBroker;
  const clients: RawClient[] = [];
  const use = async (client: Promise<RawClient>): Promise<RawClient> => {
    clients.push(await client);
    return client;
  };
  const open = (): Promise<RawClient> => use(RawClient.open(broker.port));
  // The answer to the first ping says that the broker has let the client in, not only that it is about to.
  const device = async (id = GATE, options: object = {}): Promise<RawClient> => {
    const client = await use(RawClient.connected(broker.port, id, options));
    await ping(client);
    return client;
  };
  const start = async (limits: Partial<MqttLimits> = {}): Promise<void> => {
    broker = await TestBroker.start(limits);
  };
  const ping = async (client: RawClient): Promise<void> => {
    client.send({ cmd: 'pingreq' });
    await client.next('pingresp');
  };

  afterEach(async () => {
    for (const client of clients.splice(0)) client.end();
    await broker.stop();
  });

  describe('on connections', () => {
    it('refuses a connection above the total and takes the next one when a place is free', async () => {
      await start({ connectionsMax: 2 });
      const first = await device('one');
      await device('two');
      const third = await open();
      await third.closed;
      expect(broker.closed).toEqual(['connections-max']);
      first.end();
      await broker.until(() => broker.closed.length === 2);
      await device('three');
    });

    it('keeps places free for devices when strangers connect and say nothing', async () => {
      await start({ connectionsHalfOpenMax: 2 });
      const known = await device();
      await open();
      await open();
      const flood = await open();
      await flood.closed;
      expect(broker.closed).toEqual(['half-open-max']);
      await ping(known);
    });

    it('counts a connection as half open until its password was right', async () => {
      await start({ connectionsHalfOpenMax: 1 });
      await device('one');
      await device('two');
      const wrong = await open();
      wrong.connect('three', { password: Buffer.from('wrong') });
      await wrong.closed;
      await device('four');
      expect(broker.closed).toEqual(['credentials']);
    });

    it('refuses an address whose strangers connect too often, until its rate allows it again', async () => {
      await start({ connectionsPerAddressBurst: 3, connectionsPerAddressPerSecond: 1 });
      for (const password of ['wrong', 'guessed', 'tried']) {
        const stranger = await open();
        stranger.connect(GATE, { password: Buffer.from(password) });
        await stranger.closed;
      }
      const flood = await open();
      await flood.closed;
      await broker.until(() => broker.closed.length === 4);
      expect(broker.closed).toEqual(['credentials', 'credentials', 'credentials', 'address-rate']);
      broker.elapsedMs += 1_000;
      await device('four');
    });

    it('lets all gates of a site in that share one address, however many come at once', async () => {
      await start({ connectionsPerAddressBurst: 10, connectionsPerAddressPerSecond: 0 });
      for (let gate = 0; gate < 100; gate++) await device(`gate-${gate}`);
      expect(broker.closed).toEqual([]);
      expect(broker.transport.connections).toBe(100);
    });

    it('refuses a device that reconnects in a loop, and nobody else behind its address', async () => {
      await start({ connectionsPerDeviceBurst: 3, connectionsPerDevicePerSecond: 1, connectionsPerAddressBurst: 10 });
      const other = await device('other');
      for (let turn = 0; turn < 3; turn++) await device();
      const fourth = await open();
      fourth.connect(GATE);
      expect(await fourth.next('connack')).toMatchObject({ returnCode: 3 });
      await fourth.closed;
      expect(broker.closed).toEqual(['taken-over', 'taken-over', 'device-rate']);
      await device('one-more');
      await ping(other);
      broker.elapsedMs += 1_000;
      await device();
    });

    it('lets a device that is refused for its loop keep the connection it has', async () => {
      await start({ connectionsPerDeviceBurst: 1, connectionsPerDevicePerSecond: 0 });
      const first = await device();
      const second = await open();
      second.connect(GATE);
      await second.closed;
      await ping(first);
    });

    it('keeps places free for strangers of other addresses when those of one say nothing', async () => {
      await start({ connectionsHalfOpenMax: 4, connectionsHalfOpenPerAddressMax: 2 });
      await open();
      await open();
      const third = await open();
      await third.closed;
      await broker.until(() => broker.closed.length === 1);
      expect(broker.closed).toEqual(['half-open-address-max']);
    });

    it.each(['cairn-ingest', 'Cairn-Ingest'])('does not let anybody in as %s, whatever the password', async (name) => {
      await start();
      const client = await open();
      client.connect(name);
      expect(await client.next('connack')).toMatchObject({ returnCode: 4 });
      await client.closed;
      expect(broker.closed).toEqual(['credentials']);
    });

    it('closes a connection that does not show its CONNECT in time, whole or half', async () => {
      await start({ connectTimeoutMs: 5_000 });
      const silent = await open();
      const slow = await open();
      slow.write(Buffer.from([0x10, 60, 0, 4]));
      const known = await device();
      broker.elapsedMs += 5_001;
      broker.transport.checkDeadlines();
      await silent.closed;
      await slow.closed;
      expect(broker.closed).toEqual(['connect-timeout', 'connect-timeout']);
      await ping(known);
    });

    it('closes a connection after one and a half times its keepalive without a sign', async () => {
      await start();
      const quick = await device('quick', { keepalive: 10 });
      const slow = await device('slow', { keepalive: 20 });
      broker.elapsedMs += 15_001;
      broker.transport.checkDeadlines();
      await quick.closed;
      expect(broker.closed).toEqual(['keepalive']);
      await ping(slow);
      broker.elapsedMs += 29_000;
      broker.transport.checkDeadlines();
      await ping(slow);
    });

    it('does not wait for ever for a client that promises no keepalive', async () => {
      await start({ keepaliveSecondsMax: 100 });
      const none = await device('none', { keepalive: 0 });
      const long = await device('long', { keepalive: 65_000 });
      broker.elapsedMs += 150_001;
      broker.transport.checkDeadlines();
      await Promise.all([none.closed, long.closed]);
      expect(broker.closed).toEqual(['keepalive', 'keepalive']);
    });
  });

  describe('on memory', () => {
    const scan = Buffer.alloc(1_000);
    const sendMany = (client: RawClient, id: string, count: number): void => {
      for (let messageId = 1; messageId <= count; messageId++) {
        client.publish(`cairn/v1/scans/${id}`, scan, { messageId });
      }
    };

    it('takes no more scans of one client at once than it may have in flight, and the rest as answers go out', async () => {
      await start({ inFlightScansPerClientMax: 10 });
      broker.acknowledging = false;
      const client = await device();
      sendMany(client, GATE, 200);
      const other = await device('other');
      other.publish('cairn/v1/scans/other', BYTES);
      await broker.until(() => broker.arrivals.some((arrival) => arrival.deviceId === 'other'));
      expect(broker.arrivals.filter((arrival) => arrival.deviceId === GATE).length).toBeLessThanOrEqual(10);
      broker.acknowledging = true;
      for (const arrival of broker.arrivals.splice(0)) arrival.acknowledge();
      for (let messageId = 1; messageId <= 200; messageId++) {
        expect(await client.next('puback')).toMatchObject({ messageId });
      }
      expect(broker.transport.bytesInFlight).toBe(0);
    });

    it('never holds more bytes of all clients than it may, and loses none', async () => {
      await start({ inFlightBytesMax: 20_000, scanOverheadBytes: 500 });
      broker.acknowledging = false;
      const senders = await Promise.all([1, 2, 3, 4, 5].map((n) => device(`d${n}`)));
      senders.forEach((client, index) => sendMany(client, `d${index + 1}`, 40));
      const seen = new Set<number>();
      for (let taken = 0; taken < 200;) {
        await broker.until(() => broker.arrivals.length > 0);
        seen.add(broker.transport.bytesInFlight);
        const arrivals = broker.arrivals.splice(0);
        taken += arrivals.length;
        for (const arrival of arrivals) arrival.acknowledge();
      }
      expect(Math.max(...seen)).toBeLessThanOrEqual(20_000);
      expect(Math.max(...seen)).toBeGreaterThan(15_000);
      for (const client of senders) {
        for (let messageId = 1; messageId <= 40; messageId++) {
          expect(await client.next('puback')).toMatchObject({ messageId });
        }
      }
      expect(broker.transport.bytesInFlight).toBe(0);
    });

    it('lets devices connect while scans fill the memory', async () => {
      await start({ inFlightBytesMax: 5_000, scanOverheadBytes: 500 });
      broker.acknowledging = false;
      const client = await device();
      sendMany(client, GATE, 40);
      await broker.until(() => broker.arrivals.length === 3);
      const other = await device('other');
      await ping(other);
    });

    it('takes the room of half a scan back when its rest does not come', async () => {
      await start({ inFlightBytesMax: 5_000, scanOverheadBytes: 500, packetTimeoutMs: 30_000 });
      const slow = await device('slow');
      slow.write(Buffer.from([0x32, 0xa0, 0x1f, 0, 4]));
      while (broker.transport.bytesInFlight === 0) await new Promise(setImmediate);
      const client = await device();
      client.publish(SCANS, scan);
      broker.elapsedMs += 30_001;
      broker.transport.checkDeadlines();
      await slow.closed;
      expect(broker.closed).toEqual(['packet-timeout']);
      await client.next('puback');
      expect(broker.transport.bytesInFlight).toBe(0);
    });

    it('does not take silence that it ordered itself for the silence of the client', async () => {
      await start({ inFlightScansPerClientMax: 1 });
      broker.acknowledging = false;
      const client = await device(GATE, { keepalive: 10 });
      sendMany(client, GATE, 5);
      await broker.until(() => broker.arrivals.length === 1);
      broker.elapsedMs += 60_000;
      broker.transport.checkDeadlines();
      broker.acknowledging = true;
      broker.arrivals[0]!.acknowledge();
      for (let messageId = 1; messageId <= 5; messageId++) await client.next('puback');
    });

    it('sends nothing more to a device that reads nothing', async () => {
      await start({ unsentBytesPerClientMax: 50_000 });
      const client = await device();
      client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: `cairn/v1/receipts/${GATE}`, qos: 0 }] });
      await client.next('suback');
      client.socket.pause();
      const outcomes = [];
      do {
        outcomes.push(await broker.transport.send(GATE, Buffer.alloc(20_000)));
        await new Promise(setImmediate);
      } while (outcomes.at(-1) === 'sent');
      expect(outcomes.at(-1)).toBe('device-slow');
      expect(broker.dropped).toEqual(['device-slow']);
      client.socket.resume();
      client.publish(SCANS, BYTES);
      await client.next('puback');
    });
  });

  describe('on nonsense', () => {
    it('survives any bytes, before and after the CONNECT, and goes on', async () => {
      await start({ connectionsPerAddressBurst: 1_000_000, connectionsPerDeviceBurst: 1_000_000 });
      const hostile = fc.oneof(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        // A plausible fixed header, then anything.
        fc
          .tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ minLength: 0, maxLength: 120 }))
          .map(([first, body]) => Uint8Array.of(first, body.length, ...body)),
        // Fields of plausible length, then anything.
        fc
          .tuple(
            fc.constantFrom(0x10, 0x30, 0x32, 0x40, 0x82, 0xa2, 0xe0),
            fc.nat(12),
            fc.uint8Array({ minLength: 4, maxLength: 40 }),
          )
          .map(([first, length, body]) => Uint8Array.of(first, body.length + 2, 0, length, ...body)),
      );
      await fc.assert(
        fc.asyncProperty(fc.boolean(), fc.array(hostile, { minLength: 1, maxLength: 4 }), async (known, packets) => {
          const client = known ? await RawClient.connected(broker.port, GATE) : await RawClient.open(broker.port);
          for (const packet of packets) client.write(packet);
          client.socket.end();
          await client.closed;
        }),
        { numRuns: 300 },
      );
      const honest = await device('honest');
      honest.publish('cairn/v1/scans/honest', BYTES);
      await honest.next('puback');
      await broker.until(() => broker.closed.length >= 300);
      expect(broker.transport.bytesInFlight).toBe(0);
      expect(broker.transport.connections).toBe(1);
    });
  });
});
