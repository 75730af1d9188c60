import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type ConnectionOptions } from 'node:tls';
import { pino } from 'pino';
import type { StartError } from '#libs/host/service';
import { RawClient } from '../../../test/kit/mqtt/raw-client.js';
import { type Authority, makeAuthority, type Wanted } from '../../../test/support/certificates.js';
import { startIngest } from '../start-ingest.js';
import { TestDevice } from './test-device.js';
import { World } from './world.js';

const HOUR_MS = 3_600_000;

describe('ingest with TLS', () => {
  let world: World;
  let servers: Authority;
  let devices: Authority;
  const files = (): Record<string, string> => ({
    CAIRN_MQTT_TLS_CERTIFICATE: join(world.folder, 'server.pem'),
    CAIRN_MQTT_TLS_KEY: join(world.folder, 'server.key'),
    CAIRN_MQTT_TLS_CLIENT_CA: join(world.folder, 'devices.pem'),
    CAIRN_MQTT_TLS_PORT: '0',
  });
  const renew = async (wanted: Partial<Wanted> = {}): Promise<void> => {
    const { certificate, key } = await servers.issue({ name: 'broker', hosts: ['localhost'], ...wanted });
    const { CAIRN_MQTT_TLS_CERTIFICATE: one, CAIRN_MQTT_TLS_KEY: other } = files();
    writeFileSync(one!, certificate);
    writeFileSync(other!, key);
    chmodSync(other!, 0o600);
  };
  const secure = (options: ConnectionOptions = {}): RawClient => {
    const port = world.transport.ports[1]!;
    const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ca: servers.certificate, ...options });
    const client = RawClient.over(socket);
    world.clients.push(client);
    return client;
  };
  const login = async (client: RawClient, device: TestDevice): Promise<number | undefined> => {
    client.connect(device.id);
    return ((await client.next('connack')) as { returnCode?: number }).returnCode;
  };
  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 100));
  };

  beforeAll(async () => {
    world = await World.create();
    [servers, devices] = [await makeAuthority('of servers'), await makeAuthority('of devices')];
    writeFileSync(files()['CAIRN_MQTT_TLS_CLIENT_CA']!, devices.certificate);
    await renew();
    await world.start({ ...files(), CAIRN_MQTT_HOST: '0.0.0.0' });
  });
  afterAll(() => world.stop());

  it('takes scans of devices by TLS, and of programs of this machine without', async () => {
    const [far, near] = [new TestDevice('far'), new TestDevice('near')];
    await world.enrol(far);
    await world.enrol(near);
    const client = secure();
    expect(await login(client, far)).toBe(0);
    client.publish('cairn/v1/scans/far', far.payload());
    await client.next('puback');
    const plain = await world.connect(near);
    plain.publish('cairn/v1/scans/near', near.payload());
    await plain.next('puback');
    await world.until(() => world.scans.length === 2);
    expect((await world.health()).status).toBe('ok');
  });

  it('holds a device that shows a certificate to its own, and counts who does not hold', async () => {
    const device = new TestDevice('certified');
    await world.enrol(device);
    const shown = async (name: string): Promise<ConnectionOptions> => {
      const { certificate: cert, key } = await devices.issue({ name });
      return { cert, key };
    };
    expect(await login(secure(await shown('certified')), device)).toBe(0);
    expect(await login(secure(await shown('far')), device)).toBe(5);
    await until(async () => /closed_total\{reason="client-certificate"\} 1\b/u.test(await world.metrics()));
  });

  it('says in its health that the certificate is over, and takes a new one without a restart', async () => {
    const { CAIRN_MQTT_TLS_CERTIFICATE: file } = files();
    await renew({ validUntilTimeMs: Date.now() - HOUR_MS / 2 });
    await until(async () => (await world.health()).status !== 'ok');
    const { checks } = await world.health();
    expect(checks['mqtt']).toMatch(new RegExp(`^the certificate in ${file} ended at .*: clients refuse it$`, 'u'));
    await renew();
    await until(async () => (await world.health()).status === 'ok');
    const device = new TestDevice('later');
    await world.enrol(device);
    expect(await login(secure(), device)).toBe(0);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'listen beyond this machine without TLS',
      { CAIRN_HOST: '0.0.0.0' },
      /^The broker would listen on 0\.0\.0\.0 without TLS, .* set CAIRN_MQTT_CLEARTEXT=yes\.$/u,
    ],
    [
      'go to a broker beyond this machine without TLS',
      { CAIRN_PROFILE: 'distributed', CAIRN_MQTT_URL: 'mqtt://cairn-ingest:hunter2@192.0.2.1:1883' },
      /^CAIRN_MQTT_URL is mqtt:\/\/192\.0\.2\.1:1883, without TLS, .* set CAIRN_MQTT_CLEARTEXT=yes\.$/u,
    ],
    [
      'believe an authority that is not there',
      {
        CAIRN_PROFILE: 'distributed',
        CAIRN_MQTT_URL: 'mqtts://192.0.2.1',
        CAIRN_MQTT_TLS_CA: '/nowhere/ca.pem',
      },
      /^\/nowhere\/ca\.pem cannot be read \(ENOENT\)\.$/u,
    ],
    [
      'show a certificate that is not there',
      { CAIRN_MQTT_TLS_CERTIFICATE: '/nowhere/a.pem', CAIRN_MQTT_TLS_KEY: '/nowhere/a.key' },
      /^\/nowhere\/a\.pem cannot be read \(ENOENT\)\.$/u,
    ],
    ['hear proxies that nobody has named', { CAIRN_MQTT_PROXY_PROTOCOL: 'yes' }, /needs CAIRN_TRUSTED_PROXIES/u],
  ])('does not start to %s, and waits for nothing before it says so', async (_, variables, said) => {
    // A folder in which no anchor has made anything: a start that had come so far would wait.
    const environment = world.environment({ CAIRN_DATA: '/nowhere', ...variables });
    const error: unknown = await startIngest(environment, pino({ level: 'silent' })).catch((reason: unknown) => reason);
    expect((error as Error).message).toMatch(said);
    expect(['StartError', 'ConfigurationError']).toContain((error as StartError).name);
  });

  it('starts in clear text beyond this machine where that is meant', async () => {
    const environment = world.environment({ CAIRN_HOST: '0.0.0.0', CAIRN_MQTT_CLEARTEXT: 'yes' });
    const ingest = await startIngest(environment, pino({ level: 'silent' }));
    await ingest.stop();
  });
});
