import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SecureContextOptions, TlsOptions } from 'node:tls';
import { createDeviceFolder, Device, type DeviceOptions, writeEnrolment } from '../index.js';
import { FakeNode } from '../../../../test/kit/device/fake-node.js';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/kit/temporary-folder.js';
import { TlsTerminator } from '../../../../test/kit/tls/terminator.js';
import { type Authority, makeAuthority, type Wanted } from '../../../../test/support/certificates.js';

const SCAN = { objects: [{ uri: 'https://id.gs1.org/01/09520000000004/21/1' }] };
const FAST = { baseMs: 1, maxMs: 20 };
const HOUR_MS = 3_600_000;

let node: FakeNode;
let authority: Authority;
let broker: TlsTerminator | undefined;
let device: Device | undefined;
let folder: string;

beforeAll(async () => {
  authority = await makeAuthority();
});
beforeEach(async () => {
  node = await FakeNode.start();
});
afterEach(async () => {
  await device?.close();
  await broker?.stop();
  await node.close();
  broker = device = undefined;
});
afterAll(removeTemporaryFolders);

const certificateFor = async (wanted: Partial<Wanted> = {}, by = authority): Promise<SecureContextOptions> => {
  const { certificate: cert, key } = await by.issue({ name: 'broker', hosts: ['localhost'], ...wanted });
  return { cert, key };
};

async function startBroker(options: TlsOptions): Promise<void> {
  broker = await TlsTerminator.start(Number(new URL(node.url).port), options);
}

/** A device whose address of the broker is that host with TLS. */
async function openDevice(host = 'localhost', options: Partial<DeviceOptions> = {}): Promise<Device> {
  folder = join(temporaryFolder(), 'gate-7');
  node.enrol(createDeviceFolder({ folder, id: 'gate-7' }), 'secret');
  writeEnrolment(folder, { broker: `mqtts://${host}:${broker!.port}`, password: 'secret', trust: node.trust });
  device = await Device.open({ folder, reconnect: FAST, retry: FAST, receiptTimeoutMs: 300, ...options });
  return device;
}

const trouble = (of: Device): Promise<string> => new Promise((resolve) => of.once('disconnected', resolve));

describe('a device that connects with TLS', () => {
  it('gets its receipt from a broker of a private authority that it is given', async () => {
    await startBroker(await certificateFor());
    const { outcome } = await (
      await openDevice('localhost', { certificateAuthority: authority.certificate })
    ).scan(SCAN);
    expect(await outcome).toMatchObject({ kind: 'receipted' });
  });

  it.each<[string, () => Promise<SecureContextOptions>, RegExp]>([
    [
      'of another authority',
      async () => certificateFor({}, await makeAuthority()),
      /^the certificate of the broker comes from an authority that this device does not know/u,
    ],
    [
      'that has expired',
      () => certificateFor({ validUntilTimeMs: Date.now() - HOUR_MS / 2 }),
      /^the certificate of the broker has expired, or the clock of this device is wrong$/u,
    ],
    [
      'that is not valid yet',
      () => certificateFor({ validFromTimeMs: Date.now() + HOUR_MS }),
      /^the certificate of the broker is not valid yet, or the clock of this device is wrong$/u,
    ],
    [
      'for another host name',
      () => certificateFor({ hosts: ['other.example.org'] }),
      /^the certificate of the broker is for another host name than that of its address$/u,
    ],
  ])(
    'does not connect to a broker with a certificate %s, says so, keeps its scan, and sends it when that is mended',
    async (_, wrong, said) => {
      await startBroker(await wrong());
      const gate = await openDevice('localhost', { certificateAuthority: authority.certificate });
      const why = trouble(gate);
      const { outcome } = await gate.scan(SCAN);
      expect(await why).toMatch(said);
      expect([gate.unsettled, node.arrivals.length]).toEqual([1, 0]);
      broker!.use(await certificateFor());
      expect(await outcome).toMatchObject({ kind: 'receipted' });
    },
  );

  it('does not believe an authority that only the broker brings along', async () => {
    const { cert, key } = await certificateFor();
    await startBroker({ cert: `${String(cert)}\n${authority.certificate}`, key });
    const gate = await openDevice();
    const why = trouble(gate);
    await gate.scan(SCAN);
    expect(await why).toMatch(/authority that this device does not know/u);
    expect(node.arrivals).toEqual([]);
  });

  it('does not go on without TLS where what answers speaks none', async () => {
    await startBroker(await certificateFor());
    const plain = new URL(node.url).port;
    const gate = await openDevice('localhost', { broker: `mqtts://127.0.0.1:${plain}` });
    const why = trouble(gate);
    await gate.scan(SCAN);
    expect(await why).toMatch(/TLS/u);
    expect(node.arrivals).toEqual([]);
  });

  it('says that the broker wants a client certificate, and shows the one that is put into its folder', async () => {
    const clients = await makeAuthority('of devices');
    await startBroker({
      ...(await certificateFor()),
      ca: clients.certificate,
      requestCert: true,
      rejectUnauthorized: true,
    });
    const gate = await openDevice('localhost', { certificateAuthority: authority.certificate });
    const why = trouble(gate);
    const { outcome } = await gate.scan(SCAN);
    expect(await why).toBe('the broker wants a client certificate, and this device has none');
    const own = await clients.issue({ name: 'gate-7' });
    writeFileSync(join(folder, 'tls-certificate.pem'), own.certificate);
    writeFileSync(join(folder, 'tls-key.pem'), own.key, { mode: 0o600 });
    expect(await outcome).toMatchObject({ kind: 'receipted' });
  });

  it('takes the authority from its folder, and a client certificate from its program', async () => {
    const clients = await makeAuthority('of devices');
    await startBroker({
      ...(await certificateFor()),
      ca: clients.certificate,
      requestCert: true,
      rejectUnauthorized: true,
    });
    const clientCertificate = await clients.issue({ name: 'gate-7' });
    const gate = await openDevice('localhost', { clientCertificate });
    const why = trouble(gate);
    const { outcome } = await gate.scan(SCAN);
    expect(await why).toMatch(/authority that this device does not know/u);
    writeFileSync(join(folder, 'tls-authority.pem'), authority.certificate);
    expect(await outcome).toMatchObject({ kind: 'receipted' });
  });

  it.each([
    ['half a pair', { 'tls-certificate.pem': 'x' }, /has only one of tls-certificate\.pem and tls-key\.pem/u],
    ['no certificates', { 'tls-certificate.pem': 'x', 'tls-key.pem': 'x' }, /cannot be used/u],
  ])('says that the files in its folder are %s', async (_, files, said) => {
    await startBroker(await certificateFor());
    const gate = await openDevice('localhost', { certificateAuthority: authority.certificate });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const why = trouble(gate);
    await gate.scan(SCAN);
    expect(await why).toMatch(said);
  });

  it('shows no client certificate to an address without TLS', async () => {
    await startBroker(await certificateFor());
    const own = await authority.issue({ name: 'gate-7' });
    const gate = await openDevice('localhost', { broker: node.url, clientCertificate: own });
    const { outcome } = await gate.scan(SCAN);
    expect(await outcome).toMatchObject({ kind: 'receipted' });
  });
});
