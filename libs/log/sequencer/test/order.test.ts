import type { SignedScan } from '#libs/core/wire';
import { TestDevice } from '../../../../test/kit/ledger/device.js';
import { TestLog } from '../../../../test/kit/ledger/test-log.js';

describe('scans of one device that arrive in another order', () => {
  let log: TestLog;
  beforeAll(async () => {
    log = await TestLog.create({ held: { rowsMax: 5 } });
  });
  afterAll(() => log.drop());

  let devices = 0;
  const enrolled = async (): Promise<TestDevice> => {
    const device = new TestDevice(`order-${++devices}`);
    await log.enrol(device);
    return device;
  };
  const loggedSince = async (from: number): Promise<[counter: number, after: number][]> =>
    (await log.entries(from)).flatMap((entry) =>
      entry.kind === 'scan' ? [[entry.scan.counter, entry.scan.after]] : [],
    );
  const pick = (scans: readonly SignedScan[], ...counters: number[]): SignedScan[] =>
    counters.map((counter) => scans[counter - 1]!);

  it('are logged in counter order if they arrive within the hold time of each other', async () => {
    const device = await enrolled();
    const scans = device.scans(5);
    const from = log.ledger.size;
    await log.append({ scans: pick(scans, 2, 4) });
    log.clock.ms += 1_900;
    await log.append({ scans: pick(scans, 5, 3, 1) });
    expect(await loggedSince(from)).toEqual([
      [1, 0],
      [2, 1],
      [3, 2],
      [4, 3],
      [5, 4],
    ]);
    expect(log.ledger.heldScans).toBe(0);
  });

  it('leave a gap when the missing one outlives the hold time, until it comes and is marked as late', async () => {
    const device = await enrolled();
    const scans = device.scans(4);
    const from = log.ledger.size;
    await log.append({ scans: pick(scans, 1, 3) });
    expect(await loggedSince(from)).toEqual([[1, 0]]);
    expect(log.ledger.nextDueMs()).toBe(log.clock.ms + 2_000);
    log.clock.ms += 2_000;
    await log.append();
    await log.append({ scans: pick(scans, 2, 4) });
    expect(await loggedSince(from)).toEqual([
      [1, 0],
      [3, 1],
      [2, 3],
      [4, 3],
    ]);
  });

  it('wait through a restart: they are kept in the transaction of the offsets', async () => {
    const device = await enrolled();
    const scans = device.scans(3);
    const from = log.ledger.size;
    await log.append({ scans: pick(scans, 3, 2) });
    await log.open({ held: { rowsMax: 5 } });
    expect(log.ledger.heldScans).toBe(2);
    const [appended] = await log.append({ scans: pick(scans, 1) });
    expect(await loggedSince(from)).toEqual([
      [1, 0],
      [2, 1],
      [3, 2],
    ]);
    expect(appended!.receipts.map(({ counter }) => counter)).toEqual([1, 2, 3]);
    expect(await log.rows('SELECT * FROM held_scan')).toEqual([]);
  });

  it('are let go as a gap, oldest first, when there are too many', async () => {
    const device = await enrolled();
    const scans = device.scans(12);
    const from = log.ledger.size;
    await log.append({ scans: pick(scans, 3, 5, 7, 9) });
    await log.append({ scans: pick(scans, 11, 12) });
    await log.append();
    expect(await loggedSince(from)).toEqual([[3, 0]]);
    expect(log.ledger.heldScans).toBe(5);
    log.clock.ms += 10_000;
    await log.append();
  });

  it('are held once when they come twice', async () => {
    const device = await enrolled();
    const scans = device.scans(2);
    await log.append({ scans: pick(scans, 2, 2) });
    expect(log.ledger.heldScans).toBe(1);
    const from = log.ledger.size;
    await log.append({ scans: pick(scans, 2, 1) });
    expect((await loggedSince(from)).map(([counter]) => counter)).toEqual([1, 2]);
  });

  it('and contradict each other while they wait are told apart when they are logged', async () => {
    const device = await enrolled();
    const [one, two] = device.scans(2);
    const other = device.scan({ counter: 2, previous: two!.previous, eventTimeMs: 1_700_000_000_000 });
    const from = log.ledger.size;
    await log.append({ scans: [two!, other] });
    const [appended] = await log.append({ scans: [one!] });
    expect((await loggedSince(from)).map(([counter]) => counter)).toEqual([1, 2]);
    expect(appended!.rejects).toMatchObject([{ reason: 'COUNTER_REUSED' }]);
    expect((await log.entries(from)).at(-1)?.kind).toBe('event');
  });
});
