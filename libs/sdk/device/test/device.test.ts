import { EventEmitter, once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { inspect } from 'node:util';
import {
  createDeviceFolder,
  Device,
  type DeviceOptions,
  Fleet,
  readDeviceFolder,
  type ScanInput,
  writeEnrolment,
} from '../index.js';
import { generateKey, signerOf } from '#libs/host/keys';
import { encodeDeviceMessage, encodeReceiptBatch, decodeReceiptBatch, receiptSigningBytes } from '#libs/core/wire';
import { FakeNode } from '../../../../test/kit/device/fake-node.js';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/kit/temporary-folder.js';

let node: FakeNode;
const open: Device[] = [];

beforeEach(async () => {
  node = await FakeNode.start();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((device) => device.close()));
  await node.close();
});
afterAll(removeTemporaryFolders);

const FAST = { baseMs: 1, maxMs: 20 };

/** A folder of a device that the node knows. */
function enrolledFolder(id = 'gate-7'): string {
  const folder = join(temporaryFolder(), id);
  node.enrol(createDeviceFolder({ folder, id }), 'secret');
  writeEnrolment(folder, { broker: node.url, password: 'secret', trust: node.trust });
  return folder;
}

async function openDevice(folder: string, options: Partial<DeviceOptions> = {}): Promise<Device> {
  const device = await Device.open({ folder, reconnect: FAST, retry: FAST, receiptTimeoutMs: 300, ...options });
  open.push(device);
  return device;
}

const aScan = (serial = 1): ScanInput => ({
  objects: [{ uri: `https://id.gs1.org/01/09520000000004/21/${serial}` }],
  claims: { bizStep: 'shipping', readPointCountry: 'IN', demo: 'true' },
});
const scans = (count: number): ScanInput[] => Array.from({ length: count }, (_, i) => aScan(i + 1));
const counters = (device = 'gate-7'): number[] =>
  node.log.filter((one) => one.device === device).map((one) => one.counter);
const oneTo = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1);

describe('a device', () => {
  it('deletes a scan when its receipt verified, and says where it stands in the log', async () => {
    const device = await openDevice(enrolledFolder());
    const { counter, outcome } = await device.scan(aScan());
    expect(counter).toBe(1);
    expect(await outcome).toMatchObject({ kind: 'receipted', logIndex: 0 });
    expect(device.unsettled).toBe(0);
  });

  it('sends scans in counter order, many under way', async () => {
    // None comes twice, however slow this machine is.
    const device = await openDevice(enrolledFolder(), { receiptTimeoutMs: 60_000 });
    await device.scanAll(scans(500));
    await device.settled();
    expect(counters()).toEqual(oneTo(500));
    expect(node.arrivals.map(({ counter }) => counter)).toEqual(oneTo(500));
  });

  it('comes back by a password that was changed while scans were under way, and loses none', async () => {
    const folder = enrolledFolder();
    const device = await openDevice(folder);
    const refused = new Promise<void>((resolve) =>
      device.on('disconnected', (reason) => reason.includes('password') && resolve()),
    );
    node.tamper = () => undefined; // no receipt: all of them stay under way
    await device.scanAll(scans(300));
    await node.untilArrivals(100);
    node.changePassword('gate-7', 'new');
    await refused;
    const { enrolment } = readDeviceFolder(folder);
    writeEnrolment(folder, { ...enrolment!, password: 'new' });
    node.tamper = (message) => message;
    await device.settled();
    expect(counters()).toEqual(oneTo(300));
  });

  it('keeps scans while there is no broker and sends them when it comes', async () => {
    const folder = enrolledFolder();
    const offline = await openDevice(folder, { offline: true });
    await offline.scanAll(scans(50));
    await offline.close();
    const device = await openDevice(folder);
    await device.settled();
    expect(counters()).toEqual(oneTo(50));
  });

  it('goes on in order after connections are cut again and again', async () => {
    const device = await openDevice(enrolledFolder(), { window: { scansMax: 20, bytesMax: 1 << 20 } });
    let receipted = 0;
    device.on('receipted', () => {
      receipted += 1;
      if (receipted % 60 === 0) node.cut();
    });
    await device.scanAll(scans(400));
    await device.settled();
    expect(counters()).toEqual(oneTo(400));
  });

  it('carries on where another process stopped', async () => {
    const folder = enrolledFolder();
    const first = await openDevice(folder);
    await first.scanAll(scans(3), [10, 11, 12]);
    await first.settled();
    await first.close();
    const second = await openDevice(folder);
    expect(second.bookmark).toBe(12);
    await second.scan(aScan(4));
    await second.settled();
    expect(counters()).toEqual([1, 2, 3, 4]);
  });

  it('refuses a scan that the node would refuse, and its counter stays free', async () => {
    const device = await openDevice(enrolledFolder(), { offline: true });
    const uri = 'https://id.gs1.org/01/09520000000004/21/1';
    const badly: ScanInput[] = [
      { objects: [] },
      { objects: [{ uri: '(01)09520000000005(21)1' }] },
      { objects: [{ uri }, { uri }] },
      { objects: [{ uri, role: 'child' }], action: 'add' },
      { objects: [{ uri }], to: '9520000000001' },
      { objects: [{ uri }], claims: { bizStep: 'teleporting' } },
      { objects: [{ uri }], claims: { madeUp: 'x' } as object },
    ];
    for (const scan of badly) await expect(device.scan(scan)).rejects.toMatchObject({ code: 'SCAN_INVALID' });
    expect((await device.scan(aScan())).counter).toBe(1);
  });
});

describe('when the acknowledgement of the broker is all that comes', () => {
  it('keeps the scan and sends it again', async () => {
    let lost = 3;
    node.tamper = (message) => ((lost -= 1) >= 0 ? undefined : message);
    const device = await openDevice(enrolledFolder(), { receiptTimeoutMs: 30 });
    const { outcome } = await device.scan(aScan());
    expect(await outcome).toMatchObject({ kind: 'receipted', logIndex: 0 });
    expect(node.arrivals.length).toBeGreaterThan(3);
    expect(node.log).toHaveLength(1);
  });
});

describe('when one scan got lost behind the broker, and others go on', () => {
  it('sends it again, although receipts of the later ones keep coming', async () => {
    let isLost = false;
    node.tamper = (message) => {
      if (isLost) return message;
      isLost = true;
      return undefined;
    };
    const device = await openDevice(enrolledFolder(), { receiptTimeoutMs: 60 });
    const { outcome } = await device.scan(aScan());
    const told: Awaited<typeof outcome>[] = [];
    void outcome.then((was) => told.push(was));
    for (let n = 2; told.length === 0; n++) {
      await device.scan(aScan(n));
      await new Promise((done) => setTimeout(done, 5));
    }
    expect(told[0]).toMatchObject({ kind: 'receipted', logIndex: 0 });
    await device.settled();
    expect(counters()).toEqual(oneTo(node.log.length));
  });
});

describe('when nothing is acknowledged', () => {
  it('does not send again what still waits at the broker', async () => {
    let nowMs = Date.now();
    node.takesFrom = (device) => device !== 'gate-7';
    const device = await openDevice(enrolledFolder(), { receiptTimeoutMs: 10, nowMs: () => nowMs });
    await device.scanAll(scans(5));
    await once(device, 'connected');
    nowMs += 60_000;
    await device.scan(aScan(6));
    const other = await openDevice(enrolledFolder('gate-8'));
    await other.scanAll(scans(20));
    await other.settled();
    const { length } = device.unsettledScan(1)!.payload;
    expect(node.bytesFrom('gate-7')).toBeGreaterThan(6 * length);
    expect(node.bytesFrom('gate-7')).toBeLessThan(8 * length);
    node.takesFrom = () => true;
    node.cut();
    await device.settled();
    expect(counters()).toEqual(oneTo(6));
  });
});

describe('a message on the receipt topic that proves nothing', () => {
  const stranger = signerOf(generateKey(1));
  const resigned = (change: (batch: ReturnType<typeof decodeReceiptBatch>) => object, signer = stranger) => {
    return (message: Parameters<FakeNode['tamper']>[0]) => {
      if (message.kind !== 'receipt') return message;
      const decoded = decodeReceiptBatch(message.receipt.batch);
      const batch = encodeReceiptBatch({ ...decoded, ...change(decoded) });
      return {
        kind: 'receipt',
        receipt: { ...message.receipt, batch, signature: signer.sign(receiptSigningBytes(batch)) },
      } as const;
    };
  };
  const flipped = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes, (byte, i) => (i === 5 ? byte ^ 1 : byte));
  const forgeries: [string, string, FakeNode['tamper']][] = [
    ['signed by a stranger', 'KEY_NOT_TRUSTED', resigned(() => ({ receiptKeyId: stranger.keyId }))],
    ['signed by a stranger under our key id', 'SIGNATURE_INVALID', resigned(() => ({}))],
    ['of another log', 'OTHER_LOG', resigned(() => ({ logOrigin: 'other.example/log' }))],
    [
      'with another log index',
      'PATH_MISMATCH',
      (message) =>
        message.kind === 'receipt'
          ? {
              ...message,
              receipt: {
                ...message.receipt,
                items: message.receipt.items.map((item) => ({ ...item, logIndex: item.logIndex + 1 })),
              },
            }
          : message,
    ],
    [
      'for another device',
      'OTHER_DEVICE',
      (message) =>
        message.kind === 'receipt'
          ? { ...message, receipt: { ...message.receipt, device: flipped(message.receipt.device) } }
          : message,
    ],
    [
      'with a byte flipped',
      'SIGNATURE_INVALID',
      (message) =>
        message.kind === 'receipt'
          ? { ...message, receipt: { ...message.receipt, signature: flipped(message.receipt.signature) } }
          : message,
    ],
    ['of bytes that are no message', 'MESSAGE_MALFORMED', () => Uint8Array.of(1, 2, 3)],
    ['cut short', 'MESSAGE_MALFORMED', (message) => encodeDeviceMessage(message).subarray(0, -1)],
  ];

  it.each(forgeries)('%s: the scan stays', async (_, code, tamper) => {
    node.tamper = tamper;
    const device = await openDevice(enrolledFolder(), { receiptTimeoutMs: 20 });
    const distrusted = once(device, 'distrusted');
    await device.scan(aScan());
    expect((await distrusted)[0]).toMatchObject({ code });
    expect(device.unsettled).toBe(1);
    node.tamper = (message) => message;
    await device.settled();
  });

  it('signed for another statement: the scan stays', async () => {
    node.receiptedHash = flipped;
    const device = await openDevice(enrolledFolder(), { receiptTimeoutMs: 20 });
    const distrusted = once(device, 'distrusted');
    await device.scan(aScan());
    expect((await distrusted)[0]).toMatchObject({ code: 'STATEMENT_MISMATCH' });
    expect(device.unsettled).toBe(1);
    node.receiptedHash = (hash) => hash;
    await device.settled();
  });
});

describe('a reject', () => {
  it('that is final moves the scan to quarantine with the signed reason, and the next scan goes on', async () => {
    node.rejectWith = ({ counter }) => (counter === 2 ? 'TIME_TOO_EARLY' : undefined);
    const folder = enrolledFolder();
    const device = await openDevice(folder);
    const tickets = [];
    for (const scan of scans(3)) tickets.push(await device.scan(scan));
    const outcomes = await Promise.all(tickets.map(({ outcome }) => outcome));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['receipted', 'quarantined', 'receipted']);
    expect(device.quarantined).toMatchObject([{ counter: 2, reason: 'TIME_TOO_EARLY' }]);
    await device.close();
    const again = await openDevice(folder, { offline: true });
    expect(again.unsettled).toBe(0);
    expect(again.quarantined).toHaveLength(1);
  });

  it('that is not final: the scan goes again later, the others do not wait for it', async () => {
    node.rejectWith = ({ counter, times }) => (counter === 1 && times < 4 ? 'CLOCK_AHEAD' : undefined);
    const device = await openDevice(enrolledFolder());
    await device.scanAll(scans(10));
    await device.settled();
    expect(new Set(counters())).toEqual(new Set(oneTo(10)));
    expect(counters()[0]).not.toBe(1);
  });

  it('of everything, until the device is known, loses nothing', async () => {
    const until = new EventEmitter();
    let refuse = true;
    node.rejectWith = () => (refuse ? 'DEVICE_UNKNOWN' : undefined);
    const device = await openDevice(enrolledFolder(), { window: { scansMax: 8, bytesMax: 1 << 20 } });
    let postponed = 0;
    device.on('postponed', () => {
      postponed += 1;
      if (postponed === 40) until.emit('enough');
    });
    const enough = once(until, 'enough');
    await device.scanAll(scans(30));
    await enough;
    refuse = false;
    await device.settled();
    expect(new Set(counters())).toEqual(new Set(oneTo(30)));
  });

  it('that nobody trusted signed changes nothing', async () => {
    node.rejectWith = ({ times }) => (times === 1 ? 'SIGNATURE_INVALID' : undefined);
    node.tamper = (message) =>
      message.kind === 'reject'
        ? { ...message, reject: { ...message.reject, signature: new Uint8Array(64) } }
        : message;
    const device = await openDevice(enrolledFolder(), { receiptTimeoutMs: 20 });
    const { outcome } = await device.scan(aScan());
    expect(await outcome).toMatchObject({ kind: 'receipted' });
    expect(device.quarantined).toEqual([]);
  });
});

describe('a fleet', () => {
  it('brings the scans of many devices over connections of their own', async () => {
    const ids = Array.from({ length: 40 }, (_, i) => `reader-${i}`);
    const fleet = await Fleet.open({ folders: ids.map(enrolledFolder), connectingMax: 4 });
    try {
      await Promise.all(ids.map((id) => fleet.device(id).scanAll(scans(20))));
      await fleet.settled();
      for (const id of ids) expect(counters(id)).toEqual(oneTo(20));
      expect(node.connections).toBe(40);
    } finally {
      await fleet.close();
    }
  });

  it('does not connect a device that has nothing to say', async () => {
    const fleet = await Fleet.open({ folders: ['a', 'b'].map(enrolledFolder) });
    await fleet.device('a').scanAll(scans(1));
    await fleet.settled();
    expect(node.connections).toBe(1);
    await fleet.close();
  });
});

const failureOf = async (work: () => unknown): Promise<Error> => {
  try {
    await work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing failed');
};

describe('the way in', () => {
  it('is told to the device when the password is wrong, and tried again', async () => {
    const folder = enrolledFolder();
    writeEnrolment(folder, { broker: node.url, password: 'wrong', trust: node.trust });
    const device = await openDevice(folder);
    const disconnected = once(device, 'disconnected');
    await device.scan(aScan());
    expect((await disconnected)[0]).toBe(
      'the broker does not let this device in: not authorised (CONNACK 5), by its name, its password, its client certificate or a rule of the broker',
    );
  });

  it.each([
    [4, 'the broker refused user name or password (CONNACK 4)'],
    [3, 'the broker lets nobody in at the moment, or this device connects too often (CONNACK 3)'],
  ])('is told to the device when the broker answers %s', async (code, reason) => {
    const refusing = createServer((socket) => socket.once('data', () => socket.end(Buffer.from([0x20, 2, 0, code]))));
    await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
    const { port } = refusing.address() as AddressInfo;
    const device = await openDevice(enrolledFolder(), { broker: `mqtt://127.0.0.1:${port}` });
    const disconnected = once(device, 'disconnected');
    await device.scan(aScan());
    expect((await disconnected)[0]).toContain(reason);
    refusing.close();
  });

  it('is never that of somebody else, whose login an older version has left in the folder', async () => {
    const folder = enrolledFolder();
    const file = join(folder, 'enrolment.json');
    const old = readFileSync(file, 'utf8');
    const withLogin = old.replace('mqtt://', 'mqtt://cairn-ingest:hunter2@');
    expect(withLogin).toContain('hunter2');
    writeFileSync(file, withLogin);
    expect(readDeviceFolder(folder).enrolment!.broker).toBe(node.url);
    const device = await openDevice(folder);
    const { outcome } = await device.scan(aScan());
    expect(await outcome).toMatchObject({ kind: 'receipted' }); // the broker knows gate-7 alone
    expect(readFileSync(file, 'utf8')).toBe(old);
  });

  it('is never that of somebody else, whatever the caller gives', async () => {
    const folder = enrolledFolder();
    const opening = Device.open({ folder, broker: node.url.replace('//', '//cairn-ingest:hunter2@') });
    await expect(opening).rejects.toMatchObject({
      code: 'BROKER_INVALID',
      message: expect.not.stringContaining('hunter2'),
    });
    writeEnrolment(folder, { broker: 'mqtt://u:hunter2@h', password: 'secret', trust: node.trust });
    expect(readFileSync(join(folder, 'enrolment.json'), 'utf8')).not.toContain('hunter2');
  });

  it('stands in no complaint about a damaged folder', async () => {
    const folder = enrolledFolder();
    const file = join(folder, 'enrolment.json');
    const whole = readFileSync(file, 'utf8');
    for (const damaged of [whole.replace('"secret"', '"secret'), whole.replace('"trust"', '"secret"'), '"secret"'])
      for (const read of [() => readDeviceFolder(folder), () => Device.open({ folder })]) {
        writeFileSync(file, damaged);
        const complaint = await failureOf(read);
        expect([
          complaint.message.startsWith(`${file} cannot be read: `),
          inspect(complaint).includes('secret'),
        ]).toEqual([true, false]);
      }
  });

  it('closes at once while no broker answers', async () => {
    const folder = enrolledFolder();
    const device = await openDevice(folder, { broker: 'mqtt://127.0.0.1:1' });
    const { outcome } = await device.scan(aScan());
    await once(device, 'disconnected');
    await device.close();
    expect(await outcome).toMatchObject({ kind: 'unsettled' });
  });
});
