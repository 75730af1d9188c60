import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { encodePasswordChange, type PasswordChange, signPasswordChange, type SubmittedEvent } from '#libs/core/wire';
import type { Signer } from '#libs/host/keys';
import { aSigner, TestDevice } from '../../../../test/kit/ledger/device.js';
import { ORIGIN, TestLog } from '../../../../test/kit/ledger/test-log.js';

let log: TestLog;
beforeAll(async () => {
  log = await TestLog.create();
});
afterAll(() => log.drop());

const hashOf = (password: string): Buffer => createHash('sha256').update(password).digest();
const set = (id: string, hash: Uint8Array) => log.reader.registry.storeCredential(id, hash);
const held = async (id: string): Promise<string | undefined> => {
  const hash = await log.reader.registry.credential(id);
  return hash ? Buffer.from(hash).toString('hex') : undefined;
};
const hex = (password: string): string => hashOf(password).toString('hex');

let devices = 0;
/** A device as an enrolment code makes it known, with the code's password. */
async function ofCode(parts: { expiresMs?: number } = {}): Promise<TestDevice> {
  const device = new TestDevice(`redeemed-${++devices}`);
  await log.append({ events: [log.partyEvent(device.gln), log.enrolEvent(device, parts)] });
  await set(device.id, hashOf('of the code'));
  return device;
}
/** As `ofCode`, and it has made a key of its own. */
async function redeemed(): Promise<{ device: TestDevice; keyOfCode: Signer }> {
  const device = await ofCode();
  const keyOfCode = device.signer;
  const own = aSigner();
  await log.append({ events: [log.rotateEvent(device, own)] });
  device.use(own);
  return { device, keyOfCode };
}
function change(
  device: TestDevice,
  parts: Partial<PasswordChange> & { by?: Signer; spoil?: boolean } = {},
): SubmittedEvent {
  const { by = device.signer, spoil, ...given } = parts;
  const asked = {
    logOrigin: ORIGIN,
    device: device.key,
    before: hashOf('of the code'),
    after: hashOf('own'),
    ...given,
  };
  const signed = signPasswordChange(asked, by);
  const signature = spoil ? signed.signature.map((byte, at) => (at === 9 ? byte ^ 1 : byte)) : signed.signature;
  return { signedEvent: encodePasswordChange({ ...signed, signature }), disclosures: [] };
}
async function submit(...events: SubmittedEvent[]) {
  const parts = await log.append({ events });
  return {
    reasons: parts.flatMap(({ rejects }) => rejects.map(({ reason }) => reason)),
    receipts: parts.flatMap(({ passwordReceipts }) => passwordReceipts.map(({ deviceId }) => deviceId)),
  };
}

describe('a device that asks for another password by the key that it made itself', () => {
  it('gets it, and whoever listens is told; the log does not grow by it', async () => {
    const { device } = await redeemed();
    const { size } = log.ledger;
    await log.admin.query('LISTEN cairn_registry');
    const told = once(log.admin, 'notification');
    expect(await submit(change(device))).toEqual({ reasons: [], receipts: [device.id] });
    expect([await held(device.id), log.ledger.size]).toEqual([hex('own'), size]);
    await told;
    await log.admin.query('UNLISTEN cairn_registry');
  });

  it('gets the same answer when it asks again', async () => {
    const { device } = await redeemed();
    expect(await submit(change(device), change(device))).toEqual({ reasons: [], receipts: [device.id, device.id] });
    expect(await held(device.id)).toBe(hex('own'));
  });

  it('asks in the record of its rotation, and by the key of that', async () => {
    const device = await ofCode();
    const own = aSigner();
    const rotation = log.rotateEvent(device, own);
    device.use(own);
    expect(await submit(rotation, change(device))).toEqual({ reasons: [], receipts: [device.id] });
    expect(await held(device.id)).toBe(hex('own'));
  });

  it('and scans behind it in one record: both are taken', async () => {
    const { device } = await redeemed();
    const parts = await log.append({ events: [change(device)], scans: [device.scan()] });
    expect(parts.flatMap(({ receipts, passwordReceipts }) => [receipts.length, passwordReceipts.length])).toEqual([
      0, 1, 1, 0,
    ]);
  });

  it('changes nothing where the operator was faster, or has ended the password, or the database has lost it', async () => {
    const { device } = await redeemed();
    for (const now of [hashOf('of the operator'), new Uint8Array()]) {
      await set(device.id, now);
      expect(await submit(change(device))).toEqual({ reasons: ['PASSWORD_CHANGED'], receipts: [] });
      expect(await held(device.id)).toBe(Buffer.from(now).toString('hex'));
    }
    await log.admin.query('DELETE FROM mqtt_credential WHERE device_id = $1', [device.id]);
    expect((await submit(change(device))).reasons).toEqual(['PASSWORD_CHANGED']);
    expect(await held(device.id)).toBeUndefined();
  });
});

describe('whoever else asks', () => {
  const untouched = async (device: TestDevice, ...events: SubmittedEvent[]): Promise<string[]> => {
    const { reasons, receipts } = await submit(...events);
    expect([receipts, await held(device.id)]).toEqual([[], hex('of the code')]);
    return reasons;
  };

  it('by the key of the code is refused, while that signs and after it', async () => {
    const early = await ofCode();
    expect(await untouched(early, change(early))).toEqual(['EVENT_SIGNER_NOT_ALLOWED']);
    const { device, keyOfCode } = await redeemed();
    expect(await untouched(device, change(device, { by: keyOfCode }))).toEqual(['EVENT_SIGNER_NOT_ALLOWED']);
  });

  it('by a key that was exchanged, retired or reported is refused', async () => {
    const { device } = await redeemed();
    const { signer: old } = device;
    const next = aSigner();
    await log.append({ events: [log.rotateEvent(device, next)] });
    device.use(next);
    expect(await untouched(device, change(device, { by: old }))).toEqual(['EVENT_SIGNER_NOT_ALLOWED']);
    await log.append({ events: [log.compromisedEvent(device)] });
    expect(await untouched(device, change(device))).toEqual(['EVENT_SIGNER_NOT_ALLOWED']);
    const retired = (await redeemed()).device;
    await log.append({ events: [log.retireEvent(retired)] });
    expect(await untouched(retired, change(retired))).toEqual(['EVENT_SIGNER_NOT_ALLOWED']);
  });

  it('by a key that the operator brought with a boot is refused: it may have been handed on', async () => {
    const { device } = await redeemed();
    const key = aSigner();
    await log.append({ events: [log.bootEvent(device, new Uint8Array(16).fill(devices), { key })] });
    device.use(key);
    expect(await untouched(device, change(device))).toEqual(['EVENT_SIGNER_NOT_ALLOWED']);
  });

  it('by a key that has expired is refused', async () => {
    const device = await ofCode();
    const own = aSigner();
    await log.append({ events: [log.rotateEvent(device, own, { expiresMs: log.clock.ms + 10 })] });
    device.use(own);
    log.clock.ms += 11;
    expect(await untouched(device, change(device))).toEqual(['EVENT_KEY_EXPIRED']);
  });

  it('by the key of another device, a forged signature or for another log is refused', async () => {
    const [{ device }, { device: thief }] = [await redeemed(), await redeemed()];
    const asked = [
      change(device, { by: thief.signer }),
      change(device, { spoil: true }),
      change(device, { logOrigin: 'other.example/log' }),
    ];
    const reasons = ['EVENT_SIGNER_UNKNOWN', 'EVENT_SIGNATURE_INVALID', 'VALUE_INVALID'];
    expect(await untouched(device, ...asked)).toEqual(expect.arrayContaining(reasons));
    const stored = await log.rows('SELECT reason FROM reject WHERE device_key = $1', [Buffer.from(device.key)]);
    expect(stored.map(({ reason }) => reason)).toEqual(expect.arrayContaining(reasons));
  });

  it('with what is no message of this kind, or of a device that nobody knows, is refused', async () => {
    const { device } = await redeemed();
    const { signedEvent } = change(device);
    const cut = { signedEvent: signedEvent.subarray(0, -1), disclosures: [] };
    expect(await untouched(device, cut)).toEqual(['TRUNCATED']);
    expect((await submit(change(new TestDevice('nobody')))).reasons).toEqual(['EVENT_SUBJECT_UNKNOWN']);
  });

  it('with a message of before changes nothing, whatever the password is by now', async () => {
    const { device } = await redeemed();
    const first = change(device);
    const second = change(device, { before: hashOf('own'), after: hashOf('later') });
    await submit(first, second);
    expect(await submit(first)).toEqual({ reasons: ['PASSWORD_CHANGED'], receipts: [] });
    expect(await held(device.id)).toBe(hex('later'));
  });
});
