import { DataSource, EntitySchema } from 'typeorm';
import { MIGRATIONS_TABLE } from './names.js';
import type { MigrationClass, Table } from './projection.js';

export interface TablesOptions {
  readonly databaseUrl: string;
  /** Where the tables are. */
  readonly schema: string;
  readonly tables: readonly Table[];
  /** Seen in pg_stat_activity. */
  readonly applicationName: string;
  /** None where the tables are only asked. */
  readonly migrations?: readonly MigrationClass[];
  /** Default 2. */
  readonly connectionsMax?: number;
  /** How long an answer is waited for. Default: for ever. */
  readonly queryTimeoutMs?: number;
}

// As the ledger's: a connection that is not there after this long is better tried again than waited for.
const CONNECT_TIMEOUT_MS = 5_000;

/** Tables of one schema for TypeORM, connected. @throws errors of the connection as they are. */
export function openTables(options: TablesOptions): Promise<DataSource> {
  const { databaseUrl, schema, tables, applicationName, migrations, connectionsMax = 2, queryTimeoutMs } = options;
  return new DataSource({
    type: 'postgres',
    url: databaseUrl,
    schema,
    applicationName,
    entities: tables.map((table) => new EntitySchema(table)),
    migrations: [...(migrations ?? [])],
    migrationsTableName: MIGRATIONS_TABLE,
    migrationsTransactionMode: 'all',
    poolSize: connectionsMax,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    poolErrorHandler: () => {}, // an idle connection that ended: the next call opens another or says why not
    extra: { keepAlive: true, ...(queryTimeoutMs !== undefined && { query_timeout: queryTimeoutMs }) },
  }).initialize();
}
