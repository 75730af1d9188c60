import { leafHash, treeRoot } from '#libs/core/tlog';
import {
  decodeEventBody,
  EventKind,
  lastCounterOf,
  refusalsKey,
  type RefusedBody,
  type SignedScan,
  statementHash,
} from '#libs/core/wire';
import type { Faults } from '#libs/log/ledger';
import { aSigner, NOW_MS, rejectedOf, TestDevice } from '../../../../test/kit/ledger/device.js';
import { TestLog } from '../../../../test/kit/ledger/test-log.js';
import { WAITING_OF_DEVICE_MAX } from '../refusals.js';

const MINUTE_MS = 60_000;
const OLD = { reason: 'TIME_TOO_EARLY' } as const;

describe('refusals of a device', () => {
  let log: TestLog;
  beforeAll(async () => {
    log = await TestLog.create();
  });
  afterAll(() => log.drop());

  let devices = 0;
  const enrolled = async (): Promise<TestDevice> => {
    const device = new TestDevice(`refused-${++devices}`);
    await log.enrol(device);
    return device;
  };
  const refuse = (scans: readonly SignedScan[], reason: string = OLD.reason) =>
    log.append({ rejected: scans.map((scan) => rejectedOf(scan, { reason })) });
  const toldSince = async (from: number): Promise<RefusedBody[]> =>
    (await log.entries(from)).flatMap((entry) =>
      entry.kind === 'event' && entry.event.kind === EventKind.REFUSED
        ? [decodeEventBody(EventKind.REFUSED, entry.event.body)]
        : [],
    );
  const spans = ({ ranges }: RefusedBody) => ranges!.map((range) => [range.first, lastCounterOf(range)]);
  const waiting = async (device: TestDevice): Promise<number> =>
    (await log.rows('SELECT FROM waiting_refusal WHERE device_key = $1', [Buffer.from(device.key)])).length;
  const minuteLater = async (): Promise<void> => {
    log.clock.ms += MINUTE_MS;
    expect(log.ledger.nextDueMs()).toBeLessThanOrEqual(log.clock.ms);
    await log.append({});
  };
  const rootOf = (scans: readonly SignedScan[]): Buffer =>
    Buffer.from(treeRoot(scans.map((scan) => leafHash(statementHash(scan)))));

  it('are told at once, then gathered for a minute: 2,100 of them in two entries, on a trail of their own', async () => {
    const device = await enrolled();
    const from = log.ledger.size;
    const scans = device.scans(2_100);
    const [first] = await refuse(scans.slice(0, 700));
    expect(first!.rejects).toHaveLength(700);
    expect(new Set(first!.rejects.map(({ logIndex }) => logIndex))).toEqual(new Set([from]));
    for (const part of [scans.slice(700, 1_400), scans.slice(1_400)]) {
      log.clock.ms += 2_000;
      const [appended] = await refuse(part);
      expect(appended!.rejects).toHaveLength(700);
      expect(appended!.entries).toEqual([]);
    }
    expect(await waiting(device)).toBe(1_400);
    log.clock.ms += MINUTE_MS - 4_001;
    await log.append({});
    expect(await toldSince(from)).toHaveLength(1);
    log.clock.ms += 1;
    await log.append({});
    const told = await toldSince(from);
    expect(told.map(spans)).toEqual([[[1, 700]], [[701, 2_100]]]);
    expect(told.map(({ root }) => Buffer.from(root!))).toEqual([rootOf(scans.slice(0, 700)), rootOf(scans.slice(700))]);
    expect(told[1]).toMatchObject({ statement: { counter: 701 }, last: { counter: 2_100 }, reason: OLD.reason });
    expect(await log.reader.trailLength(device.key)).toBe(1);
    expect(await log.reader.trailLength(refusalsKey(device.key))).toBe(2);
    expect([await waiting(device), log.ledger.nextDueMs()]).toEqual([0, null]);
    const kept = await log.rows('SELECT DISTINCT log_index::int AS index FROM reject WHERE device_key = $1', [
      Buffer.from(device.key),
    ]);
    expect(kept.map(({ index }) => index)).toContain(from + 1);
    expect(await log.contradictions()).toEqual([]);
  });

  it('of one boot and reason stand in an entry, 64 spans at most; the others follow, a minute each', async () => {
    const device = await enrolled();
    const from = log.ledger.size;
    const scans = device.scans(301);
    const odd = scans.filter(({ counter }) => counter % 2 === 1 && counter < 300);
    await refuse(odd);
    log.clock.ms += 1;
    await refuse([scans[1]!], 'URI_MISSING');
    await minuteLater();
    await minuteLater();
    await minuteLater();
    const told = await toldSince(from);
    expect(told.map(({ reason, ranges }) => [reason, ranges!.length])).toEqual([
      [OLD.reason, 64],
      [OLD.reason, 64],
      [OLD.reason, 22],
      ['URI_MISSING', 1],
    ]);
    expect(told.flatMap(spans).map(([first]) => first)).toEqual([...odd.map(({ counter }) => counter), 2]);
    expect(await waiting(device)).toBe(0);
    expect(await log.contradictions()).toEqual([]);
  });

  it('are told once, however often they come, and whether they waited or not', async () => {
    const device = await enrolled();
    const from = log.ledger.size;
    const scans = device.scans(10);
    for (let n = 0; n < 3; n++) await refuse(scans.slice(0, 4));
    for (let n = 0; n < 3; n++) await refuse(scans);
    await minuteLater();
    log.clock.ms += MINUTE_MS;
    await refuse(scans);
    await refuse(scans.slice(5, 7));
    expect((await toldSince(from)).map(spans)).toEqual([[[1, 4]], [[5, 10]]]);
    expect(await waiting(device)).toBe(0);
  });

  it('survive a crash at any point of the transaction, and are neither lost nor doubled', async () => {
    const device = await enrolled();
    const from = log.ledger.size;
    const scans = device.scans(40);
    await refuse(scans.slice(0, 1));
    for (const effect of ['append', 'commit'] as const)
      for (const side of ['before', 'after'] as const) {
        const faults = new FailsOnce(effect, side);
        await log.open({ faults });
        const record = log.record({ rejected: scans.slice(1, 20).map((scan) => rejectedOf(scan, OLD)) });
        await expect(log.ledger.append([record])).rejects.toThrow('as asked');
        await log.open();
        await log.ledger.append([record]);
      }
    log.clock.ms += MINUTE_MS;
    for (const side of ['before', 'after'] as const) {
      await log.open({ faults: new FailsOnce('commit', side) });
      await expect(log.ledger.append([])).rejects.toThrow('as asked');
      await log.open();
      await log.append({});
    }
    await refuse(scans.slice(20));
    await minuteLater();
    expect((await toldSince(from)).map(spans)).toEqual([[[1, 1]], [[2, 20]], [[21, 40]]]);
    expect(await log.contradictions()).toEqual([]);
  });

  it('are bounded; those of others are told at once meanwhile, and wait for nobody', async () => {
    const [flooding, honest] = [await enrolled(), await enrolled()];
    const scans = flooding.scans(WAITING_OF_DEVICE_MAX + 600);
    await refuse(scans.slice(0, 1));
    for (let at = 1; at < scans.length; at += 900) await refuse(scans.slice(at, at + 900));
    expect(await waiting(flooding)).toBe(WAITING_OF_DEVICE_MAX);
    const from = log.ledger.size;
    const mistaken = honest.scan();
    await refuse([mistaken]);
    const next = honest.scan();
    const [appended] = await log.append({ scans: [next] });
    expect(appended!.receipts).toHaveLength(1);
    expect((await toldSince(from)).map(({ statement }) => statement.counter)).toEqual([mistaken.counter]);
    await minuteLater();
    expect((await toldSince(from)).map(spans).at(-1)).toEqual([[2, WAITING_OF_DEVICE_MAX + 1]]);
  });

  it('that wait take their counters: other bytes convict the device, and the refusal is told before', async () => {
    const device = await enrolled();
    const scans = device.scans(6);
    await refuse(scans.slice(0, 1));
    await refuse(scans.slice(1));
    const from = log.ledger.size;
    const other = device.scan({ counter: 3, previous: scans[1]!.previous, eventTimeMs: NOW_MS + 1 });
    const again = device.scan({ counter: 5, previous: scans[3]!.previous, eventTimeMs: NOW_MS + 1 });
    const [appended] = await log.append({ scans: [other, again] });
    expect(appended!.rejects.map(({ reason }) => reason)).toEqual(['COUNTER_REUSED', 'COUNTER_REUSED']);
    const kinds = (await log.entries(from)).map((entry) => entry.kind === 'event' && entry.event.kind);
    expect(kinds).toEqual([EventKind.REFUSED, EventKind.EQUIVOCATION]);
    await minuteLater();
    expect((await toldSince(from)).map(spans)).toEqual([
      [[3, 3]],
      [
        [2, 2],
        [4, 6],
      ],
    ]);
    expect(await log.contradictions()).toEqual([]);
  });

  it('are told no more where the same statement came whole meanwhile', async () => {
    const device = await enrolled();
    const scans = device.scans(4);
    await refuse(scans.slice(0, 1));
    await refuse(scans.slice(1), 'DISCLOSURE_MISSING');
    const from = log.ledger.size;
    await log.append({ scans: [scans[2]!] });
    await minuteLater();
    expect((await toldSince(from)).map(spans)).toEqual([
      [
        [2, 2],
        [4, 4],
      ],
    ]);
    expect(await waiting(device)).toBe(0);
    expect(await log.contradictions()).toEqual([]);
  });

  it('by keys that have ended are kept, and never told', async () => {
    const device = await enrolled();
    const next = aSigner();
    await log.append({ events: [log.rotateEvent(device, next)] });
    const from = log.ledger.size;
    const stolen = Array.from({ length: 30 }, (_, n) =>
      device.scan({ counter: n + 1, previous: new Uint8Array(32).fill(n && 1) }),
    );
    const [appended] = await log.append({
      scans: stolen.slice(0, 15),
      rejected: stolen.slice(15).map((scan) => rejectedOf(scan, OLD)),
    });
    expect(appended!.rejects.map(({ logIndex }) => logIndex)).toEqual(Array.from({ length: 30 }, () => null));
    log.clock.ms += MINUTE_MS;
    await log.append({});
    expect([log.ledger.size, await waiting(device)]).toEqual([from, 0]);
  });

  it('wait no longer than usual where the clock was set back', async () => {
    const device = await enrolled();
    const scans = device.scans(3);
    log.clock.ms += 86_400_000;
    await refuse(scans.slice(0, 1));
    log.clock.ms -= 86_400_000;
    await log.open();
    await refuse(scans.slice(1));
    const from = log.ledger.size;
    await minuteLater();
    expect((await toldSince(from)).map(spans)).toEqual([[[2, 3]]]);
  });
});

class FailsOnce implements Faults {
  private left = 1;
  constructor(
    private readonly effect: string,
    private readonly side: 'before' | 'after',
  ) {}

  before(effect: string): void {
    this.fail(effect, 'before');
  }
  after(effect: string): void {
    this.fail(effect, 'after');
  }

  private fail(effect: string, side: string): void {
    if (effect !== this.effect || side !== this.side || this.left-- <= 0) return;
    throw new Error('as asked');
  }
}
