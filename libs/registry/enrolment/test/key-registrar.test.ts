import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Device, type DeviceIdentity, readDeviceFolder } from '#libs/sdk/device';
import {
  decodeEventBody,
  decodeSignedScan,
  deviceKey,
  EventKind,
  type SignedScan,
  statementHash,
} from '#libs/core/wire';
import { generateKey, signerOf } from '#libs/host/keys';
import { NOW_MS } from '../../../../test/kit/ledger/device.js';
import { ORIGIN, TestLog } from '../../../../test/kit/ledger/test-log.js';
import {
  changePassword,
  endPassword,
  EnrolmentCodes,
  KeyRegistrar,
  type Operator,
  readDeviceKeys,
  Registrar,
  type RegistrarOptions,
} from '../index.js';
import { LoggingStream, STREAM_KEY } from './support/logging-stream.js';

const FARM = { gln: '9520000000004', name: 'Farm', country: 'IN' };
const ID = 'gate-7';

let log: TestLog;
let stream: LoggingStream;
let operator: Operator;
let root: string;
let folder: string;

const options = (): RegistrarOptions => ({
  operator,
  stream,
  reader: log.reader,
  broker: 'mqtt://127.0.0.1:1883',
  nowMs: () => NOW_MS,
  loggedTimeoutMs: Infinity,
});
const registrar = (): KeyRegistrar => new KeyRegistrar(options());
const keys = () => readDeviceKeys(log.reader, deviceKey(ID), ID);

beforeEach(async () => {
  log = await TestLog.create();
  stream = new LoggingStream(log);
  root = mkdtempSync(join(tmpdir(), 'cairn-keys-'));
  const { algorithm, publicKey } = log.receipt;
  const receiptKey = { algorithm, publicKey };
  operator = {
    signer: log.operator,
    streamKey: STREAM_KEY,
    logOrigin: ORIGIN,
    receiptKey,
    devicesFolder: join(root, 'devices'),
  };
  folder = join(operator.devicesFolder, ID);
  await new Registrar(options()).enrol({ parties: [FARM], devices: [{ id: ID, partyGln: FARM.gln }] });
});
afterEach(async () => {
  await log.drop();
  rmSync(root, { recursive: true, force: true });
});

/** Scans that the device has signed and kept, without network. */
async function sign(count: number): Promise<SignedScan[]> {
  const device = await Device.open({ folder, offline: true, nowMs: () => NOW_MS });
  const scans = Array.from({ length: count }, (_, i) => ({
    objects: [{ uri: `https://id.gs1.org/01/09520000000004/21/${i}` }],
  }));
  const { first, last } = await device.scanAll(scans);
  const signed = [];
  for (let counter = first; counter <= last; counter += 1)
    signed.push(decodeSignedScan(device.unsettledScan(counter)!.payload));
  await device.close();
  return signed;
}
const logScans = async (...scans: SignedScan[]): Promise<string[]> =>
  (await log.append({ scans })).flatMap(({ rejects }) => rejects.map(({ reason }) => reason));
const identity = (): DeviceIdentity => readDeviceFolder(folder).identity;

describe('retiring', () => {
  it('names what the device has signed, also above the log, so that it counts later', async () => {
    const [first, second] = await sign(2);
    await logScans(first!);
    const { logIndex, keyId } = await registrar().retire({ id: ID });
    expect((await keys()).activeKey).toBeUndefined();
    expect((await keys()).segments).toMatchObject([{ to: 2, closedIndex: logIndex, closedBy: 'retire', keyId }]);
    expect(await logScans(second!)).toEqual([]);
  });

  it('again changes nothing', async () => {
    const { keyId } = await registrar().retire({ id: ID });
    const { size } = (await log.reader.head())!;
    expect(await registrar().retire({ id: ID, keyId })).toEqual({ keyId });
    expect((await log.reader.head())!.size).toBe(size);
  });

  it('of a key that the device never had is refused before anything is signed', async () => {
    const { size } = (await log.reader.head())!;
    await expect(registrar().retire({ id: ID, keyId: new Uint8Array(8) })).rejects.toMatchObject({
      code: 'KEY_UNKNOWN',
    });
    await expect(registrar().retire({ id: 'nobody' })).rejects.toMatchObject({ code: 'DEVICE_UNKNOWN' });
    expect((await log.reader.head())!.size).toBe(size);
  });
});

describe('reporting a key as compromised', () => {
  it('says since when, and what it signs is refused', async () => {
    const [first] = await sign(1);
    const { logIndex } = await registrar().compromised({ id: ID, sinceMs: NOW_MS - 60_000 });
    expect((await keys()).keys[0]!.compromised).toEqual({ logIndex, sinceMs: NOW_MS - 60_000 });
    expect(await logScans(first!)).toEqual(['KEY_NOT_ACTIVE']);
    expect((await registrar().compromised({ id: ID })).logIndex).toBeUndefined();
  });

  it('is possible for a key that was retired', async () => {
    await registrar().retire({ id: ID });
    await registrar().compromised({ id: ID });
    expect((await keys()).keys[0]!.compromised).toBeDefined();
  });
});

describe('the password', () => {
  const known = async (): Promise<string> => Buffer.from((await log.reader.registry.credential(ID))!).toString('hex');
  const inFolder = (): string => readDeviceFolder(folder).enrolment!.password;
  const hashOf = (password: string): string => createHash('sha256').update(password).digest('hex');
  const enrolAgain = () => new Registrar(options()).enrol({ devices: [{ id: ID, partyGln: FARM.gln }] });

  it.each([
    ['a report', () => registrar().compromised({ id: ID })],
    ['a retirement', () => registrar().retire({ id: ID })],
  ])('ends with the key by %s, before the node has logged it, and no enrolment brings it back', async (_what, end) => {
    expect(await known()).toBe(hashOf(inFolder()));
    stream.fail = 'before the append';
    await expect(end()).rejects.toThrow('killed');
    expect(await known()).toBe('');
    stream.fail = 'never';
    await enrolAgain();
    expect(await known()).toBe('');
    await end();
    await enrolAgain();
    expect(await known()).toBe('');
  });

  it('stays for a device that is retired in order and has scans to bring, until it is ended', async () => {
    const [late] = await sign(1);
    await registrar().retire({ id: ID, keepPassword: true });
    expect(await known()).toBe(hashOf(inFolder()));
    expect(await logScans(late!)).toEqual([]);
    await registrar().retire({ id: ID });
    expect(await known()).toBe('');
  });

  it('is another after a renewal, also in the folder, and stays when the report is repeated', async () => {
    const before = inFolder();
    const { keyId } = await registrar().compromised({ id: ID });
    await registrar().beginBoot({ id: ID, newKey: {} });
    expect(inFolder()).not.toBe(before);
    await registrar().compromised({ id: ID, keyId });
    await registrar()
      .retire({ id: ID, keyId })
      .catch(() => undefined);
    expect(await known()).toBe(hashOf(inFolder()));
  });

  it('is another for who redeems a code in the place of the device', async () => {
    const before = inFolder();
    const codes = new EnrolmentCodes(options());
    const { password } = await codes.issue({ id: ID, partyGln: FARM.gln, validMs: 60_000, replace: true });
    expect(password).not.toBe(before);
    expect(await known()).toBe(hashOf(password));
  });

  it('stays over a reset with the same key, and is given anew by one after it was ended', async () => {
    const before = inFolder();
    await registrar().beginBoot({ id: ID });
    expect([inFolder(), await known()]).toEqual([before, hashOf(before)]);
    await endPassword(log, ID);
    await registrar().beginBoot({ id: ID });
    expect(inFolder()).not.toBe(before);
    expect(await known()).toBe(hashOf(inFolder()));
  });

  it('changes in the folder and at the broker, and for a device elsewhere at the broker alone', async () => {
    const place = { reader: log.reader, devicesFolder: operator.devicesFolder };
    const before = inFolder();
    const changed = await changePassword(place, { id: ID });
    expect(changed).toEqual({ password: inFolder(), folder });
    expect([inFolder() === before, await known()]).toEqual([false, hashOf(inFolder())]);
    rmSync(folder, { recursive: true });
    const away = await changePassword(place, { id: ID });
    expect([away.folder, await known()]).toEqual([undefined, hashOf(away.password)]);
    await expect(changePassword(place, { id: 'nobody' })).rejects.toMatchObject({ code: 'DEVICE_UNKNOWN' });
    await expect(endPassword(place, 'nobody')).rejects.toMatchObject({ code: 'DEVICE_UNKNOWN' });
  });

  it('of a device elsewhere that was ended is not shown as if it opened something', async () => {
    const { algorithm, publicKey } = signerOf(generateKey(1));
    const elsewhere = { algorithm, publicKey, boot: new Uint8Array(16).fill(7) };
    const enrol = () => new Registrar(options()).enrol({ devices: [{ id: 'far', partyGln: FARM.gln, elsewhere }] });
    await enrol();
    await endPassword(log, 'far');
    await expect(enrol()).rejects.toMatchObject({ code: 'PASSWORD_ENDED' });
  });
});

describe('a boot', () => {
  it("names the device's own last statement where its outbox is at hand", async () => {
    const scans = await sign(3);
    await logScans(scans[0]!);
    const before = identity();
    const { last, isNew } = await registrar().beginBoot({ id: ID });
    expect([last.counter, isNew, Buffer.compare(last.boot, before.boot)]).toEqual([3, true, 0]);
    expect(identity()).toMatchObject({ publicKey: before.publicKey });
    expect(Buffer.compare(identity().boot, before.boot)).not.toBe(0);
    expect(await logScans(...scans.slice(1))).toEqual([]);
    const [next] = await sign(1);
    expect([next!.counter, await logScans(next!)]).toEqual([1, []]);
  });

  it('names what is logged where the outbox is lost', async () => {
    const scans = await sign(3);
    await logScans(scans[0]!, scans[1]!);
    rmSync(join(folder, 'outbox'), { recursive: true });
    const { last } = await registrar().beginBoot({ id: ID });
    expect(last).toMatchObject({ counter: 2 });
    expect(Buffer.compare(last.statementHash!, statementHash(scans[1]!))).toBe(0);
    expect(await logScans(scans[2]!)).toEqual(['BOOT_ENDED']);
    expect(await logScans(...(await sign(2)))).toEqual([]);
  });

  it('of a device whose whole folder is gone makes a new one, with a new key and password', async () => {
    const scans = await sign(1);
    await logScans(...scans);
    rmSync(folder, { recursive: true });
    await expect(registrar().beginBoot({ id: ID })).rejects.toMatchObject({ code: 'KEY_ENDED' });
    const begun = await registrar().beginBoot({ id: ID, newKey: {} });
    expect([begun.last.counter, readDeviceFolder(folder).enrolment?.password]).toEqual([1, begun.password]);
    expect(await logScans(...(await sign(1)))).toEqual([]);
  });

  it('after a retirement keeps its end and brings a key', async () => {
    await logScans(...(await sign(2)));
    await registrar().retire({ id: ID });
    await expect(registrar().beginBoot({ id: ID })).rejects.toMatchObject({ code: 'KEY_ENDED' });
    const expiresMs = NOW_MS + 3_600_000;
    const { last } = await registrar().beginBoot({ id: ID, newKey: { algorithm: 2, expiresMs } });
    expect([last.counter, (await keys()).activeKey]).toMatchObject([2, { algorithm: 2, expiresMs }]);
    expect(await logScans(...(await sign(1)))).toEqual([]);
  });

  it('after a report brings a key, and what the thief signs is refused', async () => {
    const scans = await sign(3);
    await logScans(scans[0]!);
    await registrar().compromised({ id: ID });
    await registrar().beginBoot({ id: ID, newKey: {} });
    expect(await logScans(scans[1]!)).toEqual(['KEY_NOT_ACTIVE']);
    expect(await logScans(...(await sign(1)))).toEqual([]);
  });

  it('that a scan overtakes is signed again with that scan', async () => {
    const scans = await sign(2);
    await logScans(scans[0]!);
    rmSync(join(folder, 'outbox'), { recursive: true });
    const append = stream.append.bind(stream);
    let overtaken = 0;
    stream.append = async (name, records) => {
      if ((overtaken += 1) === 1) await logScans(scans[1]!);
      await append(name, records);
    };
    const { last } = await registrar().beginBoot({ id: ID });
    expect([last.counter, overtaken]).toEqual([2, 2]);
  });

  it('of a device elsewhere writes no folder, and takes no key that verifiers could quarrel about', async () => {
    const { algorithm, publicKey } = signerOf(generateKey(1));
    const elsewhere = { algorithm, publicKey, boot: new Uint8Array(16).fill(7) };
    const begun = await registrar().beginBoot({ id: ID, newKey: {}, elsewhere });
    expect(begun.folder).toBeUndefined();
    expect(Buffer.compare((await keys()).activeKey!.publicKey, publicKey)).toBe(0);
    const small = { algorithm, publicKey: new Uint8Array(32), boot: new Uint8Array(16).fill(8) };
    const { size } = (await log.reader.head())!;
    await expect(registrar().beginBoot({ id: ID, newKey: {}, elsewhere: small })).rejects.toMatchObject({
      code: 'KEY_INVALID',
    });
    expect((await log.reader.head())!.size).toBe(size);
  });

  it.each(['before the append', 'after the append'] as const)('killed %s stands in the log once', async (when) => {
    const scans = await sign(2);
    await logScans(scans[0]!);
    stream.fail = when;
    await expect(registrar().beginBoot({ id: ID, newKey: {} })).rejects.toThrow('killed');
    await expect(sign(1)).rejects.toMatchObject({ code: 'EVENT_PENDING' });
    stream.fail = 'never';
    const { last } = await registrar().beginBoot({ id: ID, newKey: {} });
    expect(last.counter).toBe(2);
    const events = (await log.entries()).filter(
      (entry) => entry.kind === 'event' && entry.event.kind === EventKind.BOOT,
    );
    expect(events).toHaveLength(1);
    expect(await logScans(scans[1]!)).toEqual([]);
    expect(await logScans(...(await sign(1)))).toEqual([]);
  });
});

describe('enrolment', () => {
  it('may state when the key expires', async () => {
    const expiresMs = NOW_MS + 1_000;
    await new Registrar(options()).enrol({ devices: [{ id: 'visitor', partyGln: FARM.gln, expiresMs }] });
    const entries = await log.entries();
    const enrol = entries
      .flatMap((entry) => (entry.kind === 'event' && entry.event.kind === EventKind.ENROL ? [entry.event] : []))
      .at(-1)!;
    expect(decodeEventBody(EventKind.ENROL, enrol.body).expiresMs).toBe(expiresMs);
  });

  it('takes no key of small order', async () => {
    const elsewhere = { algorithm: 1 as const, publicKey: new Uint8Array(32), boot: new Uint8Array(16).fill(1) };
    const enrolling = new Registrar(options()).enrol({ devices: [{ id: 'chip', partyGln: FARM.gln, elsewhere }] });
    await expect(enrolling).rejects.toMatchObject({ code: 'KEY_INVALID' });
  });
});
