import pg from 'pg';

const INT8 = 20;

/** PostgreSQL's bigint as number: everything here stays below 2^53. Other types as pg has them; bytea comes as Buffer. */
export const numberTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};

export interface ConnectOptions {
  readonly databaseUrl: string;
  /** Seen in pg_stat_activity, at most 63 characters. */
  readonly name: string;
  /** How long an answer is waited for. Default: for ever. A session under the lease ends with the lease and needs none. */
  readonly queryTimeoutMs?: number;
}

/** For whoever else asks: a server that is stopped or cut off, not dead, answers nothing and closes nothing. */
export const QUERY_TIMEOUT_MS = 30_000;

// A connection that is not there after this long is better tried again than waited for.
const CONNECT_TIMEOUT_MS = 5_000;

export const connectionOptions = ({ databaseUrl, name, queryTimeoutMs }: ConnectOptions): pg.ClientConfig => ({
  connectionString: databaseUrl,
  application_name: name,
  types: numberTypes,
  connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  keepAlive: true,
  ...(queryTimeoutMs !== undefined && { query_timeout: queryTimeoutMs }),
  // Receipts and signed checkpoints rest on commits: a database that is set to answer before the disk has them would lose both.
  options: '-c synchronous_commit=on',
});
