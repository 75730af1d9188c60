import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { EFFECTS, type Effect, type Faults } from '#libs/log/ledger';
import {
  decodeRejectBody,
  encodePasswordChange,
  encodeSignedEvent,
  eventHash,
  EventKind,
  type LastStatement,
  operatorKey,
  passwordChangeHash,
  signEvent,
  signPasswordChange,
  signRotation,
} from '#libs/core/wire';
import { loadKey, type Signer } from '#libs/host/keys';
import { aSigner, sha256, TestDevice } from '../../../test/kit/ledger/device.js';
import { TestNode } from '../../../test/kit/anchor/test-node.js';

function rotation(device: TestDevice, to: Signer, last: LastStatement = device.last) {
  const event = signRotation({ subject: device.key, last, timeMs: Date.now() }, device.signer, to);
  return { event: encodeSignedEvent(event), hash: Buffer.from(eventHash(EventKind.ROTATE, event.body)) };
}

describe('an event of a device', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await TestNode.create();
    await node.start();
  });
  afterAll(() => node.drop());

  it('gets a signed receipt when it is in the log, and the same again when it comes again', async () => {
    const device = new TestDevice('receipted');
    await node.enrol(device);
    const { event, hash } = rotation(device, aSigner());
    await node.submit(event);
    await node.until(() => node.eventReceipts.length === 1);
    await node.submit(event);
    await node.until(() => node.eventReceipts.length === 2);
    const [first, second] = node.eventReceipts;
    expect(Buffer.from(first!.eventHash)).toEqual(hash);
    expect([second!.logIndex, Buffer.from(second!.eventHash)]).toEqual([first!.logIndex, hash]);
    const [entry] = await node.reader.entriesAt([first!.logIndex]);
    expect(Buffer.from(entry!.entry).includes(Buffer.from(event.subarray(0, 60)))).toBe(true);
  });

  it('gets a signed reason where it is not logged', async () => {
    const device = new TestDevice('misfit');
    await node.enrol(device);
    const [scan] = device.scans(1);
    await node.send(scan!);
    await node.receiptsFor(scan!);
    const last = { boot: device.boot, counter: 1, statementHash: randomBytes(32) };
    const { event } = rotation(device, aSigner(), last);
    await node.submit(event);
    await node.until(() => node.rejects.length === 1);
    const body = decodeRejectBody(node.rejects[0]!.body);
    expect(body).toMatchObject({ reason: 'EVENT_LAST_MISFIT', final: true });
    expect(Buffer.from(body.scanHash)).toEqual(sha256(event));
  });
});

describe('a password that a device asks for', () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await TestNode.create();
    await node.start();
  });
  afterAll(() => node.drop());

  it('is answered with a signed receipt, or with a signed reason', async () => {
    const device = new TestDevice('redeemed');
    await node.enrol(device);
    const own = aSigner();
    await node.submit(rotation(device, own).event);
    await node.until(() => node.eventReceipts.length === 1);
    const [before, after] = [sha256(Buffer.from('of the code')), sha256(Buffer.from('own'))];
    await node.reader.registry.storeCredential(device.id, before);
    const { logOrigin } = node.eventReceipts[0]!;
    const signed = signPasswordChange({ logOrigin, device: device.key, before, after }, own);
    const payload = encodePasswordChange(signed);
    await node.submit(payload);
    await node.until(() => node.passwordReceipts.length === 1);
    const [receipt] = node.passwordReceipts;
    expect(Buffer.from(receipt!.changeHash)).toEqual(Buffer.from(passwordChangeHash(signed.body)));
    expect(await node.reader.registry.credential(device.id)).toEqual(after);
    await node.reader.registry.endCredential(device.id);
    await node.submit(payload);
    await node.until(() => node.rejects.length === 1);
    const body = decodeRejectBody(node.rejects[0]!.body);
    expect(body).toMatchObject({ reason: 'PASSWORD_CHANGED', final: true });
    expect(Buffer.from(body.scanHash)).toEqual(sha256(payload));
  });
});

describe('a fault between key events and scans', () => {
  class OneFault implements Faults {
    armed: { readonly effect: Effect; readonly moment: 'before' | 'after' } | undefined;
    before = (effect: Effect): void => this.hit(effect, 'before');
    after = (effect: Effect): void => this.hit(effect, 'after');

    private hit(effect: Effect, moment: 'before' | 'after'): void {
      if (this.armed?.effect !== effect || this.armed.moment !== moment) return;
      this.armed = undefined;
      throw new Error(`a fault ${moment} ${effect}`);
    }
  }
  const faults = new OneFault();
  let node: TestNode;
  let device: TestDevice;
  beforeAll(async () => {
    node = await TestNode.create({ CAIRN_ANCHOR_HOLD_MS: '5000' });
    await node.start({ faults });
    device = new TestDevice('faulty');
    await node.enrol(device);
  });
  afterAll(() => node.drop());

  const cases = EFFECTS.filter((effect) => effect !== 'cosign').flatMap((effect) =>
    (['before', 'after'] as const).map((moment) => [moment, effect] as const),
  );
  it.each(cases)('%s "%s" loses neither, and late scans chain all the same', async (moment, effect) => {
    const timely = device.scans(2);
    const late = device.scans(3);
    const next = aSigner();
    const { event } = rotation(device, next);
    device.use(next);
    const behind = device.scans(2);
    faults.armed = { effect, moment };
    await node.send(...timely);
    await node.submit(event);
    await node.send(...behind, late[2]!, late[0]!);
    await node.send(late[1]!);
    await node.receiptsFor(...timely, ...late, ...behind);
    await node.until(() => faults.armed === undefined);
    await node.until(async () => {
      const head = (await node.reader.head())!;
      return head.publishedSize === head.size;
    });
    expect(await node.differences()).toEqual([]);
  });
});

describe('late scans that wait', () => {
  it('are taken over with their rule, and logged by the next anchor when they chain', async () => {
    const node = await TestNode.create({ CAIRN_ANCHOR_HOLD_MS: '60000' });
    const first = await node.start();
    const device = new TestDevice('late');
    await node.enrol(device);
    const scans = device.scans(3);
    await node.submit(rotation(device, aSigner()).event);
    await node.send(scans[0]!, scans[1]!);
    await node.until(async () => (await node.admin.query('SELECT FROM held_scan')).rowCount === 2);
    const standby = await node.start();
    await node.stop(first);
    await node.send(scans[2]!);
    const indexes = await node.receiptsFor(...scans);
    expect(indexes).toEqual([indexes[0], indexes[0]! + 1, indexes[0]! + 2]);
    await node.stop(standby);
    expect(await node.differences()).toEqual([]);
    await node.drop();
  });
});

describe('the receipt key of the node', () => {
  it('signs nothing once it has ended: the anchor says so, and goes on with another one', async () => {
    const node = await TestNode.create();
    const anchor = await node.start();
    const device = new TestDevice('receipts');
    await node.enrol(device);
    const subject = operatorKey(readFileSync(node.paths.logOrigin, 'utf8').trim());
    const { keyId } = loadKey(node.paths.receiptKey);
    const end = signEvent(EventKind.RETIRE, { subject, keyId, timeMs: Date.now() }, loadKey(node.paths.operatorKey));
    await node.submit(encodeSignedEvent(end));
    await expect(anchor.anchor.failed).rejects.toMatchObject({ code: 'RECEIPT_KEY_ENDED' });
    await node.stop(anchor);
    await expect(node.start()).rejects.toMatchObject({ code: 'RECEIPT_KEY_ENDED', message: /openssl genpkey/u });
    rmSync(node.paths.receiptKey);
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(node.paths.receiptKey, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    await node.start();
    const [scan] = device.scans(1);
    await node.send(scan!);
    await node.receiptsFor(scan!);
    const keys = await node.reader.registry.operatorKeys();
    expect(keys.filter(({ role }) => role === 'receipt').map(({ toLogIndex }) => toLogIndex)).toEqual([4, null]);
    await node.drop();
  });
});
