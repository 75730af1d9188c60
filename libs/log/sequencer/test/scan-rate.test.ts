import { encodeSignedScan } from '#libs/core/wire';
import { NOW_MS, TestDevice } from '../../../../test/kit/ledger/device.js';
import { TestLog } from '../../../../test/kit/ledger/test-log.js';
import type { BootState } from '../boots.js';
import { SCANS_OF_OBJECT_A_DAY_MAX, ScanRate } from '../scan-rate.js';
import { type ScanView, viewScan } from '../scan-view.js';

const ITEM = 'https://id.gs1.org/01/09520000000004/21/popular';
const uri = (name: string): string => `https://id.gs1.org/01/09520000000004/21/${name}`;
const DAY_MS = 86_400_000;

const bootOf = (device: TestDevice): BootState => ({ deviceKey: Buffer.from(device.key) }) as BootState;
const viewOf = (device: TestDevice, uris: readonly string[], receivedTimeMs = NOW_MS): ScanView =>
  viewScan(Buffer.from(encodeSignedScan(device.scan({ uris }))), receivedTimeMs);

describe('the count of scans of an object by a device in a day', () => {
  const device = new TestDevice('rate');
  const other = new TestDevice('rate-other');
  const times = (rate: ScanRate, count: number, by = device, uris = [ITEM], atMs = NOW_MS): boolean[] =>
    Array.from({ length: count }, () => rate.take(bootOf(by), viewOf(by, uris, atMs)));

  it('lets so many pass, of each device and each object, and all again on the next day', () => {
    const rate = new ScanRate(3, 100);
    expect(times(rate, 4)).toEqual([true, true, true, false]);
    expect(times(rate, 1, other)).toEqual([true]);
    expect(times(rate, 1, device, [uri('another')])).toEqual([true]);
    expect(times(rate, 1, device, [ITEM], NOW_MS + DAY_MS)).toEqual([true]);
  });

  it('counts nothing of a scan that does not pass', () => {
    const rate = new ScanRate(3, 100);
    times(rate, 3);
    expect(times(rate, 5, device, [uri('beside'), ITEM])).toEqual([false, false, false, false, false]);
    expect(times(rate, 4, device, [uri('beside')])).toEqual([true, true, true, false]);
  });

  it('is bounded; when it is full nobody is refused for what others do, and a count is too low by little', () => {
    const rate = new ScanRate(5, 10);
    times(rate, 4);
    for (let n = 0; n < 500; n++) expect(times(rate, 1, other, [uri(`flood-${n}`)])).toEqual([true]);
    expect(rate.size).toBeLessThanOrEqual(10);
    // An honest device that scans each thing once is never refused, however full it is.
    for (let n = 0; n < 50; n++) expect(times(rate, 1, device, [uri(`honest-${n}`)])).toEqual([true]);
  });

  it('costs who wants one more scan as many others as there are counters', () => {
    const rate = new ScanRate(5, 10);
    times(rate, 5);
    for (let n = 0; n < 9; n++) times(rate, 1, device, [uri(`fill-${n}`)]);
    expect(times(rate, 1)).toEqual([false]);
    times(rate, 1, device, [uri('one-more')]);
    expect(times(rate, 2)).toEqual([true, false]);
  });
});

describe('the sequencer', () => {
  let log: TestLog;
  const device = new TestDevice('rate-log');
  beforeAll(async () => {
    log = await TestLog.create();
    await log.enrol(device);
  });
  afterAll(() => log.drop());

  it(`refuses for now what a device scans more than ${SCANS_OF_OBJECT_A_DAY_MAX} times in a day, and takes it on the next`, async () => {
    const scans = Array.from({ length: SCANS_OF_OBJECT_A_DAY_MAX + 2 }, () => device.scan({ uris: [ITEM] }));
    const [appended] = await log.append({ scans });
    expect(appended!.entries).toHaveLength(SCANS_OF_OBJECT_A_DAY_MAX);
    expect(appended!.rejects).toMatchObject([
      { reason: 'OVERLOADED', final: false, deviceId: 'rate-log', counter: 201, logIndex: null },
    ]);
    expect(appended!.rejects[0]!.text).toMatch(/200 times today/u);
    // The one behind it waits for it, and is refused as well when its waiting is over.
    log.clock.ms += 2_000;
    const [later] = await log.append({ scans: [] });
    expect(later!.rejects).toMatchObject([{ reason: 'OVERLOADED', counter: 202 }]);

    const another = device.scan({ uris: [uri('other-thing')] });
    log.clock.ms += 2_000;
    await log.append({ scans: [another] });
    log.clock.ms += 2_000;
    expect((await log.append({ scans: [] }))[0]!.receipts).toMatchObject([{ counter: 203 }]);

    log.clock.ms += DAY_MS;
    const [tomorrow] = await log.append({ scans: scans.slice(-2) });
    expect(tomorrow!.receipts.map(({ counter }) => counter)).toEqual([201, 202]);
    expect(await log.contradictions()).toEqual([]);
  });

  it('counts no repeats and nothing that others sign', async () => {
    const honest = new TestDevice('rate-honest');
    const thief = new TestDevice('rate-thief');
    await log.enrol(honest, thief);
    const first = honest.scan({ uris: [ITEM] });
    await log.append({ scans: [first] });
    for (let n = 0; n < 3; n++) await log.append({ scans: Array.from({ length: 100 }, () => first) });
    const forged = Array.from({ length: 300 }, (_, n) => ({
      ...honest.scan({ uris: [ITEM], counter: 2 + n, previous: new Uint8Array(32).fill(1) }),
      signature: thief.scan({ uris: [ITEM] }).signature,
    }));
    await log.append({ scans: forged });
    const next = Array.from({ length: SCANS_OF_OBJECT_A_DAY_MAX - 1 }, () => honest.scan({ uris: [ITEM] }));
    const [appended] = await log.append({ scans: next });
    expect(appended!.rejects).toEqual([]);
    expect(appended!.receipts).toHaveLength(next.length);
  });
});
