import type pg from 'pg';
import type { Schemas } from './staging.js';

/** What the log does not know, and the database before may still have. */
export interface CarriedOver {
  readonly passwords: number;
  readonly rejects: number;
}

const COLUMNS = {
  mqtt_credential: 'device_id, password_sha256',
  reject:
    'payload_hash, reason, text, final, device_key, boot, counter, payload_head, log_index, times, first_at, last_at',
} as const;

/**
 * Copies passwords of devices and rejects from the tables that are put aside, where they are.
 *
 * @param isPrefix whether the database before was an earlier state of the same log: only then do its log indexes still mean something.
 */
export async function carryOver(
  client: pg.Client,
  { old, oldTables, recovered }: Schemas,
  isPrefix: boolean,
): Promise<CarriedOver> {
  const copy = async (table: keyof typeof COLUMNS, values: string): Promise<number> => {
    if (!oldTables.includes(table)) return 0;
    const { rowCount } = await client.query(
      `INSERT INTO ${recovered}.${table} (${COLUMNS[table]}) SELECT ${values} FROM ${old}.${table} ON CONFLICT DO NOTHING`,
    );
    return rowCount ?? 0;
  };
  // What was ended stays ended, whatever lies in a folder.
  if (oldTables.includes('mqtt_credential'))
    await client.query(
      `DELETE FROM ${recovered}.mqtt_credential AS kept USING ${old}.mqtt_credential AS ended
       WHERE kept.device_id = ended.device_id AND ended.password_sha256 = ''`,
    );
  const rejectValues = isPrefix ? COLUMNS.reject : COLUMNS.reject.replace('log_index', 'NULL::bigint');
  return {
    passwords: await copy('mqtt_credential', COLUMNS.mqtt_credential),
    rejects: await copy('reject', rejectValues),
  };
}
