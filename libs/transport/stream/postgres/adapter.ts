import { AppendQueue } from '../append-queue.js';
import {
  ScanStream,
  type StreamName,
  type StreamRecordIn,
  type SubscribeOptions,
  type Subscription,
} from '../scan-stream.js';
import { StreamError } from '../stream-error.js';
import { silentLog, type StreamLog } from '../stream-log.js';
import { appendRecords } from './append.js';
import { Connections } from './connections.js';
import { readBounds } from './read.js';
import { PostgresSubscription } from './subscription.js';
import { trimPartition } from './trim.js';
import { appendPayload, CHANNEL, WakeUps } from './wake-ups.js';

export interface PostgresStreamOptions {
  readonly databaseUrl: string;
  /** Partitions of a stream that does not exist yet. Default 1: where all readers are on one machine, more only cost rows and queries. */
  readonly partitions?: number;
  /** How long a member that died keeps its partitions. Default 10,000. */
  readonly memberLeaseMs?: number;
  /** How long a record may wait if its announcement got lost. Default 1,000. */
  readonly pollIntervalMs?: number;
  /** How long an append is tried while the server is away. Default 30,000. */
  readonly appendTimeoutMs?: number;
  /** Most bytes that wait to be appended, for each stream. Default 32 MiB. */
  readonly appendBytesMax?: number;
  readonly log?: StreamLog;
}

/** The streams in tables of PostgreSQL (docs/decisions/0020). */
export class PostgresScanStream extends ScanStream {
  private readonly connections: Connections;
  private readonly wakeUps: WakeUps;
  private readonly queues = new Map<StreamName, AppendQueue>();
  private readonly counts = new Map<StreamName, number>();
  private readonly subscriptions = new Set<PostgresSubscription>();
  private readonly announcing = new Map<StreamName, Set<number>>();
  private readonly log: StreamLog;
  private readonly timeoutMs: number;
  private closed = false;

  constructor(private readonly options: PostgresStreamOptions) {
    super();
    this.log = options.log ?? silentLog;
    this.timeoutMs = options.appendTimeoutMs ?? 30_000;
    this.connections = new Connections(options.databaseUrl, options.partitions ?? 1, this.log);
    this.wakeUps = new WakeUps(options.databaseUrl, this.log);
  }

  override async partitions(stream: StreamName): Promise<number> {
    const known = this.counts.get(stream);
    if (known !== undefined) return known;
    const { size } = await readBounds(this.connections, stream, this.timeoutMs);
    this.counts.set(stream, size);
    return size;
  }

  override async append(stream: StreamName, records: readonly StreamRecordIn[]): Promise<void> {
    if (this.closed) throw new StreamError('CLOSED', 'the stream is closed');
    return this.queue(stream).append(records);
  }

  override async subscribe(subscription: SubscribeOptions): Promise<Subscription> {
    const { connections, wakeUps, log, timeoutMs } = this;
    const { memberLeaseMs = 10_000, pollIntervalMs = 1_000 } = this.options;
    await this.partitions(subscription.stream);
    const member = new PostgresSubscription(subscription, {
      connections,
      wakeUps,
      log,
      timeoutMs,
      memberLeaseMs,
      pollIntervalMs,
    });
    await member.start();
    this.subscriptions.add(member);
    return { failed: member.failed, stop: () => member.stop() };
  }

  override async ends(stream: StreamName): Promise<ReadonlyMap<number, number>> {
    const bounds = await readBounds(this.connections, stream, this.timeoutMs);
    return new Map([...bounds].map(([partition, { next }]) => [partition, next]));
  }

  override async trim(stream: StreamName, before: ReadonlyMap<number, number>): Promise<void> {
    for (const [partition, offset] of before)
      await trimPartition(this.connections, stream, partition, offset, this.timeoutMs);
  }

  override async reportProgress(stream: StreamName, group: string, next: ReadonlyMap<number, number>): Promise<void> {
    const told = this.connections.query(
      `INSERT INTO stream_progress (stream, group_name, partition, next_offset, reported_at)
       SELECT $1, $2, partition, next_offset, now() FROM unnest($3::int[], $4::bigint[]) AS told(partition, next_offset)
       ON CONFLICT (stream, group_name, partition) DO UPDATE SET next_offset = EXCLUDED.next_offset, reported_at = now()`,
      [stream, group, [...next.keys()], [...next.values()]],
    );
    await told.catch((error: unknown) => this.log('debug', 'the progress of a group was not told', { group, error }));
  }

  override async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.connections.stopTryingAgain();
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await Promise.all([...this.queues.values()].map((queue) => queue.idle()));
    await this.wakeUps.stop();
    await this.connections.end();
  }

  private queue(stream: StreamName): AppendQueue {
    const known = this.queues.get(stream);
    if (known) return known;
    const queue = new AppendQueue(
      (records) => this.write(stream, records),
      this.options.appendBytesMax ?? 32 * 1_048_576,
    );
    this.queues.set(stream, queue);
    return queue;
  }

  private async write(stream: StreamName, records: readonly StreamRecordIn[]): Promise<void> {
    const count = await this.partitions(stream);
    const unknown = records.find(({ partition }) => !(partition >= 0 && partition < count));
    if (unknown) throw new StreamError('PARTITION_UNKNOWN', `${stream} has no partition ${unknown.partition}`);
    await appendRecords(this.connections, stream, records, this.timeoutMs);
    this.announce(stream, new Set(records.map(({ partition }) => partition)));
  }

  /**
   * Tells the readers, after the commit and apart from it: a NOTIFY inside would make all commits of the database wait
   * for each other's flush to disk. At most one is under way for a stream; should it get lost, readers look by themselves.
   */
  private announce(stream: StreamName, partitions: ReadonlySet<number>): void {
    const waiting = this.announcing.get(stream);
    if (waiting) {
      for (const partition of partitions) waiting.add(partition);
      return;
    }
    this.announcing.set(stream, new Set());
    void this.connections
      .query('SELECT pg_notify($1, $2)', [CHANNEL, appendPayload(stream, partitions)])
      .catch((error: unknown) => this.log('debug', 'an announcement got lost', { stream, error }))
      .then(() => {
        const next = this.announcing.get(stream)!;
        this.announcing.delete(stream);
        if (next.size > 0 && !this.closed) this.announce(stream, next);
      });
  }
}
