import { connect } from 'node:net';
import { type DataPaths, databaseUrl, parseEnvironment } from '#libs/host/service';
import { upEnvironment } from '../up/configuration.js';
import { DataFolder } from '../up/data-folder.js';
import { startOwnDatabase } from '../up/own-database.js';

export interface ReachedDatabase {
  readonly url: string;
  /** Stops what was started for this. */
  close(): Promise<void>;
}

const ANSWER_TIMEOUT_MS = 5_000;
const STOP_PATIENCE_MS = 10_000;

/**
 * The database of a node that runs, or of one that is stopped: then its own PostgreSQL is started for as long as this is needed, with
 * the folder held as by `cairn up`.
 *
 * @throws {StartError}; {ConfigurationError} where no database is known
 */
export async function reachDatabase(
  paths: DataPaths,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<ReachedDatabase> {
  const environment = parseEnvironment(upEnvironment, process.env);
  const url = databaseUrl(environment);
  const isOwn = environment.CAIRN_PROFILE === 'embedded' && environment.CAIRN_DATABASE_URL === undefined;
  if (!isOwn || (await answers(new URL(url)))) return { url, close: async () => {} };
  const folder = DataFolder.open(environment.CAIRN_DATA);
  try {
    const database = await startOwnDatabase(environment, paths, { say, signal });
    const close = async (): Promise<void> => {
      await database?.stop(STOP_PATIENCE_MS);
      folder.release();
    };
    return { url: databaseUrl(environment), close };
  } catch (error) {
    folder.release();
    throw error;
  }
}

function answers({ hostname, port }: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: ANSWER_TIMEOUT_MS });
    const end = (isThere: boolean) => (): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
}
