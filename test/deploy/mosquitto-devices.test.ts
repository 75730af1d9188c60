import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { createDeviceFolder, Device, writeEnrolment } from '#libs/sdk/device';
import { removeTemporaryFolders, temporaryFolder } from '../kit/temporary-folder.js';
import { type Authority, makeAuthority } from '../support/certificates.js';
import { describeWithReal } from '../support/services.js';
import { DeployedMosquitto } from './deployed-mosquitto.js';

const PASSWORDS = { devices: { 'gate-1': 'secret-1' }, ingest: { 'cairn-ingest': 'secret-0' } };

describeWithReal('mosquitto', 'devices at the Mosquitto of deploy/', (program) => {
  let broker: DeployedMosquitto | undefined;
  let device: Device | undefined;
  let folder: string;
  afterEach(async () => {
    await device?.close();
    await broker?.remove();
  });
  afterAll(removeTemporaryFolders);

  /** What a device says first of a connection to that host. */
  async function outcomeAt(host: string, password = 'secret-1'): Promise<string> {
    folder = join(temporaryFolder(), 'gate-1');
    createDeviceFolder({ folder, id: 'gate-1' });
    const address = `mqtts://${host}:${broker!.ports.devices}`;
    writeEnrolment(folder, { broker: address, password, trust: { logOrigin: 'cairn.test/deploy', receiptKeys: [] } });
    device = await Device.open({
      folder,
      certificateAuthority: broker!.authority,
      reconnect: { baseMs: 1, maxMs: 20 },
    });
    const said = next();
    await device.scan({ objects: [{ uri: '(00)395200000000000012' }] });
    return said;
  }
  const next = (): Promise<string> =>
    new Promise((resolve) => {
      device!.once('connected', () => resolve('connected'));
      device!.once('disconnected', resolve);
    });
  const show = async (name: string, by: Authority): Promise<void> => {
    const { certificate, key } = await by.issue({ name });
    writeFileSync(join(folder, 'tls-certificate.pem'), certificate);
    writeFileSync(join(folder, 'tls-key.pem'), key, { mode: 0o600 });
  };

  it('come in by TLS and their password', async () => {
    broker = await DeployedMosquitto.start(program, PASSWORDS);
    expect(await outcomeAt('localhost')).toBe('connected');
  });

  it('are shown another certificate after a renewal and SIGHUP, and those that are here go on', async () => {
    broker = await DeployedMosquitto.start(program, PASSWORDS);
    expect(await outcomeAt('localhost')).toBe('connected');
    const gone = new Promise((resolve) => device!.once('disconnected', resolve)).then(() => 'gone');
    const before = await serialNumber(broker);
    await broker.renew();
    while ((await serialNumber(broker)) === before);
    expect(await Promise.race([gone, 'still here'])).toBe('still here');
  });

  it('do not come in by another password, nor to a host that the certificate does not name', async () => {
    broker = await DeployedMosquitto.start(program, PASSWORDS);
    expect(await outcomeAt('localhost', 'secret-2')).toContain('CONNACK 5');
    await device!.close();
    expect(await outcomeAt('127.0.0.1')).toContain('for another host name');
  });

  it('need a certificate where the guide’s line asks for one, and the password too', async () => {
    const devices = await makeAuthority('of devices');
    broker = await DeployedMosquitto.start(program, PASSWORDS, devices.certificate);
    expect(await outcomeAt('localhost')).toContain('client certificate');
    await show('gate-1', await makeAuthority('of others'));
    await next();
    expect(await next()).toContain('client certificate');
    await show('gate-1', devices);
    while ((await next()) !== 'connected');
    await device!.close();
    const wrong = await outcomeAt('localhost', 'secret-2');
    expect(wrong).not.toBe('connected');
    await show('gate-1', devices);
    await next();
    expect(await next()).toContain('CONNACK 5');
  });
});

/** Of the certificate that whoever comes now is shown. */
const serialNumber = ({ ports, authority }: DeployedMosquitto): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port: ports.devices, host: 'localhost', ca: authority }, () => {
      const { serialNumber } = socket.getPeerCertificate();
      socket.destroy();
      resolve(serialNumber);
    });
    socket.once('error', reject);
  });
