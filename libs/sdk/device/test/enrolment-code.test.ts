import { bytesToHex } from '@noble/hashes/utils.js';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bytesEqual, deviceKey } from '#libs/core/wire';
import { signerOfSeed } from '#libs/host/keys';
import {
  type EnrolmentCode,
  Device,
  formatEnrolmentCode,
  parseEnrolmentCode,
  readDeviceFolder,
  redeemEnrolmentCode,
} from '../index.js';
import { FakeNode, LOG_ORIGIN } from '../../../../test/kit/device/fake-node.js';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/kit/temporary-folder.js';

let node: FakeNode;
const FAST = { baseMs: 1, maxMs: 20 };

beforeEach(async () => {
  node = await FakeNode.start();
});
afterEach(() => node.close());
afterAll(removeTemporaryFolders);

/** An enrolment code that the node knows. */
function aCode(): EnrolmentCode {
  const [receiptKey] = node.trust.receiptKeys;
  const code: EnrolmentCode = {
    origin: LOG_ORIGIN,
    id: 'gate-7',
    seed: new Uint8Array(32).fill(5),
    boot: new Uint8Array(16).fill(6),
    expiresMs: Date.now() + 60_000,
    broker: node.url,
    password: 'pass & word=?',
    trust: { operator: receiptKey!, receiptKeys: [receiptKey!] },
  };
  const { algorithm, publicKey } = signerOfSeed(code.seed);
  node.enrol({ id: code.id, device: deviceKey(code.id), algorithm, publicKey, boot: code.boot }, code.password);
  return code;
}
const redeem = (code: EnrolmentCode, folder: string, nowMs?: () => number) =>
  redeemEnrolmentCode({ code, folder, reconnect: FAST, retry: FAST, receiptTimeoutMs: 300, ...(nowMs && { nowMs }) });

describe('an enrolment code', () => {
  it('says the same when it is read back', () => {
    const code = aCode();
    expect(parseEnrolmentCode(` ${formatEnrolmentCode(code)}\n`)).toEqual(code);
    expect(formatEnrolmentCode(code)).toMatch(/^cairn-claim:v1\?origin=/u);
  });

  it('of an older version brings nobody else a login', () => {
    const code = aCode();
    const login = 'cairn-ingest:hunter2@';
    const old = formatEnrolmentCode(code).replace('mqtt%3A%2F%2F', `mqtt%3A%2F%2F${encodeURIComponent(login)}`);
    expect(old).toContain('hunter2');
    expect(parseEnrolmentCode(old)).toEqual(code);
    expect(formatEnrolmentCode({ ...code, broker: `mqtt://${login}broker:1883` })).not.toContain('hunter2');
  });

  it.each([
    ['nothing of ours', () => 'https://example.org'],
    ['another version', (code: string) => code.replace(':v1', ':v2')],
    ['a seed that is too short', (code: string) => code.replace(/seed=[^&]{4}/u, 'seed=')],
    ['no password', (code: string) => code.replace(/&password=[^&]*/u, '')],
    ['a field twice', (code: string) => `${code}&id=other`],
    ['a key of no known algorithm', (code: string) => code.replace(/trust=1/u, 'trust=9')],
    ['a broker that is none', (code: string) => code.replace(/broker=mqtt/u, 'broker=http')],
    ['too many characters', (code: string) => code + 'x'.repeat(2_000)],
  ])('with %s is refused', (_, change) => {
    const code = change(formatEnrolmentCode(aCode()));
    expect(() => parseEnrolmentCode(code)).toThrow(expect.objectContaining({ code: 'ENROLMENT_CODE_INVALID' }));
  });
});

describe('redeeming an enrolment code', () => {
  it('gives the device a key that nobody else ever saw, before its first scan', async () => {
    const code = aCode();
    const folder = join(temporaryFolder(), 'gate-7');
    const identity = await redeem(code, folder);
    expect(bytesEqual(identity.publicKey, signerOfSeed(code.seed).publicKey)).toBe(false);
    expect(bytesEqual(node.keysOf('gate-7').activeKey!.publicKey, identity.publicKey)).toBe(true);
    const device = await Device.open({ folder });
    await device.scan({ objects: [{ uri: '(00)395200000000000012' }] });
    await device.settled();
    await device.close();
    expect(node.log.at(-1)).toMatchObject({ counter: 1 });
  });

  it('again in the same folder changes nothing', async () => {
    const code = aCode();
    const folder = join(temporaryFolder(), 'gate-7');
    const first = await redeem(code, folder);
    expect(await redeem(code, folder)).toEqual(first);
    // On a slow machine a device asks twice for its receipt: what it says is one thing.
    expect(new Set(node.events.map(({ payload }) => bytesToHex(payload))).size).toBe(1);
  });

  it('in another folder is refused: it was used', async () => {
    const code = aCode();
    node.rejectPasswordWith = () => 'PASSWORD_ELSEWHERE'; // else nobody comes as far by it
    await redeem(code, join(temporaryFolder(), 'gate-7'));
    node.rejectEventWith = () => 'EVENT_SIGNER_NOT_ALLOWED';
    const thief = join(temporaryFolder(), 'gate-7');
    await expect(redeem(code, thief)).rejects.toMatchObject({ code: 'ENROLMENT_CODE_USED' });
    expect(existsSync(thief)).toBe(false);
  });

  it('in another folder does not get as far as the node once the device has a password of its own, and is told so', async () => {
    const code = aCode();
    await redeem(code, join(temporaryFolder(), 'gate-7'));
    const { events } = node;
    const before = events.length;
    const abort = new AbortController();
    const troubles: string[] = [];
    const asked = redeemEnrolmentCode({
      code,
      folder: join(temporaryFolder(), 'gate-7'),
      reconnect: FAST,
      signal: abort.signal,
      onTrouble: (text) => (troubles.push(text), abort.abort()),
    });
    await expect(asked).rejects.toThrow();
    expect(troubles[0]).toMatch(/CONNACK \d.*; so is a code that was used/u);
    expect(events).toHaveLength(before);
  });

  it('that has expired is refused, by the device and by the node', async () => {
    const code = aCode();
    const folder = join(temporaryFolder(), 'gate-7');
    await expect(redeem(code, folder, () => code.expiresMs)).rejects.toMatchObject({ code: 'ENROLMENT_CODE_EXPIRED' });
    node.rejectEventWith = () => 'EVENT_KEY_EXPIRED';
    await expect(redeem(code, folder)).rejects.toMatchObject({ code: 'ENROLMENT_CODE_EXPIRED' });
    expect(existsSync(folder)).toBe(false);
  });

  it('goes on where it was stopped', async () => {
    const code = aCode();
    const folder = join(temporaryFolder(), 'gate-7');
    node.tamper = () => undefined;
    const abort = new AbortController();
    node.once('event', () => abort.abort());
    const stopped = redeemEnrolmentCode({ code, folder, signal: abort.signal, reconnect: FAST });
    await expect(stopped).rejects.toThrow();
    expect(readDeviceFolder(folder).state.event).toMatchObject({ kind: 'rotate' });
    node.tamper = (message) => message;
    await redeem(code, folder);
    expect(node.keysOf('gate-7').keys).toHaveLength(2);
  });

  it('over the folder of another device is refused', async () => {
    const code = aCode();
    const folder = join(temporaryFolder(), 'gate-7');
    await redeem(code, folder);
    const other = { ...code, boot: new Uint8Array(16).fill(9) };
    await expect(redeem(other, folder)).rejects.toMatchObject({ code: 'FOLDER_EXISTS' });
  });
});
