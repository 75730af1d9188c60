import type { MigrationClass, Table } from './projection.js';
import { withSearchPath } from './search-path.js';

export interface MakeTablesOptions {
  readonly databaseUrl: string;
  readonly schema: string;
  /** Schema of the ledger's tables: the first migration of a projection may take tables over from it. */
  readonly ledgerSchema: string;
  readonly tables: readonly Table[];
  readonly migrations: readonly MigrationClass[];
}

/** Brings the tables in a schema to the shape that the code reads. TypeORM is loaded here: only where there is something to make. */
export async function makeTables({ databaseUrl, ledgerSchema, ...made }: MakeTablesOptions): Promise<void> {
  const { openTables } = await import('./data-source.js');
  const path = [made.schema, ledgerSchema];
  const dataSource = await openTables({
    ...made,
    databaseUrl: withSearchPath(databaseUrl, path),
    applicationName: 'cairn-schema',
  });
  try {
    await dataSource.query(`CREATE SCHEMA IF NOT EXISTS ${made.schema}`);
    await dataSource.runMigrations();
  } finally {
    await dataSource.destroy();
  }
}
