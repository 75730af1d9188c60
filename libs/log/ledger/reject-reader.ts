import type pg from 'pg';

/** A payload that was not taken: what the device was told, as the table `reject` keeps it. */
export interface KeptReject {
  /** SHA-256 of the payload, 32 bytes. */
  readonly payloadHash: Uint8Array;
  /** A code of REASONS, or why an event is not taken. */
  readonly reason: string;
  readonly text: string;
  /** Whether sending the same again can never help. */
  readonly final: boolean;
  /** Null where the payload could not be read so far, or the device is not registered. */
  readonly deviceId: string | null;
  readonly deviceKey: Uint8Array | null;
  readonly boot: Uint8Array | null;
  readonly counter: number | null;
  /** Of the entry that tells the log of it, null for none. */
  readonly logIndex: number | null;
  /** How often the same payload came. */
  readonly times: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

const REJECT = `SELECT r.payload_hash AS "payloadHash", r.reason, r.text, r.final, d.device_id AS "deviceId",
  r.device_key AS "deviceKey", r.boot, r.counter, r.log_index AS "logIndex", r.times, r.first_at AS "firstAt", r.last_at AS "lastAt"
  FROM reject r LEFT JOIN device d USING (device_key)`;

/** What was refused, for people. */
export class RejectReader {
  constructor(private readonly pool: pg.Pool) {}

  /** The latest first. @param deviceKey only of this device */
  async latest({
    deviceKey,
    limit,
  }: {
    readonly deviceKey?: Uint8Array | undefined;
    readonly limit: number;
  }): Promise<KeptReject[]> {
    const key = deviceKey ? Buffer.from(deviceKey) : null;
    const { rows } = await this.pool.query<KeptReject>(
      `${REJECT} WHERE $1::bytea IS NULL OR r.device_key = $1 ORDER BY r.last_at DESC, r.id DESC LIMIT $2`,
      [key, limit],
    );
    return rows;
  }

  /** How many payloads of a device were refused. */
  async countOf(deviceKey: Uint8Array): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>(
      'SELECT count(*)::integer AS count FROM reject WHERE device_key = $1',
      [Buffer.from(deviceKey)],
    );
    return rows[0]!.count;
  }
}
