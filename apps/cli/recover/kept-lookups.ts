import { migrate } from '#libs/log/ledger';
import { LookupReader, lookupMigrations } from '#libs/stores/lookups';

/**
 * How many look-ups the database keeps. A recovery makes the tables of the log anew and leaves theirs as it is; one that lies among
 * the tables of the log, as in a database from before, is taken over here.
 */
export async function keptLookups(databaseUrl: string): Promise<number> {
  await migrate(databaseUrl, [lookupMigrations]);
  const reader = await LookupReader.open(databaseUrl);
  try {
    return await reader.count();
  } finally {
    await reader.close();
  }
}
