import type { DataPaths } from '#libs/host/service';
import type { UpEnvironment } from './configuration.js';
import { NodeDatabase } from './database.js';
import { preferPort } from './ports.js';

/**
 * The node's own PostgreSQL for the time of a command, null where it has another one. A folder that is gone is made anew.
 * @throws {StartError}
 */
export async function startOwnDatabase(
  { CAIRN_PROFILE, CAIRN_DATABASE_URL, CAIRN_POSTGRES_PORT }: UpEnvironment,
  paths: DataPaths,
  { say, signal }: { readonly say: (text: string) => void; readonly signal: AbortSignal },
): Promise<NodeDatabase | null> {
  if (CAIRN_PROFILE !== 'embedded' || CAIRN_DATABASE_URL) return null;
  say('starting PostgreSQL');
  const port = await preferPort('127.0.0.1', CAIRN_POSTGRES_PORT, new Set());
  return NodeDatabase.start(paths, port, say, () => {}, signal);
}
