/** State that does not follow from the log lies in a schema of its own: a backup takes it as a whole, and a recovery leaves it alone. */
export const SCHEMA = 'stores';
export const TABLE_OF_MIGRATIONS = 'lookup_migration';
