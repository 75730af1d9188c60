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
  waiting_refusal: 'boot, counter, device_key, statement_hash, reason, statement, refused_time_ms',
} as const;

/**
 * Copies passwords of devices, rejects and refusals that wait from the tables that are put aside, where they are.
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
  // Of what the log tells by now, or of a boot that it does not know, nothing waits.
  if (await copy('waiting_refusal', COLUMNS.waiting_refusal))
    await client.query(
      `DELETE FROM ${recovered}.waiting_refusal w WHERE NOT EXISTS (
         SELECT FROM ${recovered}.boot b WHERE b.boot = w.boot AND b.device_key = w.device_key AND NOT EXISTS (
           SELECT FROM ${recovered}.refused_range g
           WHERE g.boot_number = b.boot_number AND w.counter BETWEEN g.first_counter AND g.last_counter))`,
    );
  return {
    passwords: await copy('mqtt_credential', COLUMNS.mqtt_credential),
    rejects: await copy('reject', rejectValues),
  };
}
