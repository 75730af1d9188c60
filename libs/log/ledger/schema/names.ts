/** Where TypeORM notes which migrations of the log's tables have run. */
export const TABLE_OF_MIGRATIONS = 'ledger_migration';
