// The certificates of the guide's own commands open the broker, for the device that they name.
import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServerCertificate } from '#libs/host/tls';
import { createDeviceFolder, Device, writeEnrolment } from '#libs/sdk/device';
import { EmbeddedTransport } from '#libs/transport/mqtt';
import { removeTemporaryFolders, temporaryFolder } from '../kit/temporary-folder.js';
import { makeAuthority } from '../support/certificates.js';
import { describeWithReal } from '../support/services.js';
import { commandsOf } from './documented-commands.js';

describeWithReal('openssl', 'certificates of devices by the commands of the guide', (openssl) => {
  let transport: EmbeddedTransport | undefined;
  let device: Device | undefined;
  afterEach(async () => {
    await device?.close();
    await transport?.close();
  });
  afterAll(removeTemporaryFolders);

  it.each([
    ['gate-7', 'connected'],
    ['gate-8', 'not authorised'],
  ])('let %s be %s', async (id, expected) => {
    const place = temporaryFolder();
    const folder = join(place, id);
    const commands = commandsOf('docs/guides/operators.md').filter((line) => line.startsWith('openssl '));
    expect(commands).toHaveLength(3);
    createDeviceFolder({ folder, id });
    for (const command of commands)
      execFileSync('sh', ['-c', command.replace(/^openssl/u, openssl)], { cwd: folder, stdio: 'ignore' });

    const servers = await makeAuthority();
    const { certificate, key } = await servers.issue({ name: 'broker', hosts: ['localhost'] });
    const files = { certificate: join(place, 'server.pem'), key: join(place, 'server.key') };
    writeFileSync(files.certificate, certificate);
    writeFileSync(files.key, key);
    chmodSync(files.key, 0o600);
    writeFileSync(join(folder, 'tls-authority.pem'), servers.certificate);
    transport = new EmbeddedTransport({
      listeners: [
        {
          host: '127.0.0.1',
          port: 0,
          tls: {
            certificate: ServerCertificate.load({ ...files, clientAuthorities: join(folder, 'devices-ca.pem') }),
            clients: 'required',
            log: { replaced: () => {}, unusable: () => {} },
          },
        },
      ],
      credentials: async () => 'valid',
    });
    await transport.open(() => {});
    const broker = `mqtts://localhost:${transport.port}`;
    writeEnrolment(folder, { broker, password: 'secret', trust: { logOrigin: 'cairn.test/guide', receiptKeys: [] } });
    device = await Device.open({ folder });
    const said = new Promise<string>((resolve) => {
      device!.once('connected', () => resolve('connected'));
      device!.once('disconnected', resolve);
    });
    await device.scan({ objects: [{ uri: '(00)395200000000000012' }] });
    expect(await said).toContain(expected);
  });
});
