import type pg from 'pg';

declare const session: unique symbol;

/**
 * A database session that ends with the lease. Opaque: whoever holds it hands it on to what asks the database, and only rooms that
 * may speak SQL look inside.
 */
export interface LedgerSession {
  readonly [session]: true;
}

export const sessionOf = (client: pg.Client): LedgerSession => client as unknown as LedgerSession;

/** For rooms that may speak SQL (docs/ARCHITECTURE.md). */
export const clientOf = (given: LedgerSession): pg.Client => given as unknown as pg.Client;
