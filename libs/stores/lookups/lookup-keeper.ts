import type pg from 'pg';
import { clientOf, type Lease, type LedgerSession, readOffsets, writeOffsets } from '#libs/log/ledger';
import { decodeLookupBatch, type Lookup } from '#libs/core/wire';
import {
  isFaultOfRecord,
  openRecord,
  type ScanStream,
  type StreamBatchOut,
  type Subscription,
} from '#libs/transport/stream';

export interface LookupKeeperParts {
  readonly lease: Lease;
  /** A session of the lease, for this keeper alone. */
  readonly session: LedgerSession;
  readonly stream: ScanStream;
  /** MAC of records of look-ups. */
  readonly lookupKey: Uint8Array;
  /** Told of a record that the api did not seal, or that holds no look-ups; it is passed over. */
  readonly onRefused: (partition: number, offset: number, error: unknown) => void;
}

/** Keeps what officers asked: from the stream, where a look-up is durable before its answer goes out, into the database. */
export class LookupKeeper {
  private work: Promise<void> = Promise.resolve();
  private readonly kept = new Map<number, number>();

  private readonly client: pg.Client;

  constructor(private readonly parts: LookupKeeperParts) {
    this.client = clientOf(parts.session);
  }

  subscribe(group: string): Promise<Subscription> {
    return this.parts.stream.subscribe({
      stream: 'lookups',
      group,
      startAt: () => this.readOffsets(),
      onBatch: (batch) => this.inTurn(() => this.keep(batch)),
    });
  }

  /** What lies before these offsets of the stream is in the database for good; partitions that were never read are absent. */
  nextOffsets(): ReadonlyMap<number, number> {
    return this.kept;
  }

  private async readOffsets(): Promise<ReadonlyMap<number, number>> {
    for (const [partition, next] of await readOffsets(this.client, 'lookups')) this.kept.set(partition, next);
    return new Map(this.kept);
  }

  /** Batches of several partitions share the one session. */
  private inTurn(run: () => Promise<void>): Promise<void> {
    const turn = this.work.then(run);
    this.work = turn.catch(() => {});
    return turn;
  }

  private async keep({ partition, records }: StreamBatchOut): Promise<void> {
    const lookups = records.flatMap(({ offset, value }) => this.read(partition, offset, value));
    const next = records.at(-1)!.offset + 1;
    try {
      await this.write(lookups, { partition, next });
    } catch (error) {
      // The same records come again on this session, which takes nothing while its transaction is broken.
      await this.client.query('ROLLBACK').catch(() => {});
      throw error;
    }
    this.kept.set(partition, next);
  }

  private async write(
    lookups: readonly Lookup[],
    { partition, next }: { readonly partition: number; readonly next: number },
  ): Promise<void> {
    const { client } = this;
    const { lease } = this.parts;
    await client.query('BEGIN');
    await lease.lockIn(client);
    await client.query(
      `INSERT INTO stores.lookup (id, asked_at, who, question, status, answer_hash)
       SELECT id, to_timestamp(ms / 1000), who, question, status, hash
       FROM unnest($1::bytea[], $2::double precision[], $3::text[], $4::text[], $5::int[], $6::bytea[])
         AS u (id, ms, who, question, status, hash)
       ON CONFLICT (id) DO NOTHING`,
      [
        lookups.map(({ id }) => id),
        lookups.map(({ timeMs }) => timeMs),
        lookups.map(({ who }) => withoutNul(who)),
        lookups.map(({ question }) => withoutNul(question)),
        lookups.map(({ status }) => status),
        lookups.map(({ answerHash }) => answerHash),
      ],
    );
    await writeOffsets(client, lease.epoch, 'lookups', new Map([[partition, next]]));
    await client.query('COMMIT');
  }

  private read(partition: number, offset: number, value: Uint8Array): readonly Lookup[] {
    let body: Uint8Array;
    try {
      body = openRecord(this.parts.lookupKey, value);
    } catch (error) {
      if (!isFaultOfRecord(error)) throw error;
      this.parts.onRefused(partition, offset, error);
      return [];
    }
    try {
      return decodeLookupBatch(body).lookups;
    } catch (error) {
      this.parts.onRefused(partition, offset, error);
      return [];
    }
  }
}

/** PostgreSQL's text has every character but this. */
const withoutNul = (text: string): string => text.replaceAll('\0', '');
