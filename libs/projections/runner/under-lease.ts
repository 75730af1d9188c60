import type pg from 'pg';
import type { Lease } from '#libs/log/ledger';

/** A session of the lease, and the lease. */
export interface LeasedSession {
  readonly lease: Pick<Lease, 'lockIn'>;
  /** Ends with the lease. */
  readonly client: pg.Client;
}

/**
 * One transaction that commits only while the lease is held.
 * @throws {LedgerError} LEASE_LOST; what `work` throws, with nothing written.
 */
export async function underLease<Result>(
  { lease, client }: LeasedSession,
  work: () => Promise<Result>,
): Promise<Result> {
  await client.query('BEGIN');
  try {
    await lease.lockIn(client);
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {}); // a session that is gone has nothing left to take back
    throw error;
  }
}
