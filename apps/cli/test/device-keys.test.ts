import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDeviceFolder, formatEnrolmentCode, readDeviceFolder, writeEnrolment } from '#libs/sdk/device';
import { deviceKey } from '#libs/core/wire';
import { signerOfSeed } from '#libs/host/keys';
import { FakeNode, LOG_ORIGIN } from '../../../test/kit/device/fake-node.js';
import { registerDeviceCommand } from '../device.js';
import { durationMs } from '../duration.js';
import { endOfDayMs, momentMs, momentText } from '../moment.js';
import { runHere, type Said } from './support/command-here.js';

let data: string;
let node: FakeNode;

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'cairn-cli-keys-'));
  process.env['CAIRN_DATA'] = data;
  node = await FakeNode.start();
  const folder = join(data, 'devices', 'gate-7');
  node.enrol(createDeviceFolder({ folder, id: 'gate-7' }), 'secret');
  writeEnrolment(folder, { broker: node.url, password: 'secret', trust: node.trust });
});
afterEach(async () => {
  delete process.env['CAIRN_DATA'];
  process.exitCode = 0;
  await node.close();
  rmSync(data, { recursive: true, force: true });
});

const cairn = (...words: string[]): Promise<Said> => runHere(registerDeviceCommand, ['device', ...words]);

describe('cairn device rotate', () => {
  it('says which entry has replaced the key', async () => {
    const { exitCode, out } = await cairn('rotate', 'gate-7');
    expect([exitCode, out]).toEqual([0, 'The key of gate-7 is replaced by entry 0.\n']);
    expect(node.keysOf('gate-7').keys).toHaveLength(2);
  });

  it('goes on with the same rotation when no answer came in time', async () => {
    node.tamper = () => undefined;
    const first = await cairn('rotate', 'gate-7', '--wait-seconds', '1');
    expect([first.exitCode, first.errors]).toEqual([1, expect.stringContaining('goes out with the next call')]);
    node.tamper = (message) => message;
    expect((await cairn('rotate', 'gate-7')).exitCode).toBe(0);
    expect(node.keysOf('gate-7').keys).toHaveLength(2);
  });

  it('says why when the node refuses it', async () => {
    node.rejectEventWith = () => 'EVENT_KEY_EXPIRED';
    const { exitCode, errors } = await cairn('rotate', 'gate-7');
    expect([exitCode, errors]).toEqual([1, expect.stringContaining('EVENT_KEY_EXPIRED')]);
  });
});

/** @returns a code that the node knows, and the key in it. */
function aCode() {
  const seed = new Uint8Array(32).fill(3);
  const boot = new Uint8Array(16).fill(4);
  const [receiptKey] = node.trust.receiptKeys;
  const { algorithm, publicKey } = signerOfSeed(seed);
  node.enrol({ id: 'gate-8', device: deviceKey('gate-8'), algorithm, publicKey, boot }, 'secret');
  const trust = { operator: receiptKey!, receiptKeys: [receiptKey!] };
  const common = { id: 'gate-8', seed, boot, broker: node.url, password: 'secret', trust };
  return { code: formatEnrolmentCode({ ...common, origin: LOG_ORIGIN, expiresMs: Date.now() + 60_000 }), publicKey };
}

describe('cairn device redeem', () => {
  it('gives the device its own key and password, and refuses the code of another log', async () => {
    const { code, publicKey } = aCode();
    const folder = join(data, 'own');
    const other = await cairn('redeem', code, '--folder', folder, '--origin', 'other.example/log');
    expect([other.exitCode, other.errors]).toEqual([2, expect.stringContaining('not of other.example/log')]);
    const { exitCode, out } = await cairn('redeem', code, '--folder', folder);
    expect([exitCode, out]).toEqual([
      0,
      expect.stringContaining('This device is gate-8, with a key and a password of its own.'),
    ]);
    expect(node.letsIn('gate-8', 'secret')).toBe(false);
    const { password } = readDeviceFolder(folder).enrolment!;
    expect(out).not.toContain(password);
    expect(out).not.toContain('Not enrolled');
    expect(Buffer.compare(readDeviceFolder(folder).identity.publicKey, publicKey)).not.toBe(0);
  });
});

describe('cairn device redeem where the broker keeps its own passwords', () => {
  it('says that the password of the code goes on, and what the operator does', async () => {
    node.rejectPasswordWith = () => 'PASSWORD_ELSEWHERE';
    const folder = join(data, 'own');
    const { exitCode, out } = await cairn('redeem', aCode().code, '--folder', folder);
    expect(exitCode).toBe(0);
    expect(out).toContain('This device is gate-8, with a key of its own.');
    expect(out).toContain(
      'The password of the enrolment code goes on: The broker of this node keeps its passwords itself',
    );
    expect(out).toContain('docs/guides/operators.md, Devices and their passwords');
    expect(out).toContain(join(folder, 'enrolment.json'));
    expect(node.letsIn('gate-8', 'secret')).toBe(true);
  });
});

describe('cairn device show', () => {
  it('tells of an event that waits for its answer, and that the log is not at hand', async () => {
    node.tamper = () => undefined;
    await cairn('rotate', 'gate-7', '--wait-seconds', '1');
    const { out } = await cairn('show', 'gate-7');
    expect(out).toContain('The rotate that this device has signed waits for the answer');
    expect(out).toContain('cannot be told here');
  });
});

describe('times and durations of the command line', () => {
  it.each([
    ['2026-05-01T14:00:00+02:00', '2026-05-01T12:00:00Z'],
    ['2026-05-01T14:00Z', '2026-05-01T14:00:00Z'],
    ['2028-02-29t23:59:59z', '2028-02-29T23:59:59Z'],
  ])('%s is %s', (text, utc) => expect(momentText(momentMs(text)!)).toBe(utc));

  it.each([
    '2026-05-01T14:00:00',
    '2026-05-01',
    'yesterday',
    '2026-13-01T00:00Z',
    '2026-02-30T00:00Z',
    '2026-04-31T00:00:00+02:00',
    '2027-02-29T12:00Z',
    '2026-05-01T24:00:00Z',
  ])('%s is no time', (text) => expect(momentMs(text)).toBeUndefined());

  it('a day ends with its last moment in UTC, and a day that no month has is none', () => {
    expect(momentText(endOfDayMs('2026-12-31')!)).toBe('2027-01-01T00:00:00Z');
    expect(['2026-02-30', '2026-2-3', '2026-05-01T00:00Z', ''].map(endOfDayMs)).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
  });

  it('90s, 30m, 1h and 7d are durations, others are not', () => {
    expect(['90s', '30m', '1h', '7d'].map(durationMs)).toEqual([90_000, 1_800_000, 3_600_000, 604_800_000]);
    expect(['', '0h', '1w', '1.5h', '-1h'].map(durationMs)).toEqual(Array.from({ length: 5 }, () => undefined));
  });
});
