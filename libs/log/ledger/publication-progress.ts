import type pg from 'pg';
import { LedgerError } from './error.js';
import type { Lease } from './lease.js';
import { clientOf, type LedgerSession } from './session.js';

/** From one size to a larger one. */
export interface SizeStep {
  /** As this process set or read it last. */
  readonly from: number;
  readonly to: number;
}

/** How far the log is out, as its head row keeps it. A session of the lease can carry one step at a time. */
export class PublicationProgress {
  private readonly client: pg.Client;

  constructor(
    private readonly lease: Lease,
    session: LedgerSession,
  ) {
    this.client = clientOf(session);
  }

  /** Entries that have tiles, a signed checkpoint and their receipts. */
  async receiptedSize(): Promise<number> {
    const { rows } = await this.client.query<{ size: number }>('SELECT receipted_size AS size FROM log_head');
    return rows[0]!.size;
  }

  /** Entries that the public checkpoint covers. */
  async publishedSize(): Promise<number> {
    const { rows } = await this.client.query<{ size: number }>('SELECT published_size AS size FROM log_head');
    return rows[0]!.size;
  }

  /** @throws {LedgerError} LEASE_LOST; HEAD_MOVED when the size is not `from` any more, or `to` is not committed. */
  async setReceiptedSize({ from, to }: SizeStep): Promise<void> {
    const { client, lease } = this;
    await client.query('BEGIN');
    await lease.lockIn(client);
    const { rowCount } = await client.query(
      'UPDATE log_head SET receipted_size = $1 WHERE receipted_size = $2 AND size >= $1',
      [to, from],
    );
    if (rowCount !== 1) throw new LedgerError('HEAD_MOVED', `the receipted size is not ${from} any more`);
    await client.query('COMMIT');
  }

  /**
   * Tells those who listen on `cairn_published` too.
   * @throws {LedgerError} LEASE_LOST; HEAD_MOVED when the size is not `from` any more, or `to` has not its receipts.
   */
  async setPublishedSize({ from, to }: SizeStep): Promise<void> {
    const { client, lease } = this;
    await client.query('BEGIN');
    await lease.lockIn(client);
    const { rowCount } = await client.query(
      'UPDATE log_head SET published_size = $1 WHERE published_size = $2 AND receipted_size >= $1',
      [to, from],
    );
    if (rowCount !== 1) throw new LedgerError('HEAD_MOVED', `the published size is not ${from} any more`);
    await client.query('NOTIFY cairn_published');
    await client.query('COMMIT');
  }
}
