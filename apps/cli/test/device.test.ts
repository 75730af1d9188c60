import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createDeviceFolder, Device, writeEnrolment } from '#libs/sdk/device';
import { decodeScanHeader, decodeSignedScan, parseDisclosure } from '#libs/core/wire';
import { FakeNode } from '../../../test/kit/device/fake-node.js';
import { TlsTerminator } from '../../../test/kit/tls/terminator.js';
import { makeAuthority } from '../../../test/support/certificates.js';
import { describeWithReal } from '../../../test/support/services.js';
import { registerDeviceCommand } from '../device.js';
import { runHere, type Said } from './support/command-here.js';

let data: string;
let node: FakeNode;
const password = "it's 5 o'clock";

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'cairn-cli-'));
  process.env['CAIRN_DATA'] = data;
  node = await FakeNode.start();
  const folder = join(data, 'devices', 'gate-7');
  node.enrol(createDeviceFolder({ folder, id: 'gate-7' }), password);
  writeEnrolment(folder, { broker: node.url, password, trust: node.trust });
});
afterEach(async () => {
  delete process.env['CAIRN_DATA'];
  process.exitCode = 0;
  await node.close();
  rmSync(data, { recursive: true, force: true });
});

const cairn = (...words: string[]): Promise<Said> => runHere(registerDeviceCommand, ['device', ...words]);

const PALLET = '(00)395200000000000012';
const CASE = 'https://id.gs1.org/01/09520000000004/21/77';

describe('cairn device scan', () => {
  it('ends well when the receipt has been verified, and says where the scan stands', async () => {
    const { exitCode, out } = await cairn(
      'scan',
      'gate-7',
      '--object',
      CASE,
      '--step',
      'shipping',
      '--to',
      '9520000000004',
    );
    expect([exitCode, out]).toEqual([0, 'Scan 1 stands in the log at 0.\n']);
    expect(node.log[0]!.uris).toEqual([CASE]);
  });

  it('tells parent from child and takes any claim of the table', async () => {
    const out = join(data, 'scan.bin');
    const words = ['--parent', PALLET, '--child', CASE, '--action', 'add', '--step', 'packing'];
    const claims = ['--claim', 'note=first', '--claim', 'note=second', '--claim', 'quantity=12'];
    await cairn(
      'scan',
      'gate-7',
      ...words,
      ...claims,
      '--time',
      '2026-01-31T14:05:00+05:30',
      '--zone',
      '+05:30',
      '--out',
      out,
    );
    const scan = decodeSignedScan(readFileSync(out));
    expect(decodeScanHeader(scan.header)).toMatchObject({
      eventTimeMs: Date.UTC(2026, 0, 31, 8, 35),
      zoneOffsetMinutes: 330,
      eventType: 2,
      action: 1,
    });
    const said = scan.disclosures.map(parseDisclosure).map(({ name, value }) => `${name}=${value}`);
    expect(said).toEqual(['bizStep=packing', 'note=first', 'note=second', 'quantity=12']);
  });

  it('takes many scans from a file', async () => {
    const path = join(data, 'scans.jsonl');
    const lines = Array.from({ length: 25 }, (_, i) =>
      JSON.stringify({ objects: [{ uri: CASE + i }], claims: { bizStep: 'storing' } }),
    );
    writeFileSync(path, lines.join('\n'));
    expect((await cairn('scan', 'gate-7', '--from', path)).exitCode).toBe(0);
    expect(node.log).toHaveLength(25);
  });

  it('keeps the scan and fails when no receipt comes in time', async () => {
    node.tamper = () => undefined;
    const { exitCode, errors } = await cairn('scan', 'gate-7', '--object', CASE, '--wait-seconds', '1');
    expect(exitCode).toBe(1);
    expect(errors).toContain('1 scans have no receipt yet');
    node.tamper = (message) => message;
    expect((await cairn('scan', 'gate-7', '--object', CASE)).exitCode).toBe(0);
    expect(node.log.map(({ counter }) => counter)).toEqual([1, 2]);
  });

  it('fails with the reason when the scan is finally refused', async () => {
    node.rejectWith = () => 'TIME_TOO_EARLY';
    const { exitCode, errors } = await cairn('scan', 'gate-7', '--object', CASE);
    expect([exitCode, errors]).toEqual([1, expect.stringContaining('Scan 1 was refused, TIME_TOO_EARLY')]);
  });

  it.each([
    [['--step', 'shipping'], 'names at least one object'],
    [['--object', CASE, '--claim', 'colour=red'], 'There is no claim colour'],
    [['--object', CASE, '--claim', 'note'], 'A claim is name=value'],
    [['--object', CASE, '--time', '2026-01-31T14:05:00'], 'RFC 3339 with its offset'],
    [['--object', CASE, '--zone', '5'], 'A zone offset is'],
  ])('called with %j is a wrong call', async (words, message) => {
    const { exitCode, errors } = await cairn('scan', 'gate-7', ...words);
    expect([exitCode, errors]).toEqual([2, expect.stringContaining(message)]);
  });

  it('names the check digit that is wrong', async () => {
    const { exitCode, errors } = await cairn('scan', 'gate-7', '--object', '(01)09520000000005(21)1');
    expect([exitCode, errors]).toEqual([1, expect.stringMatching(/check digit/u)]);
  });

  it('says so when there is no such device', async () => {
    const { exitCode, errors } = await cairn('scan', 'gate-8', '--object', CASE);
    expect([exitCode, errors]).toEqual([2, expect.stringContaining('There is no device gate-8 here')]);
  });

  it('says so when another process works as this device', async () => {
    const device = await Device.open({ folder: join(data, 'devices', 'gate-7'), offline: true });
    const { exitCode, errors } = await cairn('scan', 'gate-7', '--object', CASE);
    await device.close();
    expect([exitCode, errors]).toEqual([1, expect.stringContaining('is in use by the process')]);
  });
});

describe('cairn device show', () => {
  it('prints what a client in any language needs', async () => {
    const { out } = await cairn('show', 'gate-7');
    for (const word of [
      'public key',
      'boot',
      'cairn/v1/scans/gate-7',
      'cairn/v1/receipts/gate-7',
      password,
      node.url,
    ]) {
      expect(out).toContain(word);
    }
  });
});

describeWithReal('mosquitto', 'the line that cairn device prints for a stock client', () => {
  it('mosquitto_pub brings the scan into the log, and the device gets its receipt later', async () => {
    const path = join(data, 'scan.bin');
    const { out } = await cairn('scan', 'gate-7', '--object', CASE, '--out', path);
    const line = out.split('\n').find((text) => text.includes('mosquitto_pub'))!;
    await promisify(execFile)('sh', ['-c', line]);
    await node.untilArrivals(1);
    expect(node.log).toMatchObject([{ device: 'gate-7', counter: 1, uris: [CASE] }]);
    const device = await Device.open({ folder: join(data, 'devices', 'gate-7') });
    await device.settled();
    await device.close();
    expect(node.log).toHaveLength(1);
  });

  it('names the authority and the certificate that lie in the device’s folder, where the broker speaks TLS', async () => {
    const [servers, devices] = [await makeAuthority('of servers'), await makeAuthority('of devices')];
    const { certificate: cert, key } = await servers.issue({ name: 'broker', hosts: ['localhost'] });
    const asking = { ca: devices.certificate, requestCert: true, rejectUnauthorized: true };
    const broker = await TlsTerminator.start(Number(new URL(node.url).port), { cert, key, ...asking });
    const folder = join(data, 'devices', 'gate-7');
    writeEnrolment(folder, { broker: `mqtts://localhost:${broker.port}`, password, trust: node.trust });
    const own = await devices.issue({ name: 'gate-7' });
    writeFileSync(join(folder, 'tls-authority.pem'), servers.certificate);
    writeFileSync(join(folder, 'tls-certificate.pem'), own.certificate);
    writeFileSync(join(folder, 'tls-key.pem'), own.key);
    const path = join(data, 'scan.bin');
    const { out } = await cairn('scan', 'gate-7', '--object', CASE, '--out', path);
    const line = out.split('\n').find((text) => text.includes('mosquitto_pub'))!;
    await promisify(execFile)('sh', ['-c', line]);
    await node.untilArrivals(1);
    await broker.stop();
  });
});

describe('certificates of a device on the command line', () => {
  it('are given with their key', async () => {
    const { exitCode, errors } = await cairn('scan', 'gate-7', '--object', CASE, '--tls-certificate', 'a.pem');
    expect([exitCode, errors]).toEqual([2, '--tls-certificate and --tls-key are given together.\n']);
  });

  it('and the authority of the broker are files that can be read', async () => {
    process.env['CAIRN_MQTT_TLS_CA'] = join(data, 'nothing.pem');
    const { exitCode, errors } = await cairn('scan', 'gate-7', '--object', CASE);
    delete process.env['CAIRN_MQTT_TLS_CA'];
    expect([exitCode, errors]).toEqual([1, `${join(data, 'nothing.pem')} cannot be read (ENOENT).\n`]);
  });
});
