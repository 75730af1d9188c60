import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { type Clock, systemClock } from './clock.js';
import { connectionOptions, QUERY_TIMEOUT_MS } from './connection.js';
import { LedgerError } from './error.js';
import { type LedgerSession, sessionOf } from './session.js';

export interface LeaseOptions {
  readonly databaseUrl: string;
  /** How long the right to write lasts without renewal. Default 6,000: a stand-by takes over after so long. */
  readonly durationMs?: number;
  /** Default 2,000: two renewals may fail. */
  readonly renewEveryMs?: number;
  readonly clock?: Clock;
  /** A holder of this process whose lease ended: it has stopped every effect, so its time need not be waited for. */
  readonly previousHolder?: string;
  /** Called each time the lease is found to be held by another. */
  readonly onWaiting?: (holder: string) => void;
}

// What the holder keeps from the end of its lease for the way from a check to the effect behind it.
const MARGIN_MS = 500;
const ASK_AGAIN_MS = 250;
const TERMINATE_TIMEOUT_MS = 5_000;

/**
 * The right to write, for one process at a time.
 *
 * A row with an epoch, which every transaction checks and locks against a change of the epoch. Who takes over raises the epoch and
 * first ends the database sessions of the one before, which may be stopped in the middle of a transaction. Effects outside the
 * database ask `requireHeld` synchronously right before: it answers by two clocks of this process, never by the database, and stops
 * short of the end.
 */
export class Lease {
  private heldUntilMs: number;
  private heldUntilWallMs: number;
  private readonly ended = new AbortController();
  private readonly sessions = new Set<pg.Client>();
  private renewal: Promise<void> | undefined;

  private constructor(
    private readonly options: Required<Omit<LeaseOptions, 'onWaiting' | 'previousHolder'>>,
    private readonly client: pg.Client,
    readonly holder: string,
    readonly epoch: number,
    asked: { readonly monotonicMs: number; readonly nowMs: number },
  ) {
    this.heldUntilMs = asked.monotonicMs + options.durationMs - MARGIN_MS;
    this.heldUntilWallMs = asked.nowMs + options.durationMs - MARGIN_MS;
    this.track(client);
  }

  /**
   * Waits until nobody holds the lease and takes it.
   *
   * @param signal stops the waiting.
   * @throws errors of the database: try again.
   */
  static async acquire(given: LeaseOptions, signal: AbortSignal): Promise<Lease> {
    const options = { durationMs: 6_000, renewEveryMs: 2_000, clock: systemClock, ...given };
    const holder = `cairn-anchor-${randomUUID()}`;
    const { databaseUrl } = options;
    const client = new pg.Client(connectionOptions({ databaseUrl, name: holder, queryTimeoutMs: QUERY_TIMEOUT_MS }));
    client.on('error', () => {}); // the query under way, or the next one, reports it
    try {
      await client.connect();
      for (;;) {
        signal.throwIfAborted();
        const asked = { monotonicMs: options.clock.monotonicMs(), nowMs: options.clock.nowMs() };
        const epoch = await takeOver(client, holder, options);
        if (epoch !== null) {
          const lease = new Lease(options, client, holder, epoch, asked);
          lease.renewal = lease.renewUntilLost();
          return lease;
        }
        await wait(ASK_AGAIN_MS, undefined, { signal });
      }
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    }
  }

  /** Aborted when the lease is lost or given back. Its reason says why. */
  get signal(): AbortSignal {
    return this.ended.signal;
  }

  /** Whether effects outside the database are allowed at this very moment. */
  get isHeld(): boolean {
    const { clock } = this.options;
    // Two clocks, since the monotonic one may stand still while a virtual machine is paused and the other may be set back.
    const inTime = clock.monotonicMs() < this.heldUntilMs && clock.nowMs() < this.heldUntilWallMs;
    return inTime && !this.ended.signal.aborted;
  }

  /** @throws {LedgerError} LEASE_LOST unless effects outside the database are allowed at this very moment. */
  requireHeld(): void {
    if (this.isHeld) return;
    const error = new LedgerError('LEASE_LOST', `the lease of epoch ${this.epoch} has run out or passed to another`);
    this.end(error);
    throw error;
  }

  /** A database session that ends with the lease, whichever way that ends. */
  async connect(): Promise<LedgerSession> {
    const client = new pg.Client(connectionOptions({ databaseUrl: this.options.databaseUrl, name: this.holder }));
    this.track(client);
    await client.connect();
    this.requireHeld();
    return sessionOf(client);
  }

  /**
   * Checks the lease inside a transaction and keeps the epoch from being raised until it ends.
   * @throws {LedgerError} LEASE_LOST
   */
  async lockIn(client: pg.Client): Promise<void> {
    const { rowCount } = await client.query({
      name: 'lockLease',
      text: 'SELECT 1 FROM lease WHERE epoch = $1 AND expires_at > clock_timestamp() FOR KEY SHARE',
      values: [this.epoch],
    });
    if (rowCount === 1) return;
    const error = new LedgerError(
      'LEASE_LOST',
      `the lease of epoch ${this.epoch} is not valid in the database any more`,
    );
    this.end(error);
    throw error;
  }

  /** Gives the lease back, so that a stand-by need not wait for its end, and ends all sessions. */
  async release(): Promise<void> {
    if (this.isHeld) {
      await this.client
        .query(`UPDATE lease SET expires_at = '-infinity' WHERE epoch = $1 AND holder = $2`, [this.epoch, this.holder])
        .catch(() => {}); // it runs out by itself
    }
    this.end(new LedgerError('LEASE_LOST', 'the lease was given back'));
    await this.renewal;
  }

  private async renewUntilLost(): Promise<void> {
    const { renewEveryMs, durationMs, clock } = this.options;
    while (!this.ended.signal.aborted) {
      try {
        await wait(renewEveryMs, undefined, { signal: this.ended.signal, ref: false });
        const asked = { monotonicMs: clock.monotonicMs(), nowMs: clock.nowMs() };
        const { rowCount } = await this.client.query(this.renewalQuery());
        if (rowCount !== 1) throw new LedgerError('LEASE_LOST', `the lease of epoch ${this.epoch} passed to another`);
        this.heldUntilMs = asked.monotonicMs + durationMs - MARGIN_MS;
        this.heldUntilWallMs = asked.nowMs + durationMs - MARGIN_MS;
      } catch (error) {
        this.end(error);
      }
    }
  }

  private renewalQuery(): pg.QueryConfig & { query_timeout: number } {
    const { renewEveryMs, durationMs } = this.options;
    return {
      name: 'renewLease',
      text: `UPDATE lease SET expires_at = clock_timestamp() + $3 * interval '1 millisecond'
             WHERE epoch = $1 AND holder = $2 AND expires_at > clock_timestamp()`,
      values: [this.epoch, this.holder, durationMs],
      // A later answer would renew nothing; a session that hangs must not hide that.
      query_timeout: Math.max(1, durationMs - renewEveryMs),
    };
  }

  private track(client: pg.Client): void {
    this.sessions.add(client);
    client.on('error', (error) => this.end(error));
    client.on('end', () => {
      this.sessions.delete(client);
      this.end(new Error('the database closed a session of the lease'));
    });
  }

  /** Whatever fails under a lease ends it: the next epoch starts from what is committed. */
  private end(reason: unknown): void {
    if (this.ended.signal.aborted) return;
    this.ended.abort(reason);
    // Not end(): a session may hang in a query, and nothing it still has to say counts.
    for (const session of this.sessions) session.connection.stream.destroy();
    this.sessions.clear();
  }
}

interface LeaseState {
  readonly epoch: number;
  readonly holder: string;
  readonly free: boolean;
}

/** @returns the new epoch, null while another holds the lease. */
async function takeOver(
  client: pg.Client,
  holder: string,
  { durationMs, previousHolder = '', onWaiting }: LeaseOptions & { durationMs: number },
): Promise<number | null> {
  const { rows } = await client.query<LeaseState>(
    'SELECT epoch, holder, expires_at < clock_timestamp() OR holder = $1 AS free FROM lease',
    [previousHolder],
  );
  const seen = rows[0];
  if (!seen) throw new LedgerError('ROW_MALFORMED', 'the table lease has lost its row');
  if (!seen.free) {
    onWaiting?.(seen.holder);
    return null;
  }
  // First of all the sessions before: one that was stopped inside a transaction holds its locks for ever (the lease row too).
  if (seen.holder !== '')
    await client.query(
      'SELECT pg_terminate_backend(pid, $2) FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()',
      [seen.holder, TERMINATE_TIMEOUT_MS],
    );
  const { rows: taken } = await client.query<{ epoch: number }>(
    `UPDATE lease SET epoch = epoch + 1, holder = $2, expires_at = clock_timestamp() + $3 * interval '1 millisecond'
     WHERE epoch = $1 AND (expires_at < clock_timestamp() OR holder = $4) RETURNING epoch`,
    [seen.epoch, holder, durationMs, previousHolder],
  );
  return taken[0]?.epoch ?? null;
}
