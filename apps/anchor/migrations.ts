import { ledgerMigrations, type RoomMigrations } from '#libs/log/ledger';
import { lookupMigrations } from '#libs/stores/lookups';

/** All tables of a node. Who takes tables over stands before the ledger, which lets them go once they are empty or gone. */
export const NODE_MIGRATIONS: readonly RoomMigrations[] = [lookupMigrations, ledgerMigrations];
