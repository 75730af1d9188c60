import type { RoomMigrations } from '#libs/log/ledger';
import { SCHEMA, TABLE_OF_MIGRATIONS } from './schema/names.js';

/** The table of look-ups. Stands before the tables of the log in a list: it takes over the one that was among them. */
export const lookupMigrations: RoomMigrations = {
  schema: SCHEMA,
  table: TABLE_OF_MIGRATIONS,
  newest: 'LookupTextByBytes1764800000000',
  // The anchor keeps what the api tells it by way of the stream.
  rights: { lookup: {}, lookup_migration: {} },
  dataSource: async (databaseUrl) => (await import('./schema/data-source.js')).lookupDataSource(databaseUrl),
};
