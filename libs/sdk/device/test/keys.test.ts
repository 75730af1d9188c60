import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bytesEqual, decodeSignedEvent, EventKind } from '#libs/core/wire';
import { generateKey } from '#libs/host/keys';
import {
  abandonBoot,
  completeBoot,
  createDeviceFolder,
  Device,
  type DeviceOptions,
  prepareBoot,
  readDeviceFolder,
  recoverBoot,
  type ScanInput,
  writeEnrolment,
} from '../index.js';
import { FakeNode } from '../../../../test/kit/device/fake-node.js';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/kit/temporary-folder.js';

let node: FakeNode;
const open: Device[] = [];
const FAST = { baseMs: 1, maxMs: 20 };
const ID = 'gate-7';

beforeEach(async () => {
  node = await FakeNode.start();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((device) => device.close()));
  await node.close();
});
afterAll(removeTemporaryFolders);

function enrolledFolder(): string {
  const folder = join(temporaryFolder(), ID);
  node.enrol(createDeviceFolder({ folder, id: ID }), 'secret');
  writeEnrolment(folder, { broker: node.url, password: 'secret', trust: node.trust });
  return folder;
}

async function openDevice(folder: string, options: Partial<DeviceOptions> = {}): Promise<Device> {
  const device = await Device.open({ folder, reconnect: FAST, retry: FAST, receiptTimeoutMs: 300, ...options });
  open.push(device);
  return device;
}

const scans = (count: number, from = 1): ScanInput[] =>
  Array.from({ length: count }, (_, i) => ({
    objects: [{ uri: `https://id.gs1.org/01/09520000000004/21/${from + i}` }],
    claims: { bizStep: 'shipping' },
  }));
const oneTo = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1);
const logged = (boot?: Uint8Array): number[] =>
  node.log.filter((one) => one.counter > 0 && (!boot || bytesEqual(one.boot, boot))).map(({ counter }) => counter);
const serials = (): number[] =>
  node.log
    .flatMap(({ uris }) => uris)
    .map((uri) => Number(uri.split('/').at(-1)))
    .sort((one, other) => one - other);
const keyFiles = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.pem'));

describe('a rotation', () => {
  it('sends what the old key signed first, then itself, then what the new key signed', async () => {
    const folder = enrolledFolder();
    const offline = await openDevice(folder, { offline: true });
    await offline.scanAll(scans(30));
    const { signed } = await offline.rotate();
    await offline.scanAll(scans(20, 31));
    await offline.close();
    const device = await openDevice(folder);
    await device.settled();
    expect(logged()).toEqual(oneTo(50));
    expect(node.events).toMatchObject([{ scansBefore: 30 }]);
    expect(Buffer.compare(node.events[0]!.payload, signed)).toBe(0);
    expect(node.keysOf(ID).segments).toMatchObject([{ from: 1, to: 30 }, { from: 31 }]);
  });

  it('tells where it stands in the log, and keeps only the new key', async () => {
    const folder = enrolledFolder();
    const device = await openDevice(folder);
    await device.scanAll(scans(2));
    const { outcome } = await device.rotate();
    expect(await outcome).toMatchObject({ kind: 'logged', logIndex: 2 });
    expect(bytesEqual(device.identity.publicKey, node.keysOf(ID).activeKey!.publicKey)).toBe(true);
    await device.settled();
    expect(keyFiles(folder)).toHaveLength(1);
    expect(device.pendingEvent).toBeUndefined();
  });

  it('again and again goes on in one boot', async () => {
    const folder = enrolledFolder();
    const device = await openDevice(folder);
    for (let i = 0; i < 4; i += 1) {
      await device.scanAll(scans(3, 3 * i + 1));
      await (
        await device.rotate({ algorithm: i % 2 === 0 ? 2 : 1 })
      ).outcome;
    }
    await device.settled();
    expect(logged()).toEqual(oneTo(12));
    expect(node.keysOf(ID).keys).toHaveLength(5);
    expect(readdirSync(folder).filter((name) => name.startsWith('outbox'))).toHaveLength(1);
  });

  it('that was sent and not heard of is sent again with the same bytes, also by another process', async () => {
    const folder = enrolledFolder();
    let answers = 0;
    node.tamper = (message) => (message.kind === 'eventReceipt' && (answers += 1) <= 3 ? undefined : message);
    const first = await openDevice(folder, { receiptTimeoutMs: 30 });
    await first.rotate();
    await first.scanAll(scans(2));
    while (node.events.length < 2) await once(node, 'event');
    await first.close();
    const second = await openDevice(folder, { receiptTimeoutMs: 30 });
    await second.settled();
    const payloads = new Set(node.events.map(({ payload }) => Buffer.from(payload).toString('hex')));
    expect([payloads.size, node.keysOf(ID).keys.length]).toEqual([1, 2]);
    expect(logged()).toEqual([1, 2]);
  });

  it('that is refused leaves the old key, and the scans made meanwhile are signed by it with the same counters', async () => {
    const folder = enrolledFolder();
    node.rejectEventWith = () => 'VALUE_INVALID';
    const offline = await openDevice(folder, { offline: true });
    await offline.scanAll(scans(2), [10, 20]);
    await offline.rotate();
    await offline.scanAll(scans(3, 3), [30, 40, 50]);
    await offline.close();
    const device = await openDevice(folder);
    const { counter, outcome } = await device.scan(scans(1, 6)[0]!);
    expect(counter).toBe(6);
    expect(await device.answered()).toMatchObject({ kind: 'refused', reason: 'VALUE_INVALID' });
    expect(await outcome).toMatchObject({ kind: 'receipted' });
    await device.settled();
    expect([logged(), device.bookmark]).toEqual([oneTo(6), 50]);
    expect(node.keysOf(ID).keys).toHaveLength(1);
    expect(keyFiles(folder)).toEqual(['key.pem']);
    const notes = readdirSync(join(folder, 'quarantine')).filter((name) => name.endsWith('.note'));
    expect(readFileSync(join(folder, 'quarantine', notes[0]!), 'utf8')).toContain('VALUE_INVALID');
  });

  it('that is refused for now is asked for again', async () => {
    node.rejectEventWith = ({ times }) => (times < 4 ? 'OVERLOADED' : undefined);
    const device = await openDevice(enrolledFolder());
    const postponed = once(device, 'eventPostponed');
    const { outcome } = await device.rotate();
    expect(await postponed).toMatchObject([{ kind: 'rotate', reason: 'OVERLOADED' }]);
    expect(await outcome).toMatchObject({ kind: 'logged' });
  });

  it('waits for nobody when one scan before it is refused for now, which then chains into the last one', async () => {
    node.rejectWith = ({ counter, times }) => (counter <= 3 && times < 3 ? 'CLOCK_AHEAD' : undefined);
    const folder = enrolledFolder();
    const device = await openDevice(folder, { retry: { baseMs: 200, maxMs: 400 }, random: () => 0.99 });
    await device.scanAll(scans(5));
    await (
      await device.rotate()
    ).outcome;
    await device.scanAll(scans(1, 6));
    await device.settled();
    expect(logged().sort((one, other) => one - other)).toEqual(oneTo(6));
    expect(logged().indexOf(3)).toBeLessThan(logged().indexOf(2));
  });

  it('while another event is under way is refused', async () => {
    const device = await openDevice(enrolledFolder(), { offline: true });
    await device.rotate();
    for (const again of [() => device.rotate(), () => device.beginBoot(), () => device.retire()])
      await expect(again()).rejects.toMatchObject({ code: 'EVENT_PENDING' });
  });
});

describe('a boot of its own', () => {
  it('counts from 1 again and names the last statement of the boot before', async () => {
    const device = await openDevice(enrolledFolder());
    const before = device.identity.boot;
    await device.scanAll(scans(4));
    await (
      await device.beginBoot()
    ).outcome;
    const { first } = await device.scanAll(scans(2, 5));
    await device.settled();
    expect([first, logged(before), logged(device.identity.boot)]).toEqual([1, oneTo(4), oneTo(2)]);
    expect(node.keysOf(ID).segments).toMatchObject([{ to: 4 }, { from: 1 }]);
  });

  it('that is refused leaves the old one, which takes the scans', async () => {
    const folder = enrolledFolder();
    node.rejectEventWith = () => 'VALUE_INVALID';
    const offline = await openDevice(folder, { offline: true });
    await offline.scanAll(scans(2));
    await offline.beginBoot();
    await offline.scanAll(scans(2, 3));
    await offline.close();
    const device = await openDevice(folder);
    await device.settled();
    expect([logged(), device.counter]).toEqual([oneTo(4), 4]);
  });

  it('after its counters were lost is signed by the key it has, and what is damaged is kept', async () => {
    const folder = enrolledFolder();
    const device = await openDevice(folder);
    await device.scanAll(scans(3));
    await device.settled();
    await device.close();
    const last = { boot: device.identity.boot, counter: 3, statementHash: node.log[2]!.hash };
    expect(() => recoverBoot({ folder, last })).toThrow(expect.objectContaining({ code: 'FOLDER_EXISTS' }));
    rmSync(join(folder, 'outbox'), { recursive: true });
    await expect(openDevice(folder)).rejects.toThrow();
    recoverBoot({ folder, last });
    const again = await openDevice(folder);
    await again.scanAll(scans(2, 4));
    await again.settled();
    expect([logged(again.identity.boot), serials()]).toEqual([oneTo(2), oneTo(5)]);
  });

  it('after its counters were lost can be corrected when it named the wrong statement', async () => {
    const folder = enrolledFolder();
    rmSync(join(folder, 'outbox'), { recursive: true });
    const { boot } = readDeviceFolder(folder).identity;
    node.rejectEventWith = ({ times }) => (times === 1 ? 'VALUE_INVALID' : undefined);
    recoverBoot({ folder, last: { boot, counter: 9, statementHash: new Uint8Array(32).fill(1) } });
    const device = await openDevice(folder);
    await device.scanAll(scans(1));
    await once(device, 'eventRefused');
    await device.close();
    expect(readDeviceFolder(folder).state.event?.refused).toMatchObject({ reason: 'VALUE_INVALID' });
    recoverBoot({ folder, last: { boot, counter: 0 } });
    const again = await openDevice(folder);
    await again.settled();
    expect(logged()).toEqual([1]);
  });
});

describe('a retirement', () => {
  it('ends the key: no scan is taken any more', async () => {
    const folder = enrolledFolder();
    const device = await openDevice(folder);
    await device.scanAll(scans(2));
    const { outcome, signed } = await device.retire();
    await expect(device.scan(scans(1)[0]!)).rejects.toMatchObject({ code: 'KEY_RETIRED' });
    expect(await outcome).toMatchObject({ kind: 'logged' });
    expect(decodeSignedEvent(signed).kind).toBe(EventKind.RETIRE);
    await device.close();
    const again = await openDevice(folder);
    await expect(again.scan(scans(1)[0]!)).rejects.toMatchObject({ code: 'KEY_RETIRED' });
    expect(logged()).toEqual([1, 2]);
  });

  it('that is refused changes nothing', async () => {
    node.rejectEventWith = () => 'VALUE_INVALID';
    const device = await openDevice(enrolledFolder());
    expect(await (await device.retire()).outcome).toMatchObject({ kind: 'refused' });
    await device.scanAll(scans(1));
    await device.settled();
    expect(logged()).toEqual([1]);
  });
});

describe('when the operator has ended the key', () => {
  it('puts the scans into quarantine and says what to do', async () => {
    const folder = enrolledFolder();
    const device = await openDevice(folder);
    const { keyId } = node.keysOf(ID).activeKey!;
    node.change(ID, (keys, logIndex) => keys.compromise({ logIndex, keyId }));
    const { outcome } = await device.scan(scans(1)[0]!);
    expect(await outcome).toMatchObject({ kind: 'quarantined', reason: 'KEY_NOT_ACTIVE' });
    expect(device.quarantined[0]!.advice).toContain('reset --new-key');
  });
});

describe('a boot by the operator', () => {
  it('keeps the device from scanning until it is there, and then takes over what was never sent', async () => {
    const folder = enrolledFolder();
    const device = await openDevice(folder, { offline: true });
    await device.scanAll(scans(2));
    await device.rotate();
    await device.scanAll(scans(3, 3));
    await device.close();
    const { keyId } = node.keysOf(ID).activeKey!;
    const options = { newKey: () => generateKey(1), activeKeyId: keyId };
    const { identity, isNewKey, lastOf } = prepareBoot(folder, options);
    expect(prepareBoot(folder, options).identity).toEqual(identity);
    await expect(openDevice(folder)).rejects.toMatchObject({ code: 'EVENT_PENDING' });
    const { boot } = node.keysOf(ID);
    const last = lastOf(boot)!;
    expect([isNewKey, last.counter]).toEqual([true, 2]);
    node.change(ID, (keys, logIndex) => keys.beginBoot({ logIndex, boot: identity.boot, last, key: identity }));
    await completeBoot(folder);
    await completeBoot(folder);
    const again = await openDevice(folder);
    await again.settled();
    expect([logged(boot), logged(identity.boot)]).toEqual([[2, 1], oneTo(3)]);
    expect(serials()).toEqual(oneTo(5));
    expect(keyFiles(folder)).toHaveLength(1);
  });

  it('that never came leaves the device as it was', async () => {
    const folder = enrolledFolder();
    const before = readDeviceFolder(folder).identity;
    prepareBoot(folder, { newKey: () => generateKey(2), activeKeyId: node.keysOf(ID).activeKey!.keyId });
    abandonBoot(folder);
    expect(readDeviceFolder(folder).identity).toEqual(before);
    expect(keyFiles(folder)).toEqual(['key.pem']);
  });

  it('keeps the active key unless it brings one, and says so when the folder does not hold it', async () => {
    const folder = enrolledFolder();
    const { keyId, publicKey } = node.keysOf(ID).activeKey!;
    const { identity, isNewKey } = prepareBoot(folder, { activeKeyId: keyId });
    expect([isNewKey, bytesEqual(identity.publicKey, publicKey)]).toEqual([false, true]);
    abandonBoot(folder);
    expect(() => prepareBoot(folder, { activeKeyId: new Uint8Array(8) })).toThrow(
      expect.objectContaining({ code: 'KEY_MISSING' }),
    );
  });

  it('of a device whose outbox is lost tells nothing about its counters', () => {
    const folder = enrolledFolder();
    rmSync(join(folder, 'outbox'), { recursive: true });
    const { boot, keyId } = { boot: node.keysOf(ID).boot, keyId: node.keysOf(ID).activeKey!.keyId };
    expect(prepareBoot(folder, { activeKeyId: keyId }).lastOf(boot)).toBeUndefined();
    expect(existsSync(join(folder, 'outbox'))).toBe(false);
  });
});
