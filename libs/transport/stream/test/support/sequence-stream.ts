import pg from 'pg';
import { delay } from '../../backoff.js';
import {
  ScanStream,
  type StreamName,
  type StreamRecordIn,
  type SubscribeOptions,
  type Subscription,
} from '../../scan-stream.js';

const PARTITIONS = 4;
const TABLES = Array.from(
  { length: PARTITIONS },
  (_, partition) => `CREATE TABLE IF NOT EXISTS naive_${partition} (id bigserial PRIMARY KEY, value bytea NOT NULL)`,
).join(';');

/**
 * The stream that one would write first: a serial column for the offsets, a reader that asks for what is above the last
 * one it saw. Between taking a number and committing it others may overtake, here a little more often than in real life.
 */
export class SequenceScanStream extends ScanStream {
  private readonly pool: pg.Pool;
  private readonly made: Promise<unknown>;
  private readonly stopping = new AbortController();
  private readonly readings: Promise<void>[] = [];

  constructor(databaseUrl: string) {
    super();
    this.pool = new pg.Pool({ connectionString: databaseUrl });
    this.pool.on('error', () => {});
    this.made = this.pool.query(`SELECT pg_advisory_lock(1); ${TABLES}; SELECT pg_advisory_unlock(1)`);
  }

  override async partitions(): Promise<number> {
    return PARTITIONS;
  }

  override async append(_stream: StreamName, records: readonly StreamRecordIn[]): Promise<void> {
    await this.made;
    for (const { partition, value } of records)
      await this.pool.query(
        `WITH taken AS (INSERT INTO naive_${partition} (value) VALUES ($1) RETURNING id) SELECT pg_sleep(random() / 50) FROM taken`,
        [value],
      );
  }

  override async subscribe({ onBatch }: SubscribeOptions): Promise<Subscription> {
    await this.made;
    for (let partition = 0; partition < PARTITIONS; partition += 1) this.readings.push(this.read(partition, onBatch));
    return { failed: new Promise(() => {}), stop: () => this.close() };
  }

  override async ends(): Promise<ReadonlyMap<number, number>> {
    return new Map();
  }

  override async trim(): Promise<void> {}

  override async reportProgress(): Promise<void> {}

  override async close(): Promise<void> {
    if (this.stopping.signal.aborted) return;
    this.stopping.abort();
    await Promise.all(this.readings);
    await this.pool.end();
  }

  private async read(partition: number, onBatch: SubscribeOptions['onBatch']): Promise<void> {
    const { signal } = this.stopping;
    for (let last = 0; !signal.aborted; await delay(5, signal)) {
      const { rows } = await this.pool.query<{ id: string; value: Buffer }>(
        `SELECT id, value FROM naive_${partition} WHERE id > $1 ORDER BY id`,
        [last],
      );
      if (rows.length === 0) continue;
      const records = rows.map(({ id, value }) => ({ offset: Number(id) - 1, value }));
      await onBatch({ partition, records, end: records.at(-1)!.offset + 1 }, signal);
      last = Number(rows.at(-1)!.id);
    }
  }
}
