import { readFile } from 'node:fs/promises';
import { ConfigurationError, dataPaths } from '#libs/service';
import { loadKey, type Signer } from '#libs/signatures-native';
import { parseStreamKey } from '#libs/stream';
import type { IngestEnvironment } from './environment.js';

/** What anchor made at the first start of the node and ingest needs. */
export interface NodeSecrets {
  /** Signs rejects. */
  readonly receiptKey: Signer;
  /** MAC of stream records, 32 bytes. */
  readonly streamKey: Uint8Array;
  readonly logOrigin: string;
}

/** @throws while a file is not there yet. @throws {ConfigurationError} when CAIRN_LOG_ORIGIN is not this node's. */
export async function loadNodeSecrets(environment: IngestEnvironment): Promise<NodeSecrets> {
  const paths = dataPaths(environment.CAIRN_DATA);
  const receiptKey = loadKey(paths.receiptKey);
  const streamKey = parseStreamKey(await readFile(paths.streamKey, 'utf8'));
  const logOrigin = (await readFile(paths.logOrigin, 'utf8')).trim();
  if (environment.CAIRN_LOG_ORIGIN !== undefined && environment.CAIRN_LOG_ORIGIN !== logOrigin) {
    throw new ConfigurationError(`CAIRN_LOG_ORIGIN is not the origin of the log in ${paths.root}.`);
  }
  return { receiptKey, streamKey, logOrigin };
}
