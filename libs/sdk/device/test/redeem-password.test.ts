import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesToHex } from '@noble/hashes/utils.js';
import { decodePasswordChange, deviceKey } from '#libs/core/wire';
import { signerOfSeed } from '#libs/host/keys';
import {
  Device,
  type EnrolmentCode,
  readDeviceFolder,
  redeemEnrolmentCode,
  type RedeemOptions,
  writeEnrolment,
} from '../index.js';
import { FakeNode, LOG_ORIGIN } from '../../../../test/kit/device/fake-node.js';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/kit/temporary-folder.js';

let node: FakeNode;
let code: EnrolmentCode;
let folder: string;
const ID = 'gate-7';
const FAST = { baseMs: 1, maxMs: 20 };
const SPEED = { reconnect: FAST, retry: FAST, receiptTimeoutMs: 300 };

beforeEach(async () => {
  node = await FakeNode.start();
  const [receiptKey] = node.trust.receiptKeys;
  code = {
    origin: LOG_ORIGIN,
    id: ID,
    seed: new Uint8Array(32).fill(5),
    boot: new Uint8Array(16).fill(6),
    expiresMs: Date.now() + 600_000,
    broker: node.url,
    password: 'of the code',
    trust: { operator: receiptKey!, receiptKeys: [receiptKey!] },
  };
  const { algorithm, publicKey } = signerOfSeed(code.seed);
  node.enrol({ id: ID, device: deviceKey(ID), algorithm, publicKey, boot: code.boot }, code.password);
  folder = join(temporaryFolder(), ID);
});
afterEach(() => node.close());
afterAll(removeTemporaryFolders);

const redeem = (options: Partial<RedeemOptions> = {}) => redeemEnrolmentCode({ code, folder, ...SPEED, ...options });
const stored = () => readDeviceFolder(folder).enrolment!;
const opens = (password: string): boolean => node.letsIn(ID, password);
async function scanOnce(): Promise<void> {
  const device = await Device.open({ folder, ...SPEED });
  const { outcome } = await device.scan({ objects: [{ uri: '(00)395200000000000012' }] });
  expect(await outcome).toMatchObject({ kind: 'receipted' });
  await device.close();
}
/** As somebody does who pulls the plug as soon as the node has seen something. */
async function redeemUntil(what: 'event' | 'password'): Promise<void> {
  const abort = new AbortController();
  node.once(what, () => abort.abort());
  await expect(redeem({ signal: abort.signal })).rejects.toThrow();
}

describe('a device that redeems a code', () => {
  it('has a password that nobody else ever saw, and that of the code opens nothing more', async () => {
    const redeemed = await redeem();
    const { password, next } = stored();
    expect([opens(code.password), opens(password), next, redeemed.passwordKept]).toEqual([
      false,
      true,
      undefined,
      undefined,
    ]);
    expect(readFileSync(join(folder, 'enrolment.json'), 'utf8')).not.toContain(code.password);
    expect(Buffer.from(password, 'base64url')).toHaveLength(24);
    await scanOnce();
  });

  it('asks by hashes alone, signed by the key that it made itself', async () => {
    const { publicKey } = await redeem();
    const { keyId } = node.keysOf(ID).activeKey!;
    expect(node.keysOf(ID).key(keyId)!.publicKey).toEqual(publicKey);
    for (const { payload } of node.passwordChanges) {
      expect(Buffer.from(payload).includes(stored().password)).toBe(false);
      expect(bytesToHex(decodePasswordChange(payload).signerKeyId)).toBe(bytesToHex(keyId));
    }
  });

  it('asks until it is answered: lost answers and refusals for now only cost time', async () => {
    let lost = 0;
    node.tamper = (message) => (message.kind === 'passwordReceipt' && (lost += 1) <= 2 ? undefined : message);
    node.rejectPasswordWith = ({ times }) => (times === 1 ? 'OVERLOADED' : undefined);
    const troubles: string[] = [];
    await redeem({ onTrouble: (text) => troubles.push(text) });
    expect([opens(code.password), opens(stored().password)]).toEqual([false, true]);
    expect(troubles).toEqual(expect.arrayContaining([expect.stringContaining('OVERLOADED')]));
  });

  it('does not believe a broker that the change was made: the node signs that', async () => {
    node.tamper = (message) =>
      message.kind === 'passwordReceipt'
        ? { ...message, passwordReceipt: { ...message.passwordReceipt, signature: new Uint8Array(64) } }
        : message;
    const abort = new AbortController();
    const asked = redeem({
      signal: abort.signal,
      onTrouble: (text) => /SIGNATURE_INVALID/u.test(text) && abort.abort(),
    });
    await expect(asked).rejects.toThrow();
    expect(stored()).toMatchObject({ password: code.password, next: { password: expect.any(String) as string } });
  });
});

describe('a device that was stopped while it redeemed a code', () => {
  it.each(['event', 'password'] as const)('at its first %s goes on with the next scan', async (what) => {
    await redeemUntil(what);
    const device = await Device.open({ folder, ...SPEED });
    await device.answered();
    expect(await device.passwordSettled()).toEqual({ kind: 'changed' });
    await device.close();
    expect([opens(code.password), opens(stored().password), stored().next]).toEqual([false, true, undefined]);
    await scanOnce();
  });

  it('goes on by redeeming again, with the password that it had made', async () => {
    node.tamper = (message) => (message.kind === 'passwordReceipt' ? undefined : message);
    await redeemUntil('password');
    const made = stored().next!.password;
    node.tamper = (message) => message;
    await redeem();
    expect([stored().password, opens(made)]).toEqual([made, true]);
  });
});

describe('a node that does not change the password', () => {
  it.each(['WIRE_TYPE', 'PASSWORD_ELSEWHERE'] as const)(
    '(%s) leaves that of the code, and redeeming again asks again',
    async (reason) => {
      node.rejectPasswordWith = () => reason;
      expect(await redeem()).toMatchObject({ id: ID, passwordKept: { reason } });
      expect(stored()).toMatchObject({ password: code.password });
      expect(stored().next).toBeUndefined();
      await scanOnce();
      expect(node.passwordChanges).toHaveLength(1);
      node.rejectPasswordWith = () => undefined;
      await redeem();
      expect([opens(code.password), opens(stored().password)]).toEqual([false, true]);
    },
  );

  it('behind a broker that lets everybody in leaves that of the code: a connection alone proves nothing', async () => {
    node.letsEverybodyIn = true;
    node.rejectPasswordWith = () => 'PASSWORD_ELSEWHERE';
    await redeemUntil('password');
    await redeem();
    expect([stored().password, stored().next]).toEqual([code.password, undefined]);
  });

  it('any more, and has done so before, does not cost the device the one that opens', async () => {
    node.tamper = (message) => (message.kind === 'passwordReceipt' ? undefined : message);
    node.rejectPasswordWith = ({ times }) => (times > 1 ? 'WIRE_TYPE' : undefined);
    await redeem();
    expect([opens(code.password), opens(stored().password), stored().next]).toEqual([false, true, undefined]);
    await scanOnce();
  });
});

describe('while a device asks for its password', () => {
  it('the operator may be faster, and his stays', async () => {
    node.rejectPasswordWith = ({ times }) => {
      if (times > 1) return undefined;
      const { next: _, ...rest } = stored();
      writeEnrolment(folder, { ...rest, password: 'of the operator' });
      node.changePassword(ID, 'of the operator');
      return undefined;
    };
    expect(await redeem()).toMatchObject({ passwordKept: { reason: 'PASSWORD_CHANGED' } });
    expect([stored().password, opens('of the operator')]).toEqual(['of the operator', true]);
    await scanOnce();
  });

  it('the operator may come in between grant and receipt, and what he has put into the folder stays', async () => {
    node.tamper = (message) => {
      // The first receipt went to the connection that its grant has ended.
      if (message.kind === 'passwordReceipt' && node.passwordChanges.length > 1) {
        const { next: _, ...rest } = stored();
        writeEnrolment(folder, { ...rest, password: 'of the operator' });
      }
      return message;
    };
    await redeem();
    node.changePassword(ID, 'of the operator');
    expect(stored().password).toBe('of the operator');
    await scanOnce();
  });

  it('its key may be exchanged: then the next one asks', async () => {
    await redeemUntil('event');
    node.rejectPasswordWith = () => 'OVERLOADED';
    const device = await Device.open({ folder, ...SPEED });
    await once(device, 'passwordPostponed');
    await (
      await device.rotate()
    ).outcome;
    node.rejectPasswordWith = () => undefined;
    expect(await device.passwordSettled()).toEqual({ kind: 'changed' });
    await device.close();
    expect([opens(code.password), opens(stored().password)]).toEqual([false, true]);
  });
});
