import { FileCheckpointStore } from '#libs/log/storage';
import { LedgerReader } from '#libs/log/ledger';
import { type DataPaths, databaseUrl } from '#libs/host/service';

const TABLE_MISSING = '42P01';

/**
 * Whether a log has been begun in this folder or its database: then no key is made anew.
 * @throws what the database throws when it is away
 */
export async function isBegun(paths: DataPaths, environment: Parameters<typeof databaseUrl>[0]): Promise<boolean> {
  if ((await new FileCheckpointStore(paths.checkpoints).highest()) !== null) return true;
  const reader = LedgerReader.open({ databaseUrl: databaseUrl(environment), name: 'cairn-up', connectionsMax: 1 });
  try {
    return (await reader.head()) !== null;
  } catch (error) {
    if ((error as { readonly code?: string }).code === TABLE_MISSING) return false; // the anchor makes them
    throw error;
  } finally {
    await reader.close();
  }
}
