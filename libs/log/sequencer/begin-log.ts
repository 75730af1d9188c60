import { clientOf, type Lease, LedgerError, type LedgerSession } from '#libs/log/ledger';
import { EMPTY_FRONTIER, rootOfFrontier } from './frontier.js';

export interface LogIdentity {
  readonly origin: string;
  /** Key of the log, in the form of C2SP signed-note. */
  readonly logVkey: string;
  /** The key that signs beside it and is to follow it; left out where there is none. */
  readonly nextLogVkey?: string | undefined;
}

/**
 * Writes down whose log this database holds, where none is begun yet, and follows an exchange of its key in order: a next key is
 * written down beside the key that counts, and from then on may stand in its place. So a key that no process with the key before
 * has named is never taken, and one that was followed never comes back.
 *
 * @returns entries that are committed.
 * @throws {LedgerError} IDENTITY_MISMATCH when it is another log's.
 */
export async function beginLog(
  lease: Lease,
  session: LedgerSession,
  { origin, logVkey, nextLogVkey }: LogIdentity,
): Promise<number> {
  const client = clientOf(session);
  await client.query('BEGIN');
  await lease.lockIn(client);
  await client.query(
    `INSERT INTO log_head (id, origin, log_vkey, size, frontier, published_size, epoch)
     VALUES (1, $1, $2, 0, '', 0, $3) ON CONFLICT (id) DO NOTHING`,
    [origin, logVkey, lease.epoch],
  );
  // A process that does not know the next key yet forgets it for nobody: a stand-by may come without it and go again.
  await client.query(
    `UPDATE log_head SET log_vkey = $2, log_next_vkey = CASE WHEN log_vkey = $2 THEN coalesce($3, log_next_vkey) ELSE $3 END
     WHERE origin = $1 AND (log_vkey = $2 OR log_next_vkey = $2)`,
    [origin, logVkey, nextLogVkey ?? null],
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
