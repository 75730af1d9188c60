import { randomBytes } from 'node:crypto';
import type { ScanTransport, SendOutcome } from '#libs/transport/mqtt';
import { encodeOutgoingBatch } from '#libs/core/wire';
import { createScanStream, sealRecord, type ScanStream } from '#libs/transport/stream';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { ReceiptForwarder } from '../receipts/forwarder.js';

const KEY = Uint8Array.from(randomBytes(32));

describe('messages from the stream to devices', () => {
  let database: TestDatabase;
  let stream: ScanStream;
  let forwarder: ReceiptForwarder;
  let sent: string[];
  let failures: unknown[];
  let broker: 'there' | 'away';
  let wake: () => void = () => {};

  const transport = {
    async send(deviceId: string, payload: Uint8Array): Promise<SendOutcome> {
      if (broker === 'away') {
        broker = 'there';
        throw new Error('the broker is away');
      }
      sent.push(`${deviceId} ${payload[0]}`);
      wake();
      return 'sent';
    },
  } as ScanTransport;
  const record = (key: Uint8Array, deviceId: string, number: number) => {
    const messages = [{ device: new Uint8Array(32), deviceId, payload: Uint8Array.of(number) }];
    return { partition: 0, value: sealRecord(key, encodeOutgoingBatch({ messages })) };
  };
  const append = (deviceId: string, ...numbers: number[]): Promise<void> =>
    stream.append(
      'receipts',
      numbers.map((number) => record(KEY, deviceId, number)),
    );
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await new Promise<void>((resolve) => (wake = resolve));
  };
  const start = async (): Promise<void> => {
    const observer = { forwarded: () => {}, forwardFailed: (error: unknown) => (failures.push(error), wake()) };
    forwarder = new ReceiptForwarder({ stream, streamKey: KEY, transport, observer, group: 'test' });
    await forwarder.start();
  };

  beforeEach(async () => {
    database = await createTestDatabase();
    stream = createScanStream({ kind: 'postgres', databaseUrl: database.url, partitions: 1, pollIntervalMs: 50 });
    [sent, failures, broker] = [[], [], 'there'];
  });
  afterEach(async () => {
    await forwarder.stop();
    await stream.close();
    await database.drop();
  });

  it.each([
    ['a wildcard', '+/#'],
    ['a NUL', 'a\0b'],
    ['70,000 letters', 'a'.repeat(70_000)],
    ['nothing', ''],
  ])('are passed over where their device is named by %s', async (_, deviceId) => {
    await start();
    await append(deviceId, 1);
    await append('a', 2);
    await until(() => sent.length === 1);
    expect(sent).toEqual(['a 2']);
    expect(failures).toMatchObject([{ code: 'RECORD_MALFORMED' }]);
  });

  it('are passed over where they are larger than any message to a device', async () => {
    await start();
    const messages = [{ device: new Uint8Array(32), deviceId: 'a', payload: new Uint8Array(500_000) }];
    await stream.append('receipts', [{ partition: 0, value: sealRecord(KEY, encodeOutgoingBatch({ messages })) }]);
    await append('a', 2);
    await until(() => sent.length === 1);
    expect(sent).toEqual(['a 2']);
  });

  it('go out in their order', async () => {
    await start();
    await append('a', 1, 2);
    await append('b', 3);
    await until(() => sent.length === 3);
    expect(sent).toEqual(['a 1', 'a 2', 'b 3']);
  });

  it('of the last second before the start go out again, older ones do not', async () => {
    await append('a', ...Array.from({ length: 60 }, (_, index) => index));
    await start();
    await until(() => sent.length === 50);
    expect(sent[0]).toBe('a 10');
  });

  it('wait while the broker is away', async () => {
    await start();
    broker = 'away';
    await append('a', 1);
    await append('a', 2);
    await until(() => sent.length === 2);
    expect(sent).toEqual(['a 1', 'a 2']);
  });

  it('that nobody of this node wrote are passed over', async () => {
    await start();
    await stream.append('receipts', [
      record(KEY, 'a', 1),
      record(Uint8Array.from(randomBytes(32)), 'evil', 2),
      record(KEY, 'a', 3),
    ]);
    await until(() => sent.length === 2);
    expect(sent).toEqual(['a 1', 'a 3']);
    expect(failures).toMatchObject([{ code: 'MAC_MISMATCH' }]);
  });

  it('go on with new ones when the ones before were forgotten', async () => {
    await append('a', ...Array.from({ length: 20 }, (_, index) => index));
    await stream.trim('receipts', new Map([[0, 15]]));
    await start();
    await until(() => failures.length > 0);
    expect(failures).toMatchObject([{ code: 'TRIMMED' }]);
    const again = setInterval(() => void append('b', 99), 100);
    await until(() => sent.includes('b 99'));
    clearInterval(again);
    expect(failures).toHaveLength(1);
    expect(() => forwarder.check()).not.toThrow();
  });
});
