/** The streams between the processes. Topics of the Kafka adapter: `cairn.<name>.v1`. */
export type StreamName = 'scans' | 'receipts' | 'lookups';

export const STREAM_NAMES: readonly StreamName[] = ['scans', 'receipts', 'lookups'];

/** Longest value of a record, in bytes: whoever gathers scans into one splits before. Four of them fit one request to Kafka. */
export const RECORD_BYTES_MAX = 1_048_576;

export interface StreamRecordIn {
  /** 0-based, below `partitions(stream)`. Records of one partition keep their order, so one device has one partition. */
  readonly partition: number;
  readonly value: Uint8Array;
}

export interface StreamRecordOut {
  /** Place in the partition, 0-based, without holes. */
  readonly offset: number;
  readonly value: Uint8Array;
}

export interface StreamBatchOut {
  readonly partition: number;
  /** At least one, offsets ascending by one. */
  readonly records: readonly StreamRecordOut[];
  /** The next offset the partition would give out, as last heard: lag = end - last offset - 1. */
  readonly end: number;
}

export interface SubscribeOptions {
  readonly stream: StreamName;
  /** Members of one group share the partitions; groups do not know of each other. */
  readonly group: string;
  /**
   * Asked at each assignment, for the partitions that this member has just been given: the offset of the first record to
   * deliver. A partition that is absent from the answer starts at the earliest record that is kept, Infinity at the end.
   * If it throws it is asked again, with backoff.
   */
  readonly startAt: (partitions: readonly number[]) => Promise<ReadonlyMap<number, number>>;
  /**
   * Takes the next records of one partition. Calls for one partition never overlap, calls for several may. The next ones
   * wait until it resolves; if it throws, the same records come again, with backoff. `signal` is aborted when the
   * partition is lost or the subscription stops: what is not durable then is better left to the next member.
   */
  readonly onBatch: (batch: StreamBatchOut, signal: AbortSignal) => Promise<void>;
  /** Most records of one call. Default 1,000. */
  readonly batchRecordsMax?: number;
  /** Most bytes of one call, unless its first record alone is longer. Default 4 MiB. As much again waits behind it. */
  readonly batchBytesMax?: number;
}

export interface Subscription {
  /**
   * Rejects when going on would skip records, and never otherwise: {@link StreamError} TRIMMED (the start has been
   * forgotten), AHEAD (the start lies beyond the end: this is not the stream it was taken from), HOLE. Nothing is
   * delivered after it. An unreachable server is not a failure: it is waited for.
   */
  readonly failed: Promise<never>;
  /** Resolves when the partitions are given back and no onBatch runs any more. */
  stop(): Promise<void>;
}

/**
 * A durable, partitioned sequence of records between processes.
 *
 * Durable: what `append` resolved survives the death of any client and a restart of the server.
 * Ordered: a partition gives out its records in the order of their offsets, without holes, also while several processes
 * append. Calls of one caller, awaited or not, keep their order, unless one of them fails.
 * At least once: a record is delivered until an `onBatch` with it resolves; after a crash, a lost partition or an
 * unanswered append it may come again. Nothing here is a transaction: a reader keeps its offsets where it keeps its
 * effects and hands them back through `startAt`. A member that lost a partition may still deliver for a while: the
 * owner fences its effects.
 * Bounded: records wait in memory up to a limit in bytes for each partition read and for all appends; beyond it reading
 * pauses and appending is refused.
 */
export abstract class ScanStream {
  /** Number of partitions, fixed when the stream was made. */
  abstract partitions(stream: StreamName): Promise<number>;

  /**
   * Resolves when all records are durable (Kafka: acks=-1; PostgreSQL: commit). After an error none, some or all of them
   * may be in the stream, so the caller appends them again and readers know repeats. Tries again by itself while the
   * server is away, which may double records, until `appendTimeoutMs` is over.
   * @throws {StreamError} UNAVAILABLE, QUEUE_FULL (too many bytes wait: slow down), RECORD_TOO_LARGE, PARTITION_UNKNOWN, CLOSED.
   */
  abstract append(stream: StreamName, records: readonly StreamRecordIn[]): Promise<void>;

  /**
   * Joins the group; resolves when a member. Rejects if the server cannot be reached now; later outages are waited for.
   * @throws {StreamError} UNAVAILABLE, CLOSED.
   */
  abstract subscribe(options: SubscribeOptions): Promise<Subscription>;

  /** The next offset of every partition. @throws {StreamError} UNAVAILABLE, CLOSED. */
  abstract ends(stream: StreamName): Promise<ReadonlyMap<number, number>>;

  /** Records below these offsets may be forgotten; a later start below them fails with TRIMMED. Safe to repeat. */
  abstract trim(stream: StreamName, before: ReadonlyMap<number, number>): Promise<void>;

  /**
   * Tells lag tools which offset a group would read next, from a process that subscribes with it. Best effort: never
   * rejects, and nothing here ever reads it back.
   */
  abstract reportProgress(stream: StreamName, group: string, next: ReadonlyMap<number, number>): Promise<void>;

  /** Stops the subscriptions, waits for appends under way, lets the connections go. */
  abstract close(): Promise<void>;
}
