import fc from 'fast-check';
import { decodeStreamBatch, type RejectedScan } from '#libs/core/wire';
import { openRecord, RECORD_BYTES_MAX, type ScanStream, type StreamRecordIn } from '#libs/transport/stream';
import { ScanAppender } from '../scans/appender.js';
import { packRecords, type Appendable } from '../scans/pack-records.js';

const KEY = new Uint8Array(32).fill(3);
const scan = (partition: number, number: number, done: () => void = () => {}, bytes = 4): Appendable => {
  const signedScan = new Uint8Array(bytes);
  new DataView(signedScan.buffer).setUint32(0, number);
  return { partition, scan: { signedScan, receivedTimeMs: 1 }, done };
};
const numbersOf = (records: readonly StreamRecordIn[], partition: number): number[] =>
  records
    .filter((record) => record.partition === partition)
    .flatMap(({ value }) => decodeStreamBatch(openRecord(KEY, value)).scans)
    .map(({ signedScan }) => new DataView(signedScan.buffer, signedScan.byteOffset).getUint32(0));

describe('filling records', () => {
  it('keeps the order of each partition, and fits the limits of a record, for any queue', () => {
    const anItem = fc.tuple(fc.nat(3), fc.oneof(fc.constant(4), fc.integer({ min: 4, max: 262_144 })));
    fc.assert(
      fc.property(fc.array(anItem, { maxLength: 60 }), (items) => {
        const queue = items.map(([partition, bytes], number) => scan(partition, number, undefined, bytes));
        const records: StreamRecordIn[] = [];
        for (let from = 0; from < queue.length;) {
          const packed = packRecords(queue.slice(from), KEY);
          expect(packed.count).toBeGreaterThan(0);
          records.push(...packed.records);
          from += packed.count;
        }
        for (const { value } of records) expect(value.length).toBeLessThanOrEqual(RECORD_BYTES_MAX);
        for (const partition of [0, 1, 2, 3]) {
          const expected = items.flatMap(([its], number) => (its === partition ? [number] : []));
          expect(numbersOf(records, partition)).toEqual(expected);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('puts 256 scans into one record and no more', () => {
    const { records, count } = packRecords(
      Array.from({ length: 600 }, (_, number) => scan(0, number)),
      KEY,
    );
    expect(count).toBe(600);
    expect(records.map(({ value }) => decodeStreamBatch(openRecord(KEY, value)).scans.length)).toEqual([256, 256, 88]);
  });

  it('puts as many of the largest scans into one record as fit, and as many records into one append', () => {
    const queue = Array.from({ length: 20 }, (_, number) => scan(0, number, undefined, 262_144));
    const { records, count } = packRecords(queue, KEY);
    expect(count).toBe(15);
    expect(records).toHaveLength(5);
    for (const { value } of records) expect(value.length).toBeLessThanOrEqual(RECORD_BYTES_MAX);
  });

  it('puts rejects beside scans', () => {
    const rejected: RejectedScan = {
      payloadHash: new Uint8Array(32),
      device: new Uint8Array(32),
      boot: new Uint8Array(),
      counter: 0,
      reason: 'TRUNCATED',
      text: 'x',
      final: true,
      receivedTimeMs: 1,
      payloadHead: new Uint8Array(),
    };
    const { records } = packRecords([scan(0, 1), { partition: 0, rejected, done: () => {} }], KEY);
    expect(decodeStreamBatch(openRecord(KEY, records[0]!.value))).toMatchObject({
      scans: [{}],
      rejected: [{ reason: 'TRUNCATED' }],
    });
  });
});

/** A stream whose appends end when the test says so. */
class HeldStream {
  readonly calls: { records: readonly StreamRecordIn[]; end(error?: Error): void }[] = [];
  #wake: () => void = () => {};

  append(_stream: string, records: readonly StreamRecordIn[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.calls.push({ records, end: (error) => (error ? reject(error) : resolve()) });
      this.#wake();
    });
  }

  async called(times: number): Promise<void> {
    while (this.calls.length < times) await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}

describe('appending', () => {
  let stream: HeldStream;
  let appender: ScanAppender;
  const failures: unknown[] = [];
  const done: number[] = [];
  const add = (...numbers: number[]): void =>
    appender.add(numbers.map((number) => scan(0, number, () => done.push(number))));
  const turn = (): Promise<void> => new Promise(setImmediate);

  beforeEach(() => {
    stream = new HeldStream();
    failures.length = 0;
    done.length = 0;
    appender = new ScanAppender(stream as unknown as ScanStream, KEY, {
      appended: () => {},
      appendFailed: (error) => failures.push(error),
    });
  });
  afterEach(() => appender.stop());

  it('says that scans are done when the append is durable, in their order, and not before', async () => {
    add(1, 2, 3);
    await stream.called(1);
    await turn();
    expect(done).toEqual([]);
    stream.calls[0]!.end();
    await turn();
    expect(done).toEqual([1, 2, 3]);
  });

  it('sends everything that waits with the next append, one append at a time', async () => {
    add(1);
    await stream.called(1);
    add(2);
    add(3, 4);
    await turn();
    expect(stream.calls).toHaveLength(1);
    stream.calls[0]!.end();
    await stream.called(2);
    expect(numbersOf(stream.calls[1]!.records, 0)).toEqual([2, 3, 4]);
    stream.calls[1]!.end();
    await turn();
    expect(done).toEqual([1, 2, 3, 4]);
  });

  it('appends the same records again after a failure, before anything newer, and says meanwhile what is wrong', async () => {
    add(1, 2);
    await stream.called(1);
    add(3);
    stream.calls[0]!.end(new Error('the stream is away'));
    await turn();
    expect(() => appender.check()).toThrow('the stream is away');
    await stream.called(2);
    expect(stream.calls[1]!.records).toBe(stream.calls[0]!.records);
    expect(done).toEqual([]);
    stream.calls[1]!.end();
    await stream.called(3);
    expect(done).toEqual([1, 2]);
    expect(numbersOf(stream.calls[2]!.records, 0)).toEqual([3]);
    stream.calls[2]!.end();
    await turn();
    expect(done).toEqual([1, 2, 3]);
    expect(failures).toHaveLength(1);
    expect(() => appender.check()).not.toThrow();
  });

  it('waits for others the longer the more the last one carried, and not when it is stopped', async () => {
    const observer = { appended: () => {}, appendFailed: () => {} };
    const hourForEachTen = { msForEachScan: 360_000, msMax: 3_600_000 };
    appender = new ScanAppender(stream as unknown as ScanStream, KEY, observer, hourForEachTen);
    add(...Array(10).keys());
    await stream.called(1);
    stream.calls[0]!.end();
    await turn();
    expect(done).toHaveLength(10);
    for (const number of [10, 11, 12]) {
      add(number);
      await turn();
    }
    expect(stream.calls).toHaveLength(1);
    await appender.stop();
    expect(stream.calls).toHaveLength(1);
  });

  it('gives up when it is stopped, and never says that something is done that is not durable', async () => {
    add(1);
    await stream.called(1);
    stream.calls[0]!.end(new Error('the stream is away'));
    await turn();
    await appender.stop();
    add(2);
    await turn();
    expect(done).toEqual([]);
    expect(stream.calls).toHaveLength(1);
  });
});
