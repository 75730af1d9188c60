import pg from 'pg';
import { backoffMs, delay } from '../backoff.js';
import { StreamError } from '../stream-error.js';
import type { StreamLog } from '../stream-log.js';
import { migrateStreams } from './schema.js';

const CONNECTIONS_MAX = 6;
const CONNECT_TIMEOUT_MS = 5_000;
const QUERY_TIMEOUT_MS = 30_000; // a server that is stopped, not dead, answers nothing and closes nothing

export const clientOptions = (databaseUrl: string): pg.ClientConfig => ({
  connectionString: databaseUrl,
  connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  query_timeout: QUERY_TIMEOUT_MS,
  keepAlive: true,
  application_name: 'cairn-stream',
  // The promise of append, whatever the server's default is; and room for the records of one statement.
  options: '-c synchronous_commit=on -c work_mem=32MB -c timezone=UTC',
});

/** The connections of one adapter, opened when first needed; makes the tables before anything else is asked. */
export class Connections {
  private readonly pool: pg.Pool;
  private migrated: Promise<void> | null = null;
  private readonly impatient = new AbortController();
  private ended = false;

  constructor(
    databaseUrl: string,
    private readonly partitions: number,
    private readonly log: StreamLog,
  ) {
    this.pool = new pg.Pool({ ...clientOptions(databaseUrl), max: CONNECTIONS_MAX });
    this.pool.on('error', (error) => log('debug', 'an idle connection to PostgreSQL was lost', { error }));
    // The pool listens only while a connection is idle; one that is lost between two steps would end the process.
    this.pool.on('connect', (client) => client.on('error', () => {}));
  }

  /** Runs a query once. @throws whatever the server or the network says; StreamError CLOSED after `end`. */
  async query<R extends pg.QueryResultRow>(
    query: string | pg.QueryConfig,
    values?: unknown[],
  ): Promise<pg.QueryResult<R>> {
    const client = await this.client();
    let broken: unknown = true;
    try {
      const result = await client.query<R>(query as string, values as never[]);
      broken = undefined;
      return result;
    } catch (error) {
      broken = isConnectionLost(error) ? error : undefined;
      throw error;
    } finally {
      client.release(broken instanceof Error ? broken : Boolean(broken));
    }
  }

  /**
   * Runs a query again, with backoff, while the server is away or overwhelmed.
   * @throws {StreamError} UNAVAILABLE when `timeoutMs` is over, CLOSED; other errors of the server at once.
   */
  async queryUntil<R extends pg.QueryResultRow>(
    timeoutMs: number,
    query: string | pg.QueryConfig,
    values?: unknown[],
  ): Promise<pg.QueryResult<R>> {
    const deadline = Date.now() + timeoutMs;
    for (let failures = 0; ; failures += 1) {
      try {
        return await this.query<R>(query, values);
      } catch (error) {
        if (error instanceof StreamError || !isTemporary(error)) throw error;
        const waitMs = backoffMs(failures);
        if (Date.now() + waitMs > deadline || this.impatient.signal.aborted)
          throw new StreamError('UNAVAILABLE', 'PostgreSQL did not answer in time', { cause: error });
        this.log('warn', 'PostgreSQL is away, trying again', { failures: failures + 1, error });
        await delay(waitMs, this.impatient.signal);
      }
    }
  }

  /** From now on nothing is tried again, for the process wants to stop. */
  stopTryingAgain(): void {
    this.impatient.abort();
  }

  async end(): Promise<void> {
    this.stopTryingAgain();
    this.ended = true;
    await this.pool.end();
  }

  private async client(): Promise<pg.PoolClient> {
    if (this.ended) throw new StreamError('CLOSED', 'the stream is closed');
    this.migrated ??= this.migrate();
    await this.migrated;
    return this.pool.connect();
  }

  private async migrate(): Promise<void> {
    try {
      const client = await this.pool.connect();
      try {
        await migrateStreams(client, this.partitions);
      } finally {
        client.release();
      }
    } catch (error) {
      this.migrated = null;
      throw error;
    }
  }
}

/** SQLSTATE classes and codes that pass by themselves: PostgreSQL, Appendix A. */
const TEMPORARY = /^(08|53|58|57014|57P0[1-5]|40001|40P01|55P03|25006)/;

/** Whether the same query may succeed later: the server is away, starting, stopping, full or in recovery. */
export function isTemporary(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return TEMPORARY.test(code);
  if (error instanceof TypeError || error instanceof RangeError) return false;
  return true; // no SQLSTATE: the network, or pg's own words about a lost connection or a time-out
}

const isConnectionLost = (error: unknown): boolean => {
  const code = (error as { code?: unknown }).code;
  return !(typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) || /^(08|57P)/.test(code);
};
