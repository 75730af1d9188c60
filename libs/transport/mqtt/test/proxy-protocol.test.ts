import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { TrustedProxies } from '#libs/host/addresses';
import { RawClient } from '../../../../test/kit/mqtt/raw-client.js';
import type { MqttLimits } from '../index.js';
import { TestBroker } from './embedded-node.js';
import { TestCertificates } from './test-certificates.js';

const NEAR = TrustedProxies.parse('127.0.0.1');
const FAR = TrustedProxies.parse('192.0.2.200');
const lineFor = (address: string): string =>
  `PROXY ${address.includes(':') ? `TCP6 ${address} ::1` : `TCP4 ${address} 192.0.2.200`} 4000 8883\r\n`;
const signature = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');

describe('the embedded broker behind a proxy', () => {
  let broker: TestBroker;
  const sockets: Socket[] = [];
  const start = async (limits: Partial<MqttLimits> = {}, proxies = NEAR): Promise<void> => {
    broker = await TestBroker.start(limits, { proxies });
  };
  /** A connection whose first bytes are these. */
  const through = (first: string | Buffer): RawClient => {
    const socket = connect({ port: broker.port, host: '127.0.0.1', noDelay: true });
    sockets.push(socket);
    socket.write(first);
    return RawClient.over(socket);
  };
  const login = async (client: RawClient, device: string, options: object = {}): Promise<number | undefined> => {
    client.connect(device, options);
    return ((await client.next('connack')) as { returnCode?: number }).returnCode;
  };

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await broker.stop();
  });

  it('takes a device in that comes through it, with a header of version 1 or 2', async () => {
    await start();
    expect(await login(through(lineFor('198.51.100.1')), 'one')).toBe(0);
    const address = Buffer.from([198, 51, 100, 1, 192, 0, 2, 200, 1, 2, 3, 4]);
    const header = Buffer.concat([signature, Buffer.from([0x21, 0x11, 0, address.length]), address]);
    expect(await login(through(header), 'two')).toBe(0);
    expect(await login(through('PROXY UNKNOWN\r\n'), 'three')).toBe(0);
    expect(await login(through(Buffer.concat([signature, Buffer.from([0x20, 0, 0, 0])])), 'four')).toBe(0);
  });

  it('loses nothing of what stands behind a header that comes in pieces', async () => {
    await start();
    const client = through(lineFor('198.51.100.1').slice(0, 20));
    await new Promise((resolve) => setTimeout(resolve, 20));
    client.write(Buffer.from(lineFor('198.51.100.1').slice(20)));
    client.connect('gate-1');
    client.publish('cairn/v1/scans/gate-1', Buffer.from('scan'));
    await client.next('puback');
    expect(broker.arrivals.map(({ deviceId }) => deviceId)).toEqual(['gate-1']);
  });

  it('closes a connection of the proxy that begins with anything else', async () => {
    await start();
    const bare = through('');
    bare.connect('gate-1');
    await bare.closed;
    await through('GET / HTTP/1.1\r\n\r\n').closed;
    await broker.until(() => broker.closed.length === 2);
    expect(broker.closed).toEqual(['proxy-header', 'proxy-header']);
    expect(broker.transport.connections).toBe(0);
  });

  it('closes a connection of the proxy that does not end its header in time', async () => {
    await start({ proxyHeaderTimeoutMs: 5_000 });
    const silent = through('');
    const slow = through('PROXY TCP4 198.51');
    while (broker.transport.connections < 2) await new Promise(setImmediate);
    broker.elapsedMs += 5_001;
    broker.transport.checkDeadlines();
    await Promise.all([silent.closed, slow.closed]);
    await broker.until(() => broker.closed.length === 2);
    expect(broker.closed).toEqual(['proxy-header-timeout', 'proxy-header-timeout']);
  });

  it('takes no header from anybody else, and lets him in without', async () => {
    await start({}, FAR);
    const liar = through(lineFor('198.51.100.1'));
    await liar.closed;
    const binary = through(Buffer.concat([signature, Buffer.from([0x20, 0, 0, 0])]));
    await binary.closed;
    await broker.until(() => broker.closed.length === 2);
    expect(broker.closed).toEqual(['not-connect', 'not-connect']);
    expect(await login(through(''), 'gate-1')).toBe(0);
  });

  it('counts strangers by the address that the proxy names, IPv6 by its first 64 bits, and not by the proxy’s', async () => {
    await start({ connectionsPerAddressBurst: 1, connectionsPerAddressPerSecond: 0 });
    const wrong = { password: Buffer.from('wrong') };
    expect(await login(through(lineFor('2001:db8:1:2::1')), 'a', wrong)).toBe(4);
    await through(lineFor('2001:db8:1:2:ffff::9')).closed;
    await broker.until(() => broker.closed.length === 2);
    expect(broker.closed).toEqual(['credentials', 'address-rate']);
    expect(await login(through(lineFor('2001:db8:1:3::1')), 'a', wrong)).toBe(4);
    expect(await login(through(lineFor('198.51.100.1')), 'a', wrong)).toBe(4);
    await through(lineFor('::ffff:198.51.100.1')).closed;
    expect(await login(through(lineFor('198.51.100.2')), 'a', wrong)).toBe(4);
    const refused = (): number => broker.closed.filter((reason) => reason === 'address-rate').length;
    await broker.until(() => refused() === 2);
  });

  it('survives any first bytes', async () => {
    await start({ connectionsPerAddressBurst: 100_000 });
    let seed = 9;
    const byte = (): number => ((seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) >> 16) & 0xff;
    for (let turn = 0; turn < 200; turn++) {
      const begin = [Buffer.from('PROXY TCP4 '), signature, Buffer.from('PROXY UNKNOWN'), Buffer.alloc(0)][turn % 4]!;
      const client = through(Buffer.concat([begin, Buffer.from(Array.from({ length: byte() }, byte))]));
      client.socket.end();
      await client.closed;
    }
    expect(await login(through(lineFor('198.51.100.1')), 'honest')).toBe(0);
    await broker.until(() => broker.transport.connections === 1);
  });

  it('reads the header before the handshake of TLS', async () => {
    const certificates = await TestCertificates.make();
    const proxies = NEAR;
    broker = await TestBroker.start({ connectionsPerAddressBurst: 1 }, { proxies, tls: certificates.tls() });
    const secure = (address: string): RawClient => {
      const socket = connect({ port: broker.port, host: '127.0.0.1' });
      sockets.push(socket);
      socket.write(lineFor(address));
      return RawClient.over(connectTls({ socket, ca: certificates.authority, servername: 'localhost' }));
    };
    expect(await login(secure('198.51.100.1'), 'gate-1')).toBe(0);
    expect(await login(secure('198.51.100.2'), 'gate-2', { password: Buffer.from('wrong') })).toBe(4);
    await secure('198.51.100.2').closed;
    await broker.until(() => broker.closed.length === 2);
    expect(broker.closed).toEqual(['credentials', 'address-rate']);
    // Header and handshake in one packet.
    const socket = connect({ port: broker.port, host: '127.0.0.1' });
    sockets.push(socket);
    socket.cork();
    socket.write(lineFor('198.51.100.3'));
    const client = RawClient.over(connectTls({ socket, ca: certificates.authority, servername: 'localhost' }));
    process.nextTick(() => socket.uncork());
    expect(await login(client, 'gate-3')).toBe(0);
  });

  it('reads a header and a whole handshake message that came in one piece', async () => {
    const certificates = await TestCertificates.make();
    broker = await TestBroker.start({}, { proxies: NEAR, tls: certificates.tls() });
    const hello = await firstMessageOfTls(certificates.authority);
    const socket = connect({ port: broker.port, host: '127.0.0.1' });
    sockets.push(socket);
    const answer = new Promise<Buffer>((resolve) => socket.once('data', resolve));
    socket.write(Buffer.concat([Buffer.from(lineFor('198.51.100.1')), hello]));
    // A record of a handshake: the server has read the whole hello.
    expect((await answer)[0]).toBe(0x16);
  });
});

/** What a client of TLS says first. */
async function firstMessageOfTls(ca: string): Promise<Buffer> {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const heard = new Promise<Buffer>((resolve) =>
    server.once('connection', (socket) => socket.once('data', (bytes) => (socket.destroy(), resolve(bytes)))),
  );
  const { port } = server.address() as { port: number };
  connectTls({ port, host: '127.0.0.1', ca, servername: 'localhost' }).on('error', () => {});
  const bytes = await heard;
  server.close();
  return bytes;
}
