import type pg from 'pg';
import { decodeSignedStatement, encodeSignedStatement, type SignedStatement } from '#libs/core/wire';
import { asBuffer, bytesOfKey, keyOf } from '#libs/log/ledger';

/** A refusal that the log does not tell of yet. */
export interface WaitingRefusal {
  readonly bootNumber: number;
  readonly boot: Buffer;
  readonly counter: number;
  readonly deviceKey: Buffer;
  readonly statementHash: Buffer;
  readonly reason: string;
  readonly statement: SignedStatement;
  readonly refusedTimeMs: number;
}

/** Of its counter something stands in the log by now: then nothing is refused there. */
export interface ReadRefusal extends WaitingRefusal {
  readonly isLogged: boolean;
}

/** Where a refusal stands. */
export interface RefusalPlace {
  readonly bootNumber: number;
  readonly boot: Buffer;
  readonly counter: number;
  readonly statementHash: Buffer;
}

/** What is known of one before: the entry that tells of it, or that it waits. */
export interface KnownRefusal {
  readonly logIndex: number | null;
  readonly waits: boolean;
}

const COLUMNS = `w.boot, w.counter, w.device_key AS "deviceKey", w.statement_hash AS "statementHash", w.reason, w.statement,
  w.refused_time_ms AS "refusedTimeMs", b.boot_number AS "bootNumber",
  EXISTS (SELECT FROM log_entry e WHERE e.boot_number = b.boot_number AND e.counter = w.counter) AS "isLogged"`;

type Row = Omit<ReadRefusal, 'statement'> & { readonly statement: Buffer };

const read = ({ statement, ...row }: Row): ReadRefusal => ({ ...row, statement: decodeSignedStatement(statement) });

/** The table of refusals that wait. */
export class WaitingRefusals {
  constructor(private readonly client: Pick<pg.Client, 'query'>) {}

  /** Keys of the devices of which something waits. */
  async devices(): Promise<string[]> {
    const { rows } = await this.client.query<{ key: Buffer }>('SELECT DISTINCT device_key AS key FROM waiting_refusal');
    return rows.map(({ key }) => keyOf(key));
  }

  async ofDevices(deviceKeys: readonly string[]): Promise<ReadRefusal[]> {
    const { rows } = await this.client.query<Row>(
      `SELECT ${COLUMNS} FROM waiting_refusal w JOIN boot b USING (boot) WHERE w.device_key = ANY($1::bytea[])`,
      [deviceKeys.map(bytesOfKey)],
    );
    return rows.map(read);
  }

  /** How many wait of each of these devices. */
  async counts(deviceKeys: readonly string[]): Promise<Map<string, number>> {
    const { rows } = await this.client.query<{ key: Buffer; count: number }>(
      `SELECT device_key AS key, count(*)::integer AS count FROM waiting_refusal WHERE device_key = ANY($1::bytea[])
       GROUP BY device_key`,
      [deviceKeys.map(bytesOfKey)],
    );
    return new Map(rows.map(({ key, count }) => [keyOf(key), count]));
  }

  /** In the order in which they are asked for. */
  async known(places: readonly RefusalPlace[]): Promise<KnownRefusal[]> {
    // The spans of a boot do not overlap: the one that begins last below a counter is the only one that can hold it.
    const { rows } = await this.client.query<KnownRefusal>(
      `SELECT coalesce(r.log_index, CASE WHEN g.last_counter >= u.counter THEN g.log_index END) AS "logIndex",
         w.boot IS NOT NULL AS waits
       FROM unnest($1::bytea[], $2::int[], $3::bytea[], $4::bigint[]) WITH ORDINALITY AS u (hash, boot_number, boot, counter, place)
       LEFT JOIN refusal r ON r.statement_hash = u.hash
       LEFT JOIN waiting_refusal w ON w.boot = u.boot AND w.counter = u.counter
       LEFT JOIN LATERAL (
         SELECT last_counter, log_index FROM refused_range WHERE boot_number = u.boot_number AND first_counter <= u.counter
         ORDER BY first_counter DESC LIMIT 1) g ON true
       ORDER BY u.place`,
      [
        places.map(({ statementHash }) => statementHash),
        places.map(({ bootNumber }) => bootNumber),
        places.map(({ boot }) => boot),
        places.map(({ counter }) => counter),
      ],
    );
    return rows;
  }

  /** Inside the transaction under way. */
  async write({ added, gone }: WaitingWrites): Promise<void> {
    if (gone.length > 0)
      await this.client.query(
        `DELETE FROM waiting_refusal w USING unnest($1::bytea[], $2::bigint[]) AS u (boot, counter)
         WHERE w.boot = u.boot AND w.counter = u.counter`,
        [gone.map(({ boot }) => boot), gone.map(({ counter }) => counter)],
      );
    if (added.length > 0)
      await this.client.query(
        `INSERT INTO waiting_refusal (boot, counter, device_key, statement_hash, reason, statement, refused_time_ms)
         SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bytea[], $4::bytea[], $5::text[], $6::bytea[], $7::bigint[])`,
        [
          added.map(({ boot }) => boot),
          added.map(({ counter }) => counter),
          added.map(({ deviceKey }) => deviceKey),
          added.map(({ statementHash }) => statementHash),
          added.map(({ reason }) => reason),
          added.map(({ statement }) => asBuffer(encodeSignedStatement(statement))),
          added.map(({ refusedTimeMs }) => refusedTimeMs),
        ],
      );
  }
}

/** What a transaction changes there. */
export interface WaitingWrites {
  readonly added: readonly WaitingRefusal[];
  /** They are told of, or need no telling. */
  readonly gone: readonly { readonly boot: Buffer; readonly counter: number }[];
}
