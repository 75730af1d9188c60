import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { RECORD_BYTES_MAX, type ScanStream } from '../../index.js';
import { bytes, Reading } from './reading.js';
import type { World } from './world.js';

export type ContractCase = readonly [rule: string, run: (world: World) => Promise<void>];

const numbered = (count: number, prefix = 'record'): string[] =>
  Array.from({ length: count }, (_, n) => `${prefix}-${n}`);
const append = (stream: ScanStream, partition: number, texts: readonly string[]): Promise<void> =>
  stream.append(
    'scans',
    texts.map((text) => ({ partition, value: bytes(text) })),
  );
const gate = (): { opened: Promise<void>; open: () => void } => {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
};

/** What every adapter keeps. One world is made for each case and thrown away after it. */
export const streamContract: readonly ContractCase[] = [
  [
    'gives back every byte of a record, the empty and the longest one too',
    async ({ open }) => {
      const stream = open();
      const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      const values = [all, new Uint8Array(), new Uint8Array(RECORD_BYTES_MAX).fill(0xfe)];
      for (const value of values) await stream.append('scans', [{ partition: 1, value }]);
      const reading = await Reading.start(stream);
      await reading.until('three records', ({ deliveries }) => deliveries.length === 3);
      assert.deepEqual(
        reading.texts(),
        values.map((value) => Buffer.from(value).toString('latin1')),
      );
    },
  ],
  [
    'numbers the records of each partition from 0 without holes and keeps the order of a caller who does not wait',
    async ({ open, partitions }) => {
      const stream = open();
      const texts = numbered(600);
      await Promise.all(texts.map((text, n) => append(stream, n % partitions, [text])));
      const reading = await Reading.start(open());
      await reading.until('all records', ({ recordCount }) => recordCount >= texts.length);
      for (let partition = 0; partition < partitions; partition += 1) {
        const expected = texts.filter((_, n) => n % partitions === partition);
        assert.deepEqual(
          reading.records(partition),
          expected.map((text, offset) => ({ partition, offset, text })),
        );
      }
    },
  ],
  [
    'shows no hole to a reader while several processes append',
    async ({ open, partitions }) => {
      const reading = await Reading.start(open());
      const texts = await Promise.all(
        numbered(4, 'appender').map(async (name) => {
          const stream = open();
          const mine = numbered(150, name);
          for (let n = 0; n < mine.length; n += 10)
            await Promise.all(mine.slice(n, n + 10).map((text, k) => append(stream, k % partitions, [text])));
          return mine;
        }),
      );
      await reading.until('all records', ({ recordCount }) => recordCount >= 600);
      const records = Array.from({ length: partitions }, (_, partition) => reading.records(partition));
      assert.deepEqual(
        records
          .flat()
          .map(({ text }) => text)
          .sort(),
        texts.flat().sort(),
      );
      for (const held of records)
        assert.deepEqual(
          held.map(({ offset }) => offset),
          held.map((_, place) => place),
        );
    },
  ],
  [
    'has every record whose append resolved, after kill -9 of the process that appended',
    async ({ open, run }) => {
      const appender = run({ kind: 'append', partition: 2 });
      await appender.until('300 acknowledged records', (lines) => lines.length >= 300);
      await appender.kill();
      const reading = await Reading.start(open());
      const last = (await open().ends('scans')).get(2)!;
      await reading.until('the last record', (r) => (r.of(2).at(-1)?.offset ?? -1) >= last - 1);
      const found = new Set(reading.texts(2));
      assert.deepEqual(
        appender.lines.filter((line) => !found.has(line)),
        [],
      );
    },
  ],
  [
    'starts where startAt says, at the earliest record where it says nothing, at the end for Infinity',
    async ({ open }) => {
      const stream = open();
      for (const partition of [0, 1, 2]) await append(stream, partition, numbered(10, `p${partition}`));
      const starts = new Map([
        [0, 7],
        [2, Infinity],
      ]);
      const reading = await Reading.start(stream, { startAt: async () => starts });
      await reading.until('what is there', (r) => r.of(0).length === 3 && r.of(1).length === 10);
      await append(stream, 2, ['new']);
      await reading.until('what is new', (r) => r.of(2).length > 0);
      assert.deepEqual(reading.texts(0), ['p0-7', 'p0-8', 'p0-9']);
      assert.deepEqual(reading.texts(1), numbered(10, 'p1'));
      assert.deepEqual(reading.of(2), [{ partition: 2, offset: 10, text: 'new' }]);
    },
  ],
  [
    'goes on from startAt when the same group reads again, whatever it was given before',
    async ({ open }) => {
      const stream = open();
      await append(stream, 0, numbered(10));
      const first = await Reading.start(stream);
      await first.until('all records', (r) => r.of(0).length === 10);
      await stream.reportProgress('scans', 'readers', new Map([[0, 10]]));
      await first.subscription.stop();
      const again = await Reading.start(stream, { startAt: async () => new Map([[0, 4]]) });
      await again.until('the rest', (r) => r.of(0).length >= 6);
      assert.deepEqual(again.texts(0), numbered(10).slice(4));
    },
  ],
  [
    'delivers records again, and none after them, until onBatch takes them',
    async ({ open }) => {
      const stream = open();
      await append(stream, 0, numbered(20));
      const attempts: number[] = [];
      const reading = await Reading.start(stream, {
        batchRecordsMax: 5,
        onBatch: async ({ records }) => {
          attempts.push(records[0]!.offset);
          if (attempts.filter((offset) => offset === 5).length < 3 && records[0]!.offset === 5)
            throw new Error('not now');
        },
      });
      await reading.until('all records', (r) => r.of(0).length === 20);
      assert.deepEqual(attempts, [0, 5, 5, 5, 10, 15]);
      assert.deepEqual(reading.texts(0), numbered(20));
    },
  ],
  [
    'never calls onBatch for a partition while a call for it runs, and holds a bounded number of bytes meanwhile',
    async ({ open }) => {
      const megabyte = 'x'.repeat(RECORD_BYTES_MAX);
      const writer = open();
      const { opened, open: goOn } = gate();
      let running = 0;
      let together = 0;
      const reading = await Reading.start(open(), {
        batchBytesMax: RECORD_BYTES_MAX,
        onBatch: async ({ partition }) => {
          if (partition !== 0) return;
          running += 1;
          together = Math.max(together, running);
          await opened;
          running -= 1;
        },
      });
      const before = await bytesHeld();
      for (let n = 0; n < 40; n += 1) await append(writer, 0, [megabyte]);
      await append(writer, 1, ['other partitions go on']);
      await reading.until('the other partition', (r) => r.of(1).length === 1);
      const held = (await bytesHeld()) - before;
      goOn();
      await reading.until('all records', (r) => r.of(0).length === 40);
      assert.equal(together, 1);
      assert.ok(held < 20 * RECORD_BYTES_MAX, `${held} bytes were held for a reader that takes none`);
    },
  ],
  [
    'shares the partitions among the members of a group and gives each record to one of them',
    async ({ open, partitions }) => {
      const first = await Reading.start(open());
      await first.until('all partitions', ({ asked }) => asked.flat().length >= partitions);
      const second = await Reading.start(open());
      const share = partitions / 2;
      await second.until('its share', ({ asked }) => (asked.at(-1)?.length ?? 0) === share);
      // The first one is told as well before it is asked to read: its share shows in who gets what.
      const stream = open();
      const texts = numbered(200);
      for (let n = 0; n < texts.length; n += 1) await append(stream, n % partitions, [texts[n]!]);
      const both = () => [...first.texts(), ...second.texts()];
      const complete = () => new Set(both()).size === texts.length;
      await Promise.race([first.until('all records', complete), second.until('all records', complete)]);
      assert.deepEqual(new Set(second.deliveries.map(({ partition }) => partition)), new Set(second.asked.at(-1)));
      assert.equal(new Set(first.deliveries.map(({ partition }) => partition)).size, share);
    },
  ],
  [
    'gives each group everything',
    async ({ open }) => {
      const stream = open();
      const readings = await Promise.all(['one', 'two'].map((group) => Reading.start(stream, { group })));
      await append(stream, 3, numbered(10));
      for (const reading of readings) {
        await reading.until('all records', (r) => r.of(3).length === 10);
        assert.deepEqual(reading.texts(3), numbered(10));
      }
    },
  ],
  [
    'moves the partitions of a member that was killed with kill -9 to the others',
    async ({ open, run, partitions }) => {
      const other = run({ kind: 'read', group: 'readers' });
      await other.until('a member', (lines) => lines.includes('member'));
      const reading = await Reading.start(open());
      await reading.until('its share', ({ asked }) => asked.flat().length > 0);
      await other.kill();
      const stream = open();
      for (let partition = 0; partition < partitions; partition += 1)
        await append(stream, partition, [`to-${partition}`]);
      await reading.until('everything', (r) => new Set(r.texts()).size === partitions);
      assert.deepEqual([...new Set(reading.texts())].sort(), numbered(partitions, 'to'));
    },
  ],
  [
    'aborts the signal on stop, and runs no onBatch after stop resolved',
    async ({ open }) => {
      const stream = open();
      const { opened, open: started } = gate();
      let running = false;
      let aborted = false;
      const reading = await Reading.start(stream, {
        onBatch: async (_batch, signal) => {
          running = true;
          started();
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          aborted = true;
          await new Promise((resolve) => setTimeout(resolve, 20));
          running = false;
        },
      });
      await append(stream, 0, ['one']);
      await opened;
      await reading.subscription.stop();
      assert.deepEqual({ aborted, running }, { aborted: true, running: false });
    },
  ],
  [
    'forgets what was trimmed, keeps the rest, and refuses a start below it with TRIMMED',
    async ({ open }) => {
      const stream = open();
      await append(stream, 0, numbered(20));
      await stream.trim('scans', new Map([[0, 15]]));
      await stream.trim(
        'scans',
        new Map([
          [0, 12],
          [1, 5],
        ]),
      );
      const reading = await Reading.start(stream);
      await reading.until('what is kept', (r) => r.of(0).some(({ offset }) => offset === 19));
      assert.deepEqual(reading.texts(0), numbered(20).slice(15));
      assert.equal((await stream.ends('scans')).get(0), 20);
      const late = await Reading.start(stream, { group: 'late', startAt: async () => new Map([[0, 3]]) });
      await assert.rejects(late.subscription.failed, { code: 'TRIMMED' });
      assert.deepEqual(late.texts(0), []);
    },
  ],
  [
    'refuses a start beyond the end with AHEAD instead of waiting for the stream to grow past it',
    async ({ open }) => {
      const stream = open();
      await append(stream, 0, numbered(3));
      const reading = await Reading.start(stream, { startAt: async () => new Map([[0, 4]]) });
      await assert.rejects(reading.subscription.failed, { code: 'AHEAD' });
    },
  ],
  [
    'tells the end of each partition, alone and with each batch',
    async ({ open, partitions }) => {
      const stream = open();
      await append(stream, 1, numbered(7));
      const ends = await stream.ends('scans');
      assert.deepEqual(
        [...ends].sort(),
        Array.from({ length: partitions }, (_, p) => [p, p === 1 ? 7 : 0]),
      );
      const reading = await Reading.start(stream, { batchRecordsMax: 2 });
      await reading.until('all records', (r) => r.of(1).length === 7);
      assert.equal(reading.ends.get(1), 7);
    },
  ],
  [
    'refuses records that no partition takes, and works on',
    async ({ open, partitions }) => {
      const stream = open();
      const value = bytes('x');
      await assert.rejects(stream.append('scans', [{ partition: partitions, value }]), { code: 'PARTITION_UNKNOWN' });
      await assert.rejects(stream.append('scans', [{ partition: -1, value }]), { code: 'PARTITION_UNKNOWN' });
      const tooLong = new Uint8Array(RECORD_BYTES_MAX + 1);
      await assert.rejects(stream.append('scans', [{ partition: 0, value: tooLong }]), { code: 'RECORD_TOO_LARGE' });
      await stream.append('scans', []);
      await append(stream, 0, ['one']);
      assert.equal((await stream.ends('scans')).get(0), 1);
    },
  ],
  [
    'refuses work once it is closed',
    async ({ open }) => {
      const stream = open();
      await append(stream, 0, ['one']);
      await stream.close();
      await assert.rejects(append(stream, 0, ['two']), { code: 'CLOSED' });
      await assert.rejects(stream.ends('scans'), { code: 'CLOSED' });
      await assert.rejects(Reading.start(stream), { code: 'CLOSED' });
    },
  ],
  [
    'loses nothing that it acknowledged, and goes on reading in order, when the server restarts under load',
    async ({ open, restartServer }) => {
      const stream = open();
      const reading = await Reading.start(open());
      const acknowledged: string[] = [];
      const load = { over: false };
      const appendAll = async (): Promise<void> => {
        for (let n = 0; !load.over; n += 1) {
          const text = `record-${n}`;
          await append(stream, 0, [text]);
          acknowledged.push(text);
        }
      };
      const appending = appendAll();
      await reading.until('some records', (r) => r.of(0).length >= 50);
      await restartServer();
      const count = acknowledged.length;
      await reading.until('records after the restart', (r) => r.texts(0).includes(`record-${count + 20}`));
      load.over = true;
      await appending;
      await append(stream, 0, ['the last']);
      await reading.until('the last', (r) => r.texts(0).includes('the last'));
      const found = new Set(reading.texts(0));
      assert.deepEqual(
        acknowledged.filter((text) => !found.has(text)),
        [],
      );
      const firsts = [...found];
      assert.deepEqual(firsts, [...acknowledged, 'the last']);
    },
  ],
];

/**
 * Bytes of buffers that are still referenced. What nobody refers to is given back by a thread of its own, which a busy machine lets
 * wait: the least of several looks counts.
 */
async function bytesHeld(): Promise<number> {
  setFlagsFromString('--expose-gc');
  let least = Infinity;
  for (let look = 0; look < 10; look += 1) {
    (runInNewContext('gc') as () => void)();
    least = Math.min(least, process.memoryUsage().arrayBuffers);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return least;
}
