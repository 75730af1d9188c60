import { RECORD_BYTES_MAX, type StreamRecordIn } from './scan-stream.js';
import { StreamError } from './stream-error.js';

const WRITE_BYTES_MAX = 4 * RECORD_BYTES_MAX; // one request: keeps a write short and below the broker's limit for a batch
const WRITE_RECORDS_MAX = 4_096;

interface WaitingAppend {
  readonly records: readonly StreamRecordIn[];
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit for one stream: while a write is under way, later appends gather and go out together with the next one.
 * One write at a time, first come first served, so the order of one caller is kept.
 */
export class AppendQueue {
  private readonly waiting: WaitingAppend[] = [];
  private bytes = 0;
  private writing: Promise<void> | null = null;

  /** @param write makes the records durable; its error goes to every append whose records were in it. */
  constructor(
    private readonly write: (records: readonly StreamRecordIn[]) => Promise<void>,
    private readonly bytesMax: number,
  ) {}

  /** @throws {StreamError} RECORD_TOO_LARGE, QUEUE_FULL, and whatever `write` throws. */
  append(records: readonly StreamRecordIn[]): Promise<void> {
    if (records.length === 0) return Promise.resolve();
    let bytes = 0;
    for (const { value } of records) {
      if (value.length > RECORD_BYTES_MAX) return Promise.reject(tooLarge(value.length));
      bytes += value.length;
    }
    // An append larger than the whole queue still gets through, alone.
    if (this.bytes > 0 && this.bytes + bytes > this.bytesMax) return Promise.reject(full(this.bytes));
    this.bytes += bytes;
    return new Promise((resolve, reject) => {
      this.waiting.push({ records, bytes, resolve, reject });
      this.writing ??= this.writeAll();
    });
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    while (this.writing) await this.writing;
  }

  private async writeAll(): Promise<void> {
    for (;;) {
      // Whoever was just answered appends again at once, and what arrives in the same turn goes along. Without this turn
      // those who wait together split into a write of one and a write of the others, for ever.
      await new Promise((resolve) => setImmediate(resolve));
      if (this.waiting.length === 0) break;
      const taken = this.take();
      const settle = await this.write(taken.flatMap((append) => append.records)).then(
        () => (append: WaitingAppend) => append.resolve(),
        (error: unknown) => (append: WaitingAppend) => append.reject(error),
      );
      for (const append of taken) {
        this.bytes -= append.bytes;
        settle(append);
      }
    }
    this.writing = null;
  }

  /** Whole appends only: half an append is never durable before the other half was tried. */
  private take(): WaitingAppend[] {
    let count = 0;
    let bytes = 0;
    let records = 0;
    for (const append of this.waiting) {
      bytes += append.bytes;
      records += append.records.length;
      if (count > 0 && (bytes > WRITE_BYTES_MAX || records > WRITE_RECORDS_MAX)) break;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }
}

const tooLarge = (bytes: number): StreamError =>
  new StreamError('RECORD_TOO_LARGE', `a record has at most ${RECORD_BYTES_MAX} bytes, got ${bytes}`);

const full = (bytes: number): StreamError =>
  new StreamError('QUEUE_FULL', `${bytes} bytes wait to be appended already: the server is slow or away`);
