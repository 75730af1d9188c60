// A node with certificates, as an operator sets it up: devices come in by TLS, programs of the machine without. Runs dist/ (npm ci or npm run
// build makes it) and fails clearly without.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Authority, makeAuthority, type Wanted } from '../support/certificates.js';
import { compiledCommand, type Outcome, runToEnd } from './compiled-command.js';
import { ownSettings, RunningNode, until } from './running-node.js';

const ITEM = '(00)395200000000000012';
const PARTY = ['--party', '9520000000028', '--party-name', 'Ware House'];

let place: string;
let servers: Authority;
let node: RunningNode | undefined;

beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'cairn-tls-'));
  servers = await makeAuthority('of servers');
});
afterEach(async () => {
  await node?.remove();
  node = undefined;
  rmSync(place, { recursive: true, force: true });
});

/** Writes a certificate and its key. @returns their paths */
async function certified(name: string, wanted: Wanted, authority: Authority): Promise<{ pem: string; key: string }> {
  const files = { pem: join(place, `${name}.pem`), key: join(place, `${name}.key`) };
  const { certificate, key } = await authority.issue(wanted);
  writeFileSync(files.pem, certificate);
  writeFileSync(files.key, key);
  chmodSync(files.key, 0o600);
  return files;
}

it('a node with certificates takes scans of devices by TLS, which it tells them', async () => {
  const devices = await makeAuthority('of devices');
  const server = await certified('server', { name: 'broker', hosts: ['localhost'] }, servers);
  writeFileSync(join(place, 'servers.pem'), servers.certificate);
  writeFileSync(join(place, 'devices.pem'), devices.certificate);
  const settings: Record<string, string> = {
    ...(await ownSettings(join(place, 'data'))),
    CAIRN_MQTT_HOST: 'localhost',
    CAIRN_MQTT_TLS_CERTIFICATE: server.pem,
    CAIRN_MQTT_TLS_KEY: server.key,
    CAIRN_MQTT_TLS_CLIENT_CA: join(place, 'devices.pem'),
  };
  node = new RunningNode(settings);
  await node.ready();
  const [plain, tls] = [settings['CAIRN_MQTT_PORT'], settings['CAIRN_MQTT_TLS_PORT']];
  expect(node.output).toMatch(new RegExp(`broker +mqtt://localhost:${plain} \\(process`, 'u'));
  expect(node.output).toMatch(new RegExp(`broker, with TLS +mqtts://localhost:${tls}\n`, 'u'));

  const run = (words: readonly string[], more: Record<string, string> = {}): Promise<Outcome> =>
    runToEnd(process.execPath, [compiledCommand(), ...words], { environment: { ...settings, ...more } });
  const enrolled = await run(['device', 'enrol', 'gate-7', ...PARTY]);
  expect([enrolled.exitCode, enrolled.out]).toEqual([0, expect.stringContaining(`mqtts://localhost:${tls}`)]);

  const scan = ['device', 'scan', 'gate-7', '--object', ITEM, '--step', 'shipping'];
  const stranger = await run([...scan, '--wait-seconds', '2']);
  expect([stranger.exitCode, stranger.errors]).toEqual([
    1,
    expect.stringMatching(
      /^1 scans have no receipt yet \(the certificate of the broker comes from an authority that/mu,
    ),
  ]);
  const known = { CAIRN_MQTT_TLS_CA: join(place, 'servers.pem') };
  const sent = await run(scan, known);
  expect([sent.exitCode, sent.out]).toEqual([0, expect.stringMatching(/Scan 2 stands in the log at \d+\./u)]);

  const own = await certified('gate-7', { name: 'gate-7' }, devices);
  const other = await certified('gate-8', { name: 'gate-8' }, devices);
  const shown = ({ pem, key }: typeof own): string[] => ['--tls-certificate', pem, '--tls-key', key];
  const certain = await run([...scan, ...shown(own)], known);
  expect([certain.exitCode, certain.errors]).toEqual([0, '']);
  const stolen = await run([...scan, '--wait-seconds', '2', ...shown(other)], known);
  expect([stolen.exitCode, stolen.errors]).toEqual([1, expect.stringContaining('its client certificate')]);

  const rotated = await run(['device', 'rotate', 'gate-7'], known);
  expect([rotated.exitCode, rotated.errors]).toEqual([0, '']);

  // Simulated devices of this machine come without TLS, and need no certificate.
  const fleet = await run(['simulate', 'fleet', '--devices', '2', '--rate', '10', '--duration-seconds', '1']);
  expect([fleet.exitCode, fleet.out]).toEqual([
    0,
    expect.stringMatching(/2 devices: (\d+) scans made, \1 with receipt, 0 held back/u),
  ]);

  await certified('server', { name: 'broker', hosts: ['localhost'] }, await makeAuthority('another'));
  const log = join(node.folder, 'logs', 'ingest.log');
  await until('the new certificate is in use', () =>
    readFileSync(log, 'utf8').includes('the certificate was replaced'),
  );
  const renewed = await run([...scan, '--wait-seconds', '2'], known);
  expect([renewed.exitCode, renewed.errors]).toEqual([
    1,
    expect.stringContaining('an authority that this device does'),
  ]);
});

it.each<[string, Record<string, string>, string]>([
  [
    'listens beyond the machine without TLS',
    { CAIRN_MQTT_HOST: '0.0.0.0' },
    'The broker would listen on 0.0.0.0 without TLS',
  ],
  [
    'tells devices an address without TLS',
    { CAIRN_MQTT_PUBLIC_URL: 'mqtt://scans.example.org:1883' },
    'CAIRN_MQTT_PUBLIC_URL is mqtt://scans.example.org:1883, without TLS',
  ],
  [
    'goes to a broker without TLS',
    {
      CAIRN_PROFILE: 'distributed',
      CAIRN_KAFKA_BROKERS: '127.0.0.1:1',
      CAIRN_DATABASE_URL: 'postgres://cairn:hunter2@127.0.0.1:1/cairn',
      CAIRN_MQTT_URL: 'mqtt://cairn-ingest:hunter2@broker.example.org:1883',
    },
    'CAIRN_MQTT_URL is mqtt://broker.example.org:1883, without TLS',
  ],
  [
    'has a certificate that is none',
    { CAIRN_MQTT_TLS_CERTIFICATE: '/dev/null', CAIRN_MQTT_TLS_KEY: '/dev/null' },
    '/dev/null',
  ],
])('a node that %s is refused before anything is started', async (_, variables, said) => {
  const settings = { ...(await ownSettings(join(place, 'data'))), ...variables };
  const { exitCode, errors } = await runToEnd(process.execPath, [compiledCommand(), 'up'], { environment: settings });
  expect([exitCode, errors]).toEqual([1, expect.stringContaining(`Cairn cannot start: ${said}`)]);
  expect(errors).not.toMatch(/hunter2/u);
  for (const made of ['postgres', 'keys', 'logs']) expect(existsSync(join(place, 'data', made))).toBe(false);
});
