import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bytesEqual, deviceKey } from '#libs/core/wire';
import { signerOfSeed } from '#libs/host/keys';
import { type Claim, Device, formatClaim, parseClaim, readDeviceFolder, redeemClaim } from '../index.js';
import { FakeNode, LOG_ORIGIN } from '../../../../test/kit/device/fake-node.js';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/kit/temporary-folder.js';

let node: FakeNode;
const FAST = { baseMs: 1, maxMs: 20 };

beforeEach(async () => {
  node = await FakeNode.start();
});
afterEach(() => node.close());
afterAll(removeTemporaryFolders);

/** A claim that the node knows. */
function aClaim(): Claim {
  const [receiptKey] = node.trust.receiptKeys;
  const claim: Claim = {
    origin: LOG_ORIGIN,
    id: 'gate-7',
    seed: new Uint8Array(32).fill(5),
    boot: new Uint8Array(16).fill(6),
    expiresMs: Date.now() + 60_000,
    broker: node.url,
    password: 'pass & word=?',
    trust: { operator: receiptKey!, receiptKeys: [receiptKey!] },
  };
  const { algorithm, publicKey } = signerOfSeed(claim.seed);
  node.enrol({ id: claim.id, device: deviceKey(claim.id), algorithm, publicKey, boot: claim.boot }, claim.password);
  return claim;
}
const redeem = (claim: Claim, folder: string, nowMs?: () => number) =>
  redeemClaim({ claim, folder, reconnect: FAST, retry: FAST, receiptTimeoutMs: 300, ...(nowMs && { nowMs }) });

describe('a claim code', () => {
  it('says the same when it is read back', () => {
    const claim = aClaim();
    expect(parseClaim(` ${formatClaim(claim)}\n`)).toEqual(claim);
    expect(formatClaim(claim)).toMatch(/^cairn-claim:v1\?origin=/u);
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
    const code = change(formatClaim(aClaim()));
    expect(() => parseClaim(code)).toThrow(expect.objectContaining({ code: 'CLAIM_INVALID' }));
  });
});

describe('redeeming a claim', () => {
  it('gives the device a key that nobody else ever saw, before its first scan', async () => {
    const claim = aClaim();
    const folder = join(temporaryFolder(), 'gate-7');
    const identity = await redeem(claim, folder);
    expect(bytesEqual(identity.publicKey, signerOfSeed(claim.seed).publicKey)).toBe(false);
    expect(bytesEqual(node.keysOf('gate-7').activeKey!.publicKey, identity.publicKey)).toBe(true);
    const device = await Device.open({ folder });
    await device.scan({ objects: [{ uri: '(00)395200000000000012' }] });
    await device.settled();
    await device.close();
    expect(node.log.at(-1)).toMatchObject({ counter: 1 });
  });

  it('again in the same folder changes nothing', async () => {
    const claim = aClaim();
    const folder = join(temporaryFolder(), 'gate-7');
    const first = await redeem(claim, folder);
    expect(await redeem(claim, folder)).toEqual(first);
    expect(node.events).toHaveLength(1);
  });

  it('in another folder is refused: it was used', async () => {
    const claim = aClaim();
    await redeem(claim, join(temporaryFolder(), 'gate-7'));
    node.rejectEventWith = () => 'EVENT_SIGNER_NOT_ALLOWED';
    const thief = join(temporaryFolder(), 'gate-7');
    await expect(redeem(claim, thief)).rejects.toMatchObject({ code: 'CLAIM_USED' });
    expect(existsSync(thief)).toBe(false);
  });

  it('that has expired is refused, by the device and by the node', async () => {
    const claim = aClaim();
    const folder = join(temporaryFolder(), 'gate-7');
    await expect(redeem(claim, folder, () => claim.expiresMs)).rejects.toMatchObject({ code: 'CLAIM_EXPIRED' });
    node.rejectEventWith = () => 'EVENT_KEY_EXPIRED';
    await expect(redeem(claim, folder)).rejects.toMatchObject({ code: 'CLAIM_EXPIRED' });
    expect(existsSync(folder)).toBe(false);
  });

  it('goes on where it was stopped', async () => {
    const claim = aClaim();
    const folder = join(temporaryFolder(), 'gate-7');
    node.tamper = () => undefined;
    const abort = new AbortController();
    node.once('event', () => abort.abort());
    const stopped = redeemClaim({ claim, folder, signal: abort.signal, reconnect: FAST });
    await expect(stopped).rejects.toThrow();
    expect(readDeviceFolder(folder).state.event).toMatchObject({ kind: 'rotate' });
    node.tamper = (message) => message;
    await redeem(claim, folder);
    expect(node.keysOf('gate-7').keys).toHaveLength(2);
  });

  it('over the folder of another device is refused', async () => {
    const claim = aClaim();
    const folder = join(temporaryFolder(), 'gate-7');
    await redeem(claim, folder);
    const other = { ...claim, boot: new Uint8Array(16).fill(9) };
    await expect(redeem(other, folder)).rejects.toMatchObject({ code: 'FOLDER_EXISTS' });
  });
});
