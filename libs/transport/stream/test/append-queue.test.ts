import { AppendQueue } from '../append-queue.js';
import { RECORD_BYTES_MAX, type StreamRecordIn } from '../scan-stream.js';

const record = (bytes: number): StreamRecordIn => ({ partition: 0, value: new Uint8Array(bytes) });

/** A server whose writes end when the test says so. */
function aServer() {
  const writes: { records: readonly StreamRecordIn[]; succeed: () => void; fail: (error: Error) => void }[] = [];
  const write = (records: readonly StreamRecordIn[]) =>
    new Promise<void>((succeed, fail) => writes.push({ records, succeed, fail }));
  return { writes, write };
}
/** Long enough for the queue to gather and write. */
const turn = async () => {
  for (let n = 0; n < 3; n += 1) await new Promise((resolve) => setImmediate(resolve));
};

it('writes together what was appended while a write was under way, in order', async () => {
  const server = aServer();
  const queue = new AppendQueue(server.write, 1_000);
  const appends = [queue.append([record(1)])];
  await turn();
  appends.push(queue.append([record(2)]), queue.append([record(3), record(4)]));
  server.writes[0]!.succeed();
  await turn();
  expect(server.writes.map(({ records }) => records.map(({ value }) => value.length))).toEqual([[1], [2, 3, 4]]);
  server.writes[1]!.succeed();
  await Promise.all(appends);
});

it('keeps together those who append again as soon as they are answered', async () => {
  const server = aServer();
  const queue = new AppendQueue(server.write, 1_000);
  const caller = async () => {
    for (let n = 0; n < 3; n += 1) await queue.append([record(1)]);
  };
  const callers = [caller(), caller(), caller(), caller()];
  for (let n = 0; n < 3; n += 1) {
    await turn();
    server.writes[n]!.succeed();
  }
  await Promise.all(callers);
  expect(server.writes.map(({ records }) => records.length)).toEqual([4, 4, 4]);
});

it('gives the error of a write to the appends that were in it, and to no other', async () => {
  const server = aServer();
  const queue = new AppendQueue(server.write, 1_000);
  const first = queue.append([record(1)]);
  await turn();
  const second = queue.append([record(2)]);
  server.writes[0]!.fail(new Error('full disk'));
  await expect(first).rejects.toThrow('full disk');
  await turn();
  server.writes[1]!.succeed();
  await expect(second).resolves.toBeUndefined();
});

it('refuses with QUEUE_FULL what would wait beyond its limit in bytes, and takes appends again once there is room', async () => {
  const server = aServer();
  const queue = new AppendQueue(server.write, 100);
  const first = queue.append([record(60)]);
  await turn();
  const second = queue.append([record(40)]);
  await expect(queue.append([record(1)])).rejects.toMatchObject({ code: 'QUEUE_FULL' });
  server.writes[0]!.succeed();
  await first;
  const third = queue.append([record(60)]);
  await turn();
  server.writes[1]!.succeed();
  await Promise.all([second, third]);
});

it('writes at most four of the longest records at once, and never splits an append', async () => {
  const server = aServer();
  const queue = new AppendQueue(server.write, 100 * RECORD_BYTES_MAX);
  const appends = Array.from({ length: 6 }, () => queue.append([record(RECORD_BYTES_MAX)]));
  appends.push(queue.append(Array.from({ length: 6 }, () => record(RECORD_BYTES_MAX))));
  const sizes: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    await turn();
    sizes.push(server.writes[n]!.records.length);
    server.writes[n]!.succeed();
  }
  await Promise.all(appends);
  expect(sizes).toEqual([4, 2, 6]);
});

it('refuses a record that is too long with RECORD_TOO_LARGE', async () => {
  const queue = new AppendQueue(aServer().write, 100 * RECORD_BYTES_MAX);
  await expect(queue.append([record(RECORD_BYTES_MAX + 1)])).rejects.toMatchObject({ code: 'RECORD_TOO_LARGE' });
});
