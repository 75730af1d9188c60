import { encodeSignedScan, encodeStreamBatch, type SignedScan } from '#libs/core/wire';
import { TestDevice } from '../../../../test/kit/ledger/device.js';
import { TestLog } from '../../../../test/kit/ledger/test-log.js';
import { ARRIVAL_AHEAD_MS_MAX } from '../arrivals.js';
import { type IncomingRecord, readIncoming } from '../incoming.js';

describe('the times of arrival of a log', () => {
  let log: TestLog;
  let offset = 0;
  beforeAll(async () => {
    log = await TestLog.create();
  });
  afterAll(() => log.drop());

  const record = (...scans: (readonly [SignedScan, number])[]): IncomingRecord =>
    readIncoming(
      { partition: 3, offset: offset++ },
      encodeStreamBatch({
        scans: scans.map(([scan, receivedTimeMs]) => ({ signedScan: encodeSignedScan(scan), receivedTimeMs })),
        events: [],
        rejected: [],
      }),
      Number.MAX_SAFE_INTEGER,
    );
  const arrivals = async (from: number): Promise<number[]> =>
    (await log.entries(from)).flatMap((entry) => (entry.kind === 'scan' ? [entry.scan.receivedTimeMs] : []));

  it('never run backwards, whatever ingest says, also after the ledger was opened again', async () => {
    const [one, two] = [new TestDevice('arrives-1'), new TestDevice('arrives-2')];
    await log.enrol(one, two);
    const nowMs = log.clock.ms;
    const from = log.ledger.size;
    await log.ledger.append([record([one.scan(), nowMs - 5], [two.scan(), nowMs - 400_000], [one.scan(), nowMs - 1])]);
    expect(await arrivals(from)).toEqual([nowMs - 5, nowMs - 5, nowMs - 1]);
    await log.open();
    await log.ledger.append([record([two.scan(), nowMs - 7_000])]);
    expect((await arrivals(from)).at(-1)).toBe(nowMs - 1);
    expect(await log.contradictions()).toEqual([]);
  });

  it('that lie ahead of the clock are refused for now, take nothing along, and the flow goes on', async () => {
    const [ahead, beside] = [new TestDevice('ahead'), new TestDevice('beside')];
    await log.enrol(ahead, beside);
    const nowMs = log.clock.ms;
    const from = log.ledger.size;
    const early = ahead.scan();
    const [appended] = await log.ledger.append([
      record([early, nowMs + ARRIVAL_AHEAD_MS_MAX + 1]),
      record([beside.scan(), nowMs], [beside.scan(), nowMs + 10 * 365 * 86_400_000]),
      record([ahead.scan(), nowMs]),
    ]);
    expect(appended!.rejects.map(({ reason, final, deviceId }) => [reason, final, deviceId])).toEqual([
      ['ARRIVAL_AHEAD', false, 'ahead'],
      ['ARRIVAL_AHEAD', false, 'beside'],
    ]);
    expect(appended!.arrivalsAhead).toHaveLength(2);
    expect(await arrivals(from)).toEqual([nowMs]);
    // Its next scan waits no longer than for any other hole, and the refused one is taken when the clocks agree.
    log.clock.ms += 2_000;
    await log.append({ scans: [] });
    await log.append({ scans: [early] });
    expect(await arrivals(from)).toEqual([nowMs, nowMs, log.clock.ms]);
    expect(await log.contradictions()).toEqual([]);
  });

  it('of 60 s ahead are within what clocks differ by', async () => {
    const device = new TestDevice('within');
    await log.enrol(device);
    const [appended] = await log.ledger.append([record([device.scan(), log.clock.ms + ARRIVAL_AHEAD_MS_MAX])]);
    expect(appended!.rejects).toEqual([]);
    expect(appended!.entries).toHaveLength(1);
  });

  it('decide by the raised time whether a key has expired, as every reader does', async () => {
    const [device, other] = [new TestDevice('expires'), new TestDevice('raises')];
    await log.enrol(other);
    await log.append({ events: [log.enrolEvent(device, { expiresMs: log.clock.ms + 70_000 })] });
    log.clock.ms += 80_000;
    await log.append({ scans: [other.scan()] });
    const [appended] = await log.ledger.append([record([device.scan(), log.clock.ms - 40_000])]);
    expect(appended!.rejects).toMatchObject([{ reason: 'KEY_EXPIRED' }]);
    expect(await log.contradictions()).toEqual([]);
  });
});
