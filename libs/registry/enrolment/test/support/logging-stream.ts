import { readIncoming } from '#libs/log/sequencer';
import { openRecord, ScanStream, type StreamRecordIn } from '#libs/transport/stream';
import type { TestLog } from '../../../../../test/kit/ledger/test-log.js';

export const STREAM_KEY = new Uint8Array(32).fill(9);

/** Anchor's part: what is appended is logged at once, unless the test says otherwise. */
export class LoggingStream extends ScanStream {
  offset = 1_000_000;
  fail: 'before the append' | 'after the append' | 'never' = 'never';
  readonly records: Uint8Array[] = [];

  constructor(private readonly log: TestLog) {
    super();
  }

  override async append(_: string, records: readonly StreamRecordIn[]): Promise<void> {
    if (this.fail === 'before the append') throw new Error('killed');
    for (const { partition, value } of records) {
      this.records.push(value);
      await this.log.ledger.append([
        readIncoming(
          { partition: partition + 1, offset: this.records.length - 1 },
          openRecord(STREAM_KEY, value),
          Number.MAX_SAFE_INTEGER,
        ),
      ]);
    }
    if (this.fail === 'after the append') throw new Error('killed');
  }

  override partitions = () => Promise.resolve(4);
  override subscribe = () => Promise.reject(new Error('not used'));
  override ends = () => Promise.resolve(new Map<number, number>());
  override trim = () => Promise.resolve();
  override reportProgress = () => Promise.resolve();
  override close = () => Promise.resolve();
}
