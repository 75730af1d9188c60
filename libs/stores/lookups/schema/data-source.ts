import { DataSource } from 'typeorm';
import { Lookups1764700000000 } from '../migrations/1764700000000-lookups.js';
import { LookupTextByBytes1764800000000 } from '../migrations/1764800000000-text-by-bytes.js';
import { LookupRow } from './lookup-row.js';
import { SCHEMA, TABLE_OF_MIGRATIONS } from './names.js';

/** The table of look-ups for TypeORM. Not connected yet. */
export function lookupDataSource(databaseUrl: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url: databaseUrl,
    schema: SCHEMA,
    applicationName: 'cairn-lookups',
    entities: [LookupRow],
    migrations: [Lookups1764700000000, LookupTextByBytes1764800000000],
    migrationsTableName: TABLE_OF_MIGRATIONS,
    migrationsTransactionMode: 'all',
    poolSize: 2,
  });
}
