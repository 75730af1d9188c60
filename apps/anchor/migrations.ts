import { ledgerMigrations, migrate, type RoomMigrations } from '#libs/log/ledger';
import { migrateProjections } from '#libs/projections/runner';
import { lookupMigrations } from '#libs/stores/lookups';
import { projections } from './projecting/projections.js';

/** Who takes tables over stands before the ledger, which lets them go once they are empty or gone. */
export const NODE_MIGRATIONS: readonly RoomMigrations[] = [lookupMigrations, ledgerMigrations];

/**
 * Brings all tables of a node to this program's version. Projections come last: they take over what the ledger has let go, and read it.
 */
export async function migrateNode(databaseUrl: string): Promise<void> {
  await migrate(databaseUrl, NODE_MIGRATIONS);
  await migrateProjections(databaseUrl, projections);
}
