import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { connect as connectPlain } from 'node:net';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { RawClient } from '../../../../test/kit/mqtt/raw-client.js';
import { removeTemporaryFolders } from '../../../../test/kit/temporary-folder.js';
import { makeAuthority, type Wanted } from '../../../../test/support/certificates.js';
import type { ListenerTls, MqttLimits } from '../index.js';
import { TestBroker } from './embedded-node.js';
import { TestCertificates } from './test-certificates.js';

const GATE = 'gate-1';
const HOUR_MS = 3_600_000;
/** Of MQTT 3.1.1, table 3.1. */
const ACCEPTED = 0;
const BAD_LOGIN = 4;
const NOT_AUTHORISED = 5;

describe('the embedded broker with TLS', () => {
  let broker: TestBroker;
  let certificates: TestCertificates;
  const sockets: TLSSocket[] = [];

  beforeAll(async () => {
    certificates = await TestCertificates.make();
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await broker.stop();
  });
  afterAll(removeTemporaryFolders);

  const start = async (clients: ListenerTls['clients'] = 'none', limits: Partial<MqttLimits> = {}): Promise<void> => {
    broker = await TestBroker.start(limits, { tls: certificates.tls(clients) });
  };
  const secure = (options: ConnectionOptions = {}): RawClient & { readonly socket: TLSSocket } => {
    const { port } = broker;
    const socket = connect({
      port,
      host: '127.0.0.1',
      ca: certificates.authority,
      servername: 'localhost',
      ...options,
    });
    sockets.push(socket);
    return RawClient.over(socket) as RawClient & { readonly socket: TLSSocket };
  };
  const login = async (client: RawClient, device = GATE, options: object = {}): Promise<number | undefined> => {
    client.connect(device, options);
    return ((await client.next('connack')) as { returnCode?: number }).returnCode;
  };
  /** Waits for the end of a connection that never gets an answer. */
  const endsWithoutAnswer = async (client: RawClient): Promise<void> => {
    client.connect(GATE);
    await client.closed;
    expect(client.packets).toEqual([]);
  };
  const certificateOf = async (wanted: Wanted, authority = certificates.clients): Promise<ConnectionOptions> => {
    const { certificate: cert, key } = await authority.issue(wanted);
    return { cert, key };
  };

  it('takes scans', async () => {
    await start();
    const client = secure();
    expect(await login(client)).toBe(ACCEPTED);
    client.publish(`cairn/v1/scans/${GATE}`, randomBytes(200_000));
    await client.next('puback');
    expect(broker.arrivals[0]!.payload).toHaveLength(200_000);
    expect(client.socket.getProtocol()).toBe('TLSv1.3');
  });

  it('takes no version of TLS before 1.2', async () => {
    await start();
    const old = secure({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' });
    await old.closed;
    await broker.until(() => broker.closed.length === 1);
    expect(broker.closed).toEqual(['tls']);
    expect(await login(secure({ maxVersion: 'TLSv1.2' }))).toBe(ACCEPTED);
  });

  it('closes whoever speaks no TLS, or stops in the middle of it, and goes on', async () => {
    await start();
    const plain = await RawClient.open(broker.port);
    await endsWithoutAnswer(plain);
    const garbage = await RawClient.open(broker.port);
    garbage.write(Buffer.concat([Buffer.from([0x16, 3, 1, 2, 0]), randomBytes(600)]));
    await garbage.closed;
    const gone = await RawClient.open(broker.port);
    gone.write(Buffer.from([0x16, 3, 1]));
    gone.socket.resetAndDestroy();
    await broker.until(() => broker.closed.length === 3);
    expect(broker.closed).toEqual(['tls', 'tls', 'tls']);
    expect(broker.handshakes).not.toEqual([]);
    expect(await login(secure())).toBe(ACCEPTED);
    expect(broker.transport.connections).toBe(1);
  });

  it('counts a handshake under way as a stranger’s, and closes one that does not come to its end', async () => {
    await start('none', { connectionsHalfOpenMax: 2, tlsHandshakeTimeoutMs: 10_000 });
    const known = secure();
    expect(await login(known)).toBe(ACCEPTED);
    const [silent, slow] = [await RawClient.open(broker.port), await RawClient.open(broker.port)];
    slow.write(Buffer.from([0x16, 3, 1, 2, 0]));
    while (broker.transport.connections < 3) await new Promise(setImmediate);
    const flood = await RawClient.open(broker.port);
    await flood.closed;
    expect(broker.closed).toEqual(['half-open-max']);
    broker.elapsedMs += 10_001;
    broker.transport.checkDeadlines();
    await Promise.all([silent.closed, slow.closed]);
    await broker.until(() => broker.closed.length === 3);
    expect(broker.closed).toEqual(['half-open-max', 'tls-timeout', 'tls-timeout']);
    known.send({ cmd: 'pingreq' });
    await known.next('pingresp');
    expect(await login(secure(), 'gate-2')).toBe(ACCEPTED);
  });

  it('closes a connection that is secure and says nothing more', async () => {
    await start('none', { connectTimeoutMs: 10_000 });
    const silent = secure();
    await broker.until(() => broker.opened === 1);
    broker.elapsedMs += 10_001;
    broker.transport.checkDeadlines();
    await silent.closed;
    await broker.until(() => broker.closed.length === 1);
    expect(broker.closed).toEqual(['connect-timeout']);
  });

  it('sends nothing more to a device that reads nothing', async () => {
    await start('none', { unsentBytesPerClientMax: 50_000 });
    const client = secure();
    expect(await login(client)).toBe(ACCEPTED);
    client.send({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: `cairn/v1/receipts/${GATE}`, qos: 0 }] });
    await client.next('suback');
    client.socket.pause();
    const outcomes: string[] = [];
    do {
      outcomes.push(await broker.transport.send(GATE, Buffer.alloc(20_000)));
      await new Promise(setImmediate);
    } while (outcomes.at(-1) === 'sent');
    expect(outcomes.at(-1)).toBe('device-slow');
    client.socket.resume();
    client.publish(`cairn/v1/scans/${GATE}`, Buffer.from('scan'));
    await client.next('puback');
  });

  it('lets nobody negotiate anew', async () => {
    await start();
    const client = secure({ maxVersion: 'TLSv1.2' });
    expect(await login(client)).toBe(ACCEPTED);
    const renegotiated = new Promise((resolve) => client.socket.renegotiate({}, resolve));
    expect(await Promise.race([renegotiated, client.closed.then(() => 'closed')])).toBe('closed');
    expect(await login(secure(), 'gate-2')).toBe(ACCEPTED);
  });

  it('ends handshakes that are under way when it stops', async () => {
    await start();
    const silent = await RawClient.open(broker.port);
    while (broker.transport.connections < 1) await new Promise(setImmediate);
    await broker.transport.stopReceiving();
    await silent.closed;
    await broker.until(() => broker.closed.length === 1);
    expect(broker.closed).toEqual(['shutdown']);
  });

  describe('and certificates of devices', () => {
    it('holds whoever shows one to its name, its authority and its time, and asks for the password all the same', async () => {
      await start('optional');
      const own = await certificateOf({ name: GATE });
      expect(await login(secure(own))).toBe(ACCEPTED);
      expect(await login(secure())).toBe(ACCEPTED);
      expect(await login(secure(own), GATE, { password: Buffer.from('wrong') })).toBe(BAD_LOGIN);

      expect(await login(secure(own), 'gate-2')).toBe(NOT_AUTHORISED);
      const stranger = await makeAuthority('of devices'); // the same name, another key
      for (const shown of [
        await certificateOf({ name: GATE }, stranger),
        await certificateOf({ name: GATE }, certificates.servers),
        await certificateOf({ name: GATE, validUntilTimeMs: Date.now() - HOUR_MS / 2 }),
        await certificateOf({ name: GATE, validFromTimeMs: Date.now() + HOUR_MS }),
        await certificateOf({ name: GATE.toUpperCase() }),
        await certificateOf({ name: `${GATE} ` }),
        await certificateOf({ name: 'other', hosts: [GATE] }),
      ])
        expect(await login(secure(shown))).toBe(NOT_AUTHORISED);
      const refused = (): number => broker.closed.filter((reason) => reason === 'client-certificate').length;
      await broker.until(() => refused() === 8);
    });

    it('takes a certificate in which two names stand for none', async () => {
      await start('optional');
      const shown = await certificateOf({ name: GATE, moreNames: ['gate-2'] });
      expect(await login(secure(shown))).toBe(NOT_AUTHORISED);
      expect(await login(secure(shown), 'gate-2')).toBe(NOT_AUTHORISED);
    });

    it('takes nobody in without one where it is required, not as far as his first packet', async () => {
      await start('required');
      const own = await certificateOf({ name: GATE });
      expect(await login(secure(own))).toBe(ACCEPTED);
      await endsWithoutAnswer(secure());
      await endsWithoutAnswer(secure({ maxVersion: 'TLSv1.2' }));
      const expired = await certificateOf({ name: GATE, validUntilTimeMs: Date.now() - HOUR_MS / 2 });
      for (const shown of [await certificateOf({ name: GATE }, await makeAuthority('of devices')), expired])
        await endsWithoutAnswer(secure(shown));
      expect(broker.opened).toBe(1);
      expect(await login(secure(own), 'gate-2')).toBe(NOT_AUTHORISED);
    });

    it.each(['TLSv1.2', 'TLSv1.3'] as const)(
      'takes up no session of before, in which nobody shows one: %s',
      async (version) => {
        await start('optional');
        const own = await certificateOf({ name: GATE });
        const first = secure({ ...own, maxVersion: version });
        let session: Buffer | undefined;
        first.socket.on('session', (bytes: Buffer) => (session = bytes));
        expect(await login(first)).toBe(ACCEPTED);
        first.send({ cmd: 'pingreq' });
        await first.next('pingresp');
        const second = secure({ maxVersion: version, session: session ?? first.socket.getSession() });
        expect(await login(second, 'gate-2')).toBe(ACCEPTED);
        expect(second.socket.isSessionReused()).toBe(false);
      },
    );
  });

  describe('and a certificate that is renewed', () => {
    it('shows the new one to who comes next, and lets go on who is here', async () => {
      await start();
      const before = secure();
      expect(await login(before)).toBe(ACCEPTED);
      const serial = before.socket.getPeerCertificate().serialNumber;
      certificates.said.length = 0;
      await certificates.renew();
      while (certificates.said.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
      expect(certificates.said.at(-1)).toBe('replaced');
      const after = secure();
      expect(await login(after, 'gate-2')).toBe(ACCEPTED);
      expect(after.socket.getPeerCertificate().serialNumber).not.toBe(serial);
      before.publish(`cairn/v1/scans/${GATE}`, Buffer.from('scan'));
      await before.next('puback');
    }, 30_000);

    it('goes on with the old one while the files cannot be used, and says why', async () => {
      await start();
      certificates.said.length = 0;
      writeFileSync(certificates.files.certificate, 'no certificate');
      while (certificates.said.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
      expect(certificates.said).toEqual([`${certificates.files.certificate} does not hold a certificate in PEM.`]);
      expect(await login(secure())).toBe(ACCEPTED);
      await certificates.renew();
    }, 30_000);

    it('is named in its health when its time is over', async () => {
      await start();
      broker.nowMs = Date.now();
      broker.transport.check();
      broker.nowMs += 25 * HOUR_MS;
      expect(() => broker.transport.check()).toThrow(
        /the certificate in .*server\.pem ended at .*: clients refuse it/u,
      );
    });
  });

  it('is out of reach of an attack on the socket below', async () => {
    await start();
    const socket = connectPlain(broker.port, '127.0.0.1');
    const client = RawClient.over(connect({ socket, ca: certificates.authority, servername: 'localhost' }));
    expect(await login(client)).toBe(ACCEPTED);
    // Bytes that no key of the connection has made.
    socket.write(randomBytes(100));
    await client.closed;
    await broker.until(() => broker.closed.length === 1);
    expect(await login(secure())).toBe(ACCEPTED);
  });
});
