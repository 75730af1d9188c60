import { EventEmitter, once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { TrustedProxies } from '#libs/host/addresses';
import { Metrics } from '#libs/host/service';
import { startApi } from '../../../test/kit/api/api.js';
import { ask } from '../../../test/kit/http/ask.js';
import { type Connection, ConnectionLimit } from '../http/connection-limit.js';
import { LimitMetrics } from '../http/limit-metrics.js';
import { CONNECTION_LIMITS } from '../http/limits.js';

const { connectionsMax, connectionsPerAddressMax } = CONNECTION_LIMITS;

/** A connection that closes when it is ended, a little later, as a socket does. */
class FakeConnection extends EventEmitter {
  isOpen = true;
  constructor(readonly remoteAddress: string) {
    super();
  }
  destroy(): this {
    if (this.isOpen) setImmediate(() => this.emit('close'));
    this.isOpen = false;
    return this;
  }
}

describe('connections', () => {
  let limit: ConnectionLimit;
  let metrics: Metrics;
  beforeEach(() => {
    metrics = new Metrics();
    limit = new ConnectionLimit(TrustedProxies.parse('10.0.0.7'), new LimitMetrics(metrics), metrics);
  });

  const open = (address: string, count = 1): FakeConnection[] =>
    Array.from({ length: count }, () => {
      const connection = new FakeConnection(address);
      limit.admit(connection as unknown as Connection);
      return connection;
    });
  const stillOpen = (connections: readonly FakeConnection[]): number =>
    connections.filter(({ isOpen }) => isOpen).length;

  it('of one address are bounded, and those of a network of IPv6 as of one address', () => {
    const held = Array.from({ length: connectionsPerAddressMax + 20 }, (_, n) =>
      open(`2001:db8::${n.toString(16)}`),
    ).flat();
    expect(stillOpen(held)).toBe(connectionsPerAddressMax);
    expect(stillOpen(open('2001:db8:0:1::1'))).toBe(1);
  });

  it('of a trusted proxy are as many as there may be at all, and are not ended for others', () => {
    const ofProxy = open('10.0.0.7', connectionsMax);
    expect(stillOpen(ofProxy)).toBe(connectionsMax);
    expect(stillOpen(open('192.0.2.1'))).toBe(0);
    expect(stillOpen(ofProxy)).toBe(connectionsMax);
  });

  it('are taken from whoever holds most, when all are taken', () => {
    const greedy = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'].map((address) =>
      open(address, connectionsMax / 4),
    );
    const guests = Array.from({ length: 50 }, (_, n) => open(`198.51.100.${n}`)).flat();
    expect(stillOpen(guests)).toBe(50);
    expect(stillOpen(greedy.flat())).toBe(connectionsMax - 50);
    expect(stillOpen(open('10.0.0.7', 50))).toBe(50);
    // Each lost its newest: what is under way for long goes on.
    for (const connections of greedy) expect(connections[0]!.isOpen).toBe(true);
  });

  it('are refused, when all are taken and nobody holds more than another', () => {
    const all = Array.from({ length: connectionsMax }, (_, n) => open(`10.1.${n >> 8}.${n & 255}`)).flat();
    expect(stillOpen(open('198.51.100.1'))).toBe(0);
    expect(stillOpen(all)).toBe(connectionsMax);
  });

  it('that closed count no more', async () => {
    for (const connection of open('192.0.2.1', connectionsPerAddressMax)) connection.destroy();
    await new Promise((next) => setImmediate(next));
    expect(stillOpen(open('192.0.2.1', connectionsPerAddressMax + 1))).toBe(connectionsPerAddressMax);
    expect(await metrics.render()).toContain(`cairn_api_connections ${connectionsPerAddressMax}\n`);
    expect(await metrics.render()).toContain('cairn_api_refused_total{limit="connections-per-address"} 1\n');
  });
});

it('a stranger who holds all connections of his address keeps no other one out', async () => {
  const api = await startApi();
  const port = Number(new URL(api.url).port);
  const held: Socket[] = [];
  const extra = 10;
  let closed = 0;
  const enough = new Promise<void>((done) => {
    for (let n = 0; n < connectionsPerAddressMax + extra; n++) {
      const socket = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' });
      socket.on('error', () => undefined).on('close', () => ++closed === extra && done());
      held.push(socket);
    }
  });
  await enough;
  expect((await ask(`${api.url}/health/live`, { localAddress: '127.0.0.3' })).status).toBe(200);
  for (const socket of held) socket.destroy();
  await Promise.all(held.filter(({ closed: isClosed }) => !isClosed).map((socket) => once(socket, 'close')));
  await api.stop();
});

it('a stranger who says nothing does not hold up a stop until his request is late', async () => {
  const api = await startApi();
  const socket = connect({ port: Number(new URL(api.url).port), host: '127.0.0.1' });
  let answer = '';
  socket.setEncoding('utf8').on('data', (text) => (answer += String(text)));
  await once(socket, 'connect');
  await ask(`${api.url}/health/live`); // the server has taken the first one by now
  const closed = once(socket, 'close');
  await api.stop();
  await closed;
  // Left alone, he would be told 408.
  expect(answer).toBe('');
});
