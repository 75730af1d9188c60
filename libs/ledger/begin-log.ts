import type pg from 'pg';
import { LedgerError } from './error.js';
import type { Lease } from './lease.js';
import { EMPTY_FRONTIER, rootOfFrontier } from './append/frontier.js';

export interface LogIdentity {
  readonly origin: string;
  /** Key of the log, in the form of C2SP signed-note. */
  readonly logVkey: string;
}

/**
 * Writes down whose log this database holds, where none is begun yet.
 *
 * @returns entries that are committed.
 * @throws {LedgerError} IDENTITY_MISMATCH when it is another log's.
 */
export async function beginLog(lease: Lease, client: pg.Client, { origin, logVkey }: LogIdentity): Promise<number> {
  await client.query('BEGIN');
  await lease.lockIn(client);
  await client.query(
    `INSERT INTO log_head (id, origin, log_vkey, size, frontier, published_size, epoch)
     VALUES (1, $1, $2, 0, '', 0, $3) ON CONFLICT (id) DO NOTHING`,
    [origin, logVkey, lease.epoch],
  );
  await client.query(
    'INSERT INTO log_root (size, root, epoch, logged_at) VALUES (0, $1, $2, clock_timestamp()) ON CONFLICT DO NOTHING',
    [rootOfFrontier(EMPTY_FRONTIER), lease.epoch],
  );
  await client.query('COMMIT');
  const { rows } = await client.query<{ origin: string; logVkey: string; size: number }>(
    'SELECT origin, log_vkey AS "logVkey", size FROM log_head',
  );
  const head = rows[0]!;
  if (head.origin !== origin || head.logVkey !== logVkey)
    throw new LedgerError(
      'IDENTITY_MISMATCH',
      `the database holds the log ${head.logVkey}, and the keys of this node are of ${logVkey}`,
    );
  return head.size;
}
