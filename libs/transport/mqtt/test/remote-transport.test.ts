import type { Packet } from 'mqtt-packet';
import { RemoteTransport, SHARED_EVENTS, SHARED_SCANS, type ScanArrival } from '../index.js';
import { FakeBroker, type FakeConnection } from './fake-broker.js';

const OVERHEAD_BYTES = 2_048;

describe('a connection to a broker outside', () => {
  let broker: FakeBroker;
  let transport: RemoteTransport;
  let arrivals: ScanArrival[];
  const refusedTopics: string[] = [];

  const connect = async (options: { inFlightBytesMax?: number } = {}): Promise<FakeConnection> => {
    transport = new RemoteTransport({
      url: broker.url,
      protocolVersion: 4,
      reconnectPeriodMs: 1,
      ...options,
      observer: {
        connectionOpened: () => {},
        connectionClosed: () => {},
        handshakeFailed: () => {},
        subscriptionRefused: () => {},
        messageDropped: () => {},
        topicRefused: () => refusedTopics.push('refused'),
      },
    });
    arrivals = [];
    await transport.open((arrival) => {
      arrivals.push(arrival);
      broker.wake();
    });
    return broker.subscribed(0);
  };
  const give = (
    connection: FakeConnection,
    messageId: number,
    payload = 'scan',
    topic = 'cairn/v1/scans/gate-1',
  ): void => connection.send({ cmd: 'publish', topic, payload, qos: 1, dup: false, retain: false, messageId });
  const pubacks = ({ packets }: FakeConnection): number[] =>
    packets.filter(({ cmd }) => cmd === 'puback').map((packet: Packet) => packet.messageId!);

  beforeEach(async () => {
    broker = await FakeBroker.start();
  });
  afterEach(async () => {
    await transport.close();
    await broker.stop();
  });

  it('subscribes to its share of the scans with quality of service 1, in a session that ends with the connection', async () => {
    const connection = await connect();
    expect(connection.packets).toMatchObject([
      { cmd: 'connect', clean: true },
      { cmd: 'subscribe', subscriptions: [{ topic: SHARED_SCANS, qos: 1 }] },
      { cmd: 'subscribe', subscriptions: [{ topic: SHARED_EVENTS, qos: 1 }] },
    ]);
    give(connection, 1, 'event', 'cairn/v1/events/gate-1');
    await broker.until(() => arrivals.length === 1);
    expect(arrivals[0]).toMatchObject({ channel: 'events', deviceId: 'gate-1' });
    arrivals[0]!.acknowledge();
    expect(() => transport.check()).not.toThrow();
  });

  it('takes scans from a broker that gives no events, and says that it gives none', async () => {
    broker.refusedFilter = SHARED_EVENTS;
    const connection = await connect();
    give(connection, 1);
    await broker.until(() => arrivals.length === 1);
    expect(() => transport.check()).toThrow(/gives no events of devices/u);
  });

  it('hands over many scans before the first is acknowledged, and acknowledges in the order of their arrival', async () => {
    const connection = await connect();
    for (const messageId of [7, 3, 9, 1]) give(connection, messageId);
    await broker.until(() => arrivals.length === 4);
    arrivals[2]!.acknowledge();
    arrivals[1]!.acknowledge();
    const answered = transport.send('gate-1', Buffer.from('x'));
    await broker.until(() => connection.packets.some(({ cmd }) => cmd === 'publish'));
    expect(pubacks(connection)).toEqual([]);
    arrivals[0]!.acknowledge();
    await broker.until(() => pubacks(connection).length === 3);
    expect(pubacks(connection)).toEqual([7, 3, 9]);
    arrivals[3]!.acknowledge();
    await broker.until(() => pubacks(connection).length === 4);
    expect(transport.bytesInFlight).toBe(0);
    connection.send({ cmd: 'puback', messageId: connection.packets.find(({ cmd }) => cmd === 'publish')!.messageId });
    expect(await answered).toBe('sent');
  });

  it('sends no acknowledgement on a newer connection, where the packet id names another scan', async () => {
    const first = await connect();
    give(first, 1, 'old');
    await broker.until(() => arrivals.length === 1);
    first.socket.destroy();
    const second = await broker.subscribed(1);
    give(second, 1, 'new');
    give(second, 2, 'newer');
    await broker.until(() => arrivals.length === 3);
    arrivals[0]!.acknowledge();
    arrivals[2]!.acknowledge();
    const sent = transport.send('gate-1', Buffer.from('after the old acknowledgement'));
    await broker.until(() => second.packets.some(({ cmd }) => cmd === 'publish'));
    expect(pubacks(second)).toEqual([]);
    arrivals[1]!.acknowledge();
    await broker.until(() => pubacks(second).length === 2);
    expect(pubacks(second)).toEqual([1, 2]);
    expect(transport.bytesInFlight).toBe(0);
    second.send({ cmd: 'puback', messageId: second.packets.find(({ cmd }) => cmd === 'publish')!.messageId });
    await sent;
  });

  it('stops reading while its memory is full, and goes on when a scan is done', async () => {
    const connection = await connect({ inFlightBytesMax: 3 * (OVERHEAD_BYTES + 1_000) });
    for (let messageId = 1; messageId <= 10; messageId++) give(connection, messageId, 'x'.repeat(1_000));
    await broker.until(() => arrivals.length === 3);
    for (let taken = 0; taken < 10; taken++) {
      await broker.until(() => arrivals.length > taken);
      expect(transport.bytesInFlight).toBeLessThanOrEqual(3 * (OVERHEAD_BYTES + 1_000));
      arrivals[taken]!.acknowledge();
    }
    await broker.until(() => pubacks(connection).length === 10);
    expect(transport.bytesInFlight).toBe(0);
  });

  it('acknowledges and forgets a scan on a topic that cannot be a device’s', async () => {
    const connection = await connect();
    give(connection, 5, 'x', 'cairn/v1/scans/a b');
    await broker.until(() => pubacks(connection).length === 1);
    expect(arrivals).toEqual([]);
    expect(refusedTopics).toEqual(['refused']);
  });

  it('hands over a scan without quality of service and acknowledges nothing', async () => {
    const connection = await connect();
    connection.send({ cmd: 'publish', topic: 'cairn/v1/scans/a', payload: 'x', qos: 0, dup: false, retain: false });
    give(connection, 1);
    await broker.until(() => arrivals.length === 2);
    for (const arrival of arrivals) arrival.acknowledge();
    await broker.until(() => pubacks(connection).length === 1);
    expect(pubacks(connection)).toEqual([1]);
    expect(transport.bytesInFlight).toBe(0);
  });

  it('takes nothing more when it is told to stop, and still acknowledges what it has', async () => {
    const connection = await connect();
    give(connection, 1);
    await broker.until(() => arrivals.length === 1);
    await transport.stopReceiving();
    give(connection, 2);
    await broker.until(() => connection.packets.some(({ cmd }) => cmd === 'unsubscribe'));
    arrivals[0]!.acknowledge();
    await transport.close();
    await broker.until(() => connection.packets.some(({ cmd }) => cmd === 'disconnect'));
    expect(arrivals).toHaveLength(1);
    expect(pubacks(connection)).toEqual([1]);
  });

  it('ends although the broker owes an answer', async () => {
    broker.answersUnsubscribe = false;
    const connection = await connect();
    await transport.stopReceiving();
    await transport.close();
    await broker.until(() => connection.socket.destroyed);
  });

  it('refuses to send while the broker is away, and says what is wrong', async () => {
    const connection = await connect();
    await new Promise((resolve) => {
      broker.server.close();
      connection.socket.once('close', resolve).destroy();
    });
    for (;;) {
      try {
        transport.check();
        await new Promise(setImmediate);
      } catch (error) {
        expect((error as Error).message).toContain('cannot be reached');
        break;
      }
    }
    await expect(transport.send('gate-1', Buffer.from('x'))).rejects.toMatchObject({ code: 'BROKER_AWAY' });
  });

  it('tries again for ever when the broker does not let it subscribe', async () => {
    broker.granted = 128;
    transport = new RemoteTransport({ url: broker.url, protocolVersion: 4, reconnectPeriodMs: 1 });
    const open = transport.open(() => {});
    await broker.until(() => broker.connections.length >= 3);
    expect(() => transport.check()).toThrow();
    broker.granted = 1;
    await open;
    expect(() => transport.check()).not.toThrow();
  });
});
