import { readFile } from 'node:fs/promises';
import { type EnvironmentKeys, NodeKeys, type Signer } from '#libs/host/keys';
import { ConfigurationError, dataPaths } from '#libs/host/service';
import type { IngestEnvironment } from './environment.js';

/** What anchor made at the first start of the node, or the environment gave, and ingest needs. */
export interface NodeSecrets {
  /** Signs rejects. */
  readonly receiptKey: Signer;
  /** MAC of stream records, 32 bytes. */
  readonly streamKey: Uint8Array;
  readonly logOrigin: string;
}

/**
 * @throws ENOENT while a file is not there yet.
 * @throws {ConfigurationError} for what no waiting mends: a file that others may read, a key that is none, another CAIRN_LOG_ORIGIN.
 */
export async function loadNodeSecrets(environment: IngestEnvironment, keys?: EnvironmentKeys): Promise<NodeSecrets> {
  const paths = dataPaths(environment.CAIRN_DATA);
  const { receiptKey, streamKey } = loadKeys(new NodeKeys(paths, keys));
  const logOrigin = (await readFile(paths.logOrigin, 'utf8')).trim();
  if (environment.CAIRN_LOG_ORIGIN !== undefined && environment.CAIRN_LOG_ORIGIN !== logOrigin) {
    throw new ConfigurationError(`CAIRN_LOG_ORIGIN is not the origin of the log in ${paths.root}.`);
  }
  return { receiptKey, streamKey, logOrigin };
}

function loadKeys(keys: NodeKeys): Pick<NodeSecrets, 'receiptKey' | 'streamKey'> {
  try {
    return { receiptKey: keys.load('receipt'), streamKey: keys.streamKey() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
    throw new ConfigurationError((error as Error).message, { cause: error });
  }
}
