import { Trail } from '#libs/core/entries';
import { decodePrivatePart, objectKey, statementHash } from '#libs/core/wire';
import { leafHash, treeRoot } from '#libs/core/tlog';
import { payloadOf, TestDevice } from '../../../../test/kit/ledger/device.js';
import { TestLog } from '../../../../test/kit/ledger/test-log.js';
import { unusable } from '../incoming.js';

describe('appending scans', () => {
  let log: TestLog;
  beforeAll(async () => {
    log = await TestLog.create();
  });
  afterAll(() => log.drop());

  it('logs each scan once, in the order of its counter, with what the log adds to it', async () => {
    const device = new TestDevice('append-1');
    await log.enrol(device);
    const from = log.ledger.size;
    const scans = device.scans(5);
    const [appended] = await log.append({ scans: scans.slice(0, 2) }, { scans: scans.slice(2) });
    const entries = await log.entries(from);
    expect(entries).toHaveLength(5);
    for (const [index, entry] of entries.entries()) {
      if (entry.kind !== 'scan') throw new Error('expected a scan');
      expect(entry.scan.counter).toBe(index + 1);
      expect(entry.scan.after).toBe(index);
      expect(entry.scan.receivedTimeMs).toBe(log.clock.ms);
      expect(Buffer.from(entry.scan.header).equals(scans[index]!.header)).toBe(true);
    }
    expect(appended!.receipts.map(({ counter, logIndex }) => ({ counter, logIndex }))).toEqual(
      scans.map(({ counter }, index) => ({ counter, logIndex: from + index })),
    );
  });

  it('keeps URIs and disclosures beside the entry and not in it', async () => {
    const device = new TestDevice('append-private');
    await log.enrol(device);
    const scan = device.scan({
      claims: { bizStep: 'shipping', 'bizTransaction.po': 'urn:epcglobal:cbv:bt:9520000000004:SCMS-116' },
    });
    const [appended] = await log.append({ scans: [scan] });
    const stored = await log.reader.entry(appended!.firstIndex);
    expect(decodePrivatePart(stored!.privatePart!)).toEqual({
      uris: scan.uris,
      disclosures: scan.disclosures.map((bytes) => Buffer.from(bytes)),
    });
    expect(Buffer.from(stored!.entry).includes('SCMS-116')).toBe(false);
  });

  it('advances the trail of every object as libs/core/entries would, in and across batches', async () => {
    const device = new TestDevice('append-trails');
    await log.enrol(device);
    const pallet = 'https://id.gs1.org/00/095200000000000011';
    const item = 'https://id.gs1.org/01/09520000000004/21/trail-item';
    const both = [pallet, item];
    for (const uris of [both, [pallet], [pallet], both, [item], both])
      await log.append({ scans: [device.scan({ uris })] });
    await log.append({ scans: both.map((uri) => device.scan({ uris: [uri] })) });
    for (const uri of both) {
      const trail = Trail.empty(objectKey(uri));
      const rows = await log.reader.trailEntries(objectKey(uri));
      for (const { n, logIndex, link, entry } of rows) {
        const expected = trail.append(logIndex, leafHash(entry));
        expect(n).toBe(expected.n);
        expect(Buffer.from(link).equals(expected.link)).toBe(true);
        const frontier = await log.reader.trailFrontier(objectKey(uri), n);
        expect(Buffer.concat(trail.frontier).equals(frontier!)).toBe(true);
      }
      expect(await log.reader.trailLength(objectKey(uri))).toBe(trail.length);
    }
    expect(await log.reader.trailLength(objectKey(pallet))).toBe(6);
  });

  it('goes on with trails and counters after it was opened again', async () => {
    const device = new TestDevice('append-reopened');
    await log.enrol(device);
    const uris = ['https://id.gs1.org/00/095200000000000028'];
    await log.append({ scans: [device.scan({ uris })] });
    await log.open();
    await log.append({ scans: [device.scan({ uris })] });
    const rows = await log.reader.trail(objectKey(uris[0]!));
    expect(rows.map(({ n }) => n)).toEqual([1, 2]);
  });

  it('has at every committed size the root of the entries so far', async () => {
    const entries = await log.reader.entries({ from: 0, to: log.ledger.size });
    const sizes = await log.rows('SELECT size::int, root FROM log_root ORDER BY size');
    expect(sizes.length).toBeGreaterThan(3);
    for (const { size, root } of sizes as { size: number; root: Buffer }[]) {
      const expected = treeRoot(entries.slice(0, size).map(({ entry }) => leafHash(entry)));
      expect(root.equals(expected)).toBe(true);
    }
    expect(log.ledger.root().equals(sizes.at(-1)!['root'] as Buffer)).toBe(true);
  });

  it('passes over records that it has taken before', async () => {
    const device = new TestDevice('append-again');
    await log.enrol(device);
    const record = log.record({ scans: [device.scan()] });
    await log.ledger.append([record]);
    const { size } = log.ledger;
    const [again] = await log.ledger.append([record]);
    expect(log.ledger.size).toBe(size);
    expect(again!.repeats).toEqual([]);
  });

  it('refuses a record that does not follow the one before, since scans between would be lost', async () => {
    const device = new TestDevice('append-hole');
    await log.enrol(device);
    log.record({ scans: [device.scan()] }); // never given to the ledger
    const later = log.record({ scans: [device.scan()] });
    await expect(log.ledger.append([later])).rejects.toMatchObject({ code: 'ROW_MALFORMED' });
    await log.open();
    (log as unknown as { nextOffset: number }).nextOffset -= 2;
  });
});

describe('a scan that comes again', () => {
  let log: TestLog;
  let device: TestDevice;
  beforeAll(async () => {
    log = await TestLog.create();
    device = new TestDevice('repeats');
    await log.enrol(device);
  });
  afterAll(() => log.drop());

  it('is answered with the receipt of the entry that holds it, and not logged twice', async () => {
    const scans = device.scans(3);
    const [first] = await log.append({ scans });
    const { size } = log.ledger;
    const [again] = await log.append({ scans: [scans[1]!] });
    expect(log.ledger.size).toBe(size);
    expect(again!.receipts).toEqual([]);
    expect(again!.repeats).toEqual([
      {
        deviceKey: Buffer.from(device.key),
        deviceId: device.id,
        boot: Buffer.from(device.boot),
        counter: 2,
        statementHash: new Uint8Array(statementHash(scans[1]!)),
        logIndex: first!.firstIndex + 1,
      },
    ]);
  });

  it('within one batch is logged once', async () => {
    const scan = device.scan();
    const { size } = log.ledger;
    const [appended] = await log.append({ scans: [scan, scan] }, { scans: [scan] });
    expect(log.ledger.size).toBe(size + 1);
    expect(appended!.receipts).toHaveLength(1);
  });

  it('under a signature that is none gets no receipt: nobody has sent it again', async () => {
    const scan = device.scan();
    await log.append({ scans: [scan] });
    const { size } = log.ledger;
    const [again] = await log.append({ scans: [{ ...scan, signature: new Uint8Array(64).fill(1) }] });
    expect(log.ledger.size).toBe(size);
    expect(again!.repeats).toEqual([]);
    expect(again!.rejects).toMatchObject([{ reason: 'SIGNATURE_INVALID', deviceId: device.id }]);
  });

  it('is known after the ledger was opened again', async () => {
    const scan = device.scan();
    await log.append({ scans: [scan] });
    await log.open();
    const [again] = await log.append({ scans: [scan] });
    expect(again!.repeats).toHaveLength(1);
  });
});

describe('a record that nobody sealed', () => {
  it('is kept among the rejects and skipped: nothing of it is logged', async () => {
    const log = await TestLog.create();
    const device = new TestDevice('unsealed');
    await log.enrol(device);
    const { size } = log.ledger;
    const offset = log.record({}).offset;
    const [appended] = await log.ledger.append([
      unusable({ partition: 0, offset }, payloadOf(device.scan()), 'wrong MAC'),
    ]);
    expect(log.ledger.size).toBe(size);
    expect(appended!.rejects).toMatchObject([{ reason: 'MALFORMED', deviceId: null, final: true }]);
    expect(await log.rows('SELECT reason, text FROM reject')).toEqual([{ reason: 'MALFORMED', text: 'wrong MAC' }]);
    expect(log.ledger.nextOffsets().get(0)).toBe(offset + 1);
    await log.drop();
  });
});
