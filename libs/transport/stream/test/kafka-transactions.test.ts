import { randomBytes } from 'node:crypto';
import { Kafka, logLevel, type Transaction } from 'kafkajs';
import { describeWithReal } from '../../../../test/support/services.js';
import { createScanStream } from '../index.js';
import type { ScanStream, StreamRecordOut } from '../scan-stream.js';
import { kafkaWorld } from './support/kafka-world.js';

// Whoever may write to the topic may do so in transactions, which ingest never does.
describeWithReal('kafka', 'a Kafka stream into which somebody writes transactions', (where) => {
  const brokers = where.split(',');
  const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING });
  let stream: ScanStream;
  let topic: string;
  let remove: () => Promise<void>;

  beforeEach(async () => {
    const world = await kafkaWorld(brokers, () => Promise.resolve());
    topic = `${(world.place.options as { topicPrefix: string }).topicPrefix}scans.v1`;
    stream = createScanStream(world.place.options);
    remove = world.remove;
  });
  afterEach(async () => {
    await stream.close();
    await remove();
  });

  const honest = (text: string) => stream.append('scans', [{ partition: 0, value: Buffer.from(text) }]);

  async function transaction(work: (open: Transaction) => Promise<void>): Promise<void> {
    const producer = kafka.producer({
      transactionalId: randomBytes(8).toString('hex'),
      maxInFlightRequests: 1,
      idempotent: true,
    });
    await producer.connect();
    await work(await producer.transaction());
    await producer.disconnect();
  }
  const written = (open: Transaction, value: string) => open.send({ topic, messages: [{ partition: 0, value }] });

  /** Everything of partition 0, up to and with the honest record of this text. */
  async function readTo(last: string): Promise<StreamRecordOut[]> {
    const records: StreamRecordOut[] = [];
    let done!: () => void;
    const all = new Promise<void>((resolve) => (done = resolve));
    const subscription = await stream.subscribe({
      stream: 'scans',
      group: 'readers',
      startAt: async () => new Map(),
      onBatch: async (batch) => {
        if (batch.partition !== 0) return;
        for (const { offset, value } of batch.records) records.push({ offset, value: Uint8Array.from(value) });
        if (textsOf(records).includes(last)) done();
      },
    });
    await Promise.race([all, subscription.failed]);
    await subscription.stop();
    return records;
  }
  const textsOf = (records: readonly StreamRecordOut[]): string[] =>
    records.map(({ value }) => Buffer.from(value).toString());

  /** The broker writes the marker of a transaction a moment after its end: where it stands among what is written next is open. */
  function expectWhole(records: readonly StreamRecordOut[], texts: readonly string[]): void {
    expect(records.map(({ offset }) => offset)).toEqual(records.map((_, at) => at));
    const [markers, written] = [textsOf(records).filter((text) => text === ''), textsOf(records).filter(Boolean)];
    expect(written).toEqual(texts);
    expect(markers.length).toBeGreaterThan(0);
  }

  it('reads on behind those that were aborted or committed, and gives each offset one record', async () => {
    await honest('first');
    await transaction(async (open) => {
      await written(open, 'aborted');
      await open.abort();
    });
    await honest('second');
    await transaction(async (open) => {
      await written(open, 'committed');
      await open.commit();
    });
    for (let n = 0; n < 3; n++)
      await transaction(async (open) => {
        await written(open, `aborted ${n}`);
        await open.abort();
      });
    await honest('last');
    const records = await readTo('last');
    expectWhole(records, ['first', 'aborted', 'second', 'committed', 'aborted 0', 'aborted 1', 'aborted 2', 'last']);
  });

  it('follows while the markers come one at a time', async () => {
    await honest('first');
    const reading = readTo('last');
    for (let n = 0; n < 3; n++)
      await transaction(async (open) => {
        await written(open, 'aborted');
        await open.abort();
      });
    await honest('last');
    expectWhole(await reading, ['first', 'aborted', 'aborted', 'aborted', 'last']);
  });

  it('does not wait for one that is never ended', async () => {
    await honest('first');
    await transaction(async (open) => {
      await written(open, 'never ended');
      await honest('behind it');
      expect(textsOf(await readTo('behind it'))).toEqual(['first', 'never ended', 'behind it']);
      await open.abort();
    });
  });
});
