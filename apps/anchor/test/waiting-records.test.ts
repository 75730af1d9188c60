import { readIncoming } from '#libs/log/sequencer';
import { encodeSignedScan, encodeStreamBatch } from '#libs/core/wire';
import { NOW_MS, TestDevice } from '../../../test/kit/ledger/device.js';
import { WaitingRecords } from '../sequencing/waiting-records.js';

const LARGE = { scansMax: 400, bytesMax: 1e9 };

describe('records that wait', () => {
  const offsets = new Map<number, number>();
  function record(partition: number, device: TestDevice, scans: number) {
    const offset = offsets.get(partition) ?? 0;
    offsets.set(partition, offset + 1);
    const signed = device.scans(scans).map((scan) => ({ signedScan: encodeSignedScan(scan), receivedTimeMs: NOW_MS }));
    return readIncoming({ partition, offset }, encodeStreamBatch({ scans: signed, events: [], rejected: [] }), NOW_MS);
  }
  const scansOf = (records: readonly { readonly partition: number; readonly scans: readonly unknown[] }[]) => {
    const counts: Record<number, number> = {};
    for (const { partition, scans } of records) counts[partition] = (counts[partition] ?? 0) + scans.length;
    return counts;
  };

  it('leave one device a quarter of a transaction, and the rest to the others', () => {
    const waiting = new WaitingRecords();
    const flood = new TestDevice('flood');
    for (let index = 0; index < 30; index++) waiting.add(record(1, flood, 40));
    for (const partition of [2, 3]) waiting.add(record(partition, new TestDevice(`calm-${partition}`), 90));
    expect(scansOf(waiting.take(LARGE))).toEqual({ 1: 80, 2: 90, 3: 90 });
    expect(scansOf(waiting.take(LARGE))).toEqual({ 1: 80 });
  });

  it('go out in the order of their partition, each once', () => {
    const waiting = new WaitingRecords();
    const devices = Array.from({ length: 5 }, (_, index) => new TestDevice(`ordered-${index}`));
    const given = Array.from({ length: 60 }, (_, index) =>
      record(4 + (index % 3), devices[index % 5]!, 1 + (index % 50)),
    );
    for (const one of given) waiting.add(one);
    const taken = [];
    while (!waiting.isEmpty) taken.push(...waiting.take({ scansMax: 120, bytesMax: 40_000 }));
    for (const partition of [4, 5, 6])
      expect(taken.filter((one) => one.partition === partition)).toEqual(
        given.filter((one) => one.partition === partition),
      );
    expect([waiting.scans, waiting.bytes, waiting.bytesOfPartition(4)]).toEqual([0, 0, 0]);
  });

  it('take one that is larger than the share, or than the transaction, rather than none', () => {
    const waiting = new WaitingRecords();
    waiting.add(record(7, new TestDevice('large'), 256));
    waiting.add(record(7, new TestDevice('behind'), 1));
    expect(scansOf(waiting.take({ scansMax: 100, bytesMax: 1_000 }))).toEqual({ 7: 256 });
    expect(scansOf(waiting.take({ scansMax: 100, bytesMax: 1_000 }))).toEqual({ 7: 1 });
  });

  it('stay within bytes as within scans', () => {
    const waiting = new WaitingRecords();
    const flood = new TestDevice('heavy');
    const records = Array.from({ length: 8 }, () => record(8, flood, 10));
    for (const one of records) waiting.add(one);
    const { bytes } = records[0]!;
    expect(waiting.take({ scansMax: 4_000, bytesMax: 8 * bytes - 1 })).toHaveLength(2);
    expect(waiting.take({ scansMax: 4_000, bytesMax: 2 * bytes })).toHaveLength(1);
  });

  it('hold what is empty as well, so that its offset is stored', () => {
    const waiting = new WaitingRecords();
    waiting.add(readIncoming({ partition: 9, offset: 0 }, new Uint8Array(), NOW_MS));
    expect(waiting.isEmpty).toBe(false);
    expect(waiting.take(LARGE)).toHaveLength(1);
    expect(waiting.isEmpty).toBe(true);
  });
});
