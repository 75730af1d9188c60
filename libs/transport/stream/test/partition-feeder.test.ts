import { PartitionFeeder } from '../partition-feeder.js';
import type { StreamBatchOut, StreamRecordOut, SubscribeOptions } from '../scan-stream.js';
import { silentLog } from '../stream-log.js';

const records = (from: number, count: number, bytes = 1): StreamRecordOut[] =>
  Array.from({ length: count }, (_, n) => ({ offset: from + n, value: new Uint8Array(bytes) }));

function aFeeder(options: Partial<SubscribeOptions> & { from?: number } = {}) {
  const offsets: number[][] = [];
  const subscription: SubscribeOptions = {
    stream: 'scans',
    group: 'g',
    startAt: async () => new Map(),
    onBatch: async (batch: StreamBatchOut) => void offsets.push(batch.records.map(({ offset }) => offset)),
    ...options,
  };
  const feeder = new PartitionFeeder({ subscription, partition: 0, from: options.from ?? 0, log: silentLog });
  return { feeder, offsets };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

it('drops what was offered before and takes what joins on', async () => {
  const { feeder, offsets } = aFeeder({ from: 3 });
  feeder.offer(records(0, 6), 6);
  feeder.offer(records(2, 6), 8);
  await turn();
  expect(offsets.flat()).toEqual([3, 4, 5, 6, 7]);
  expect(feeder.next).toBe(8);
});

it('throws HOLE when a record is missing, and delivers what came before it', async () => {
  const { feeder, offsets } = aFeeder();
  expect(() => feeder.offer([...records(0, 2), ...records(3, 1)], 4)).toThrow(
    expect.objectContaining({ code: 'HOLE' }),
  );
  await turn();
  expect(offsets).toEqual([[0, 1]]);
  expect(feeder.next).toBe(2);
});

it('cuts batches by records and by bytes, and lets a single longer record through', async () => {
  const byCount = aFeeder({ batchRecordsMax: 2 });
  byCount.feeder.offer(records(0, 5), 5);
  const bySize = aFeeder({ batchBytesMax: 10 });
  bySize.feeder.offer([...records(0, 2, 5), ...records(2, 1, 50), ...records(3, 1, 5)], 4);
  await turn();
  expect(byCount.offsets).toEqual([[0, 1], [2, 3], [4]]);
  expect(bySize.offsets).toEqual([[0, 1], [2], [3]]);
});

it('has no room while enough waits, and tells when there is room again', async () => {
  let take!: () => void;
  const { feeder } = aFeeder({ batchRecordsMax: 2, onBatch: () => new Promise<void>((resolve) => (take = resolve)) });
  feeder.offer(records(0, 2), 9);
  await turn();
  feeder.offer(records(2, 2), 9);
  expect(feeder.hasRoom).toBe(false);
  const room = feeder.room();
  take();
  await room;
  expect(feeder.hasRoom).toBe(true);
  const stopped = feeder.stop();
  take();
  await stopped;
});

it('delivers nothing after stop, not even what waits', async () => {
  let take!: () => void;
  const seen: number[] = [];
  const { feeder } = aFeeder({
    batchRecordsMax: 1,
    onBatch: ({ records: [first] }) => new Promise<void>((resolve) => (seen.push(first!.offset), (take = resolve))),
  });
  feeder.offer(records(0, 3), 3);
  await turn();
  const stopped = feeder.stop();
  take();
  await stopped;
  feeder.offer(records(3, 1), 4);
  await turn();
  expect(seen).toEqual([0]);
});
