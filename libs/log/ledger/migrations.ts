import { migrate, type RoomMigrations } from './migrate.js';
import { TABLE_OF_MIGRATIONS } from './schema/names.js';
import { LEDGER_RIGHTS } from './schema/rights.js';

/** Tables of the log. What other rooms take over from them stands before these in a list. */
export const ledgerMigrations: RoomMigrations = {
  table: TABLE_OF_MIGRATIONS,
  newest: 'CodeHolders1765100000000',
  rights: LEDGER_RIGHTS,
  dataSource: async (databaseUrl) => (await import('./schema/data-source.js')).ledgerDataSource(databaseUrl),
};

/** The tables of the log alone, as a recovery makes them anew. */
export const migrateLedger = (databaseUrl: string): Promise<void> => migrate(databaseUrl, [ledgerMigrations]);
