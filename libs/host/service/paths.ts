import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigurationError } from './configuration-error.js';
import { demandDatabaseSecurity } from './database-security.js';

/** Programs that connect to the database with a role of their own. All others are the owner. */
export type DatabaseProgram = 'ingest' | 'api';

/** Where things lie in CAIRN_DATA. */
export interface DataPaths {
  readonly root: string;
  /** The public log, exactly what `/log/` serves. */
  readonly log: string;
  readonly policy: string;
  readonly logOrigin: string;
  /** Signed checkpoints, one file for each size, outside the database. */
  readonly checkpoints: string;
  /** URIs and disclosures of the entries, in files beside the public log; never served. */
  readonly privateParts: string;
  readonly keys: string;
  readonly logKey: string;
  /** The key that signs beside the log key and is to follow it, while they are exchanged. */
  readonly nextLogKey: string;
  /** Private keys that sign no more. */
  readonly retiredKeys: string;
  readonly operatorKey: string;
  readonly receiptKey: string;
  readonly streamKey: string;
  /** Derived from the stream key, for the api. */
  readonly lookupKey: string;
  readonly customsToken: string;
  /** Addresses of the node's own PostgreSQL, each with the role and password of the one who connects: the owner of the tables ... */
  readonly databaseUrl: string;
  /** ... and programs that may do less. */
  readonly programDatabaseUrls: Readonly<Record<DatabaseProgram, string>>;
  readonly postgres: string;
  readonly devices: string;
  readonly demo: string;
  /** There while a restore writes into this folder. */
  readonly unfinishedRestore: string;
}

export function dataPaths(folder: string): DataPaths {
  const root = resolve(folder);
  const keys = join(root, 'keys');
  return {
    root,
    log: join(root, 'log'),
    policy: join(root, 'policy.txt'),
    logOrigin: join(root, 'log-origin'),
    checkpoints: join(root, 'checkpoints'),
    privateParts: join(root, 'private'),
    keys,
    logKey: join(keys, 'log.pem'),
    nextLogKey: join(keys, 'log-next.pem'),
    retiredKeys: join(keys, 'retired'),
    operatorKey: join(keys, 'operator.pem'),
    receiptKey: join(keys, 'receipt.pem'),
    streamKey: join(keys, 'stream-mac.key'),
    lookupKey: join(keys, 'lookup-mac.key'),
    customsToken: join(keys, 'customs-token'),
    databaseUrl: join(keys, 'database-url'),
    programDatabaseUrls: { ingest: join(keys, 'database-url-ingest'), api: join(keys, 'database-url-api') },
    postgres: join(root, 'postgres'),
    devices: join(root, 'devices'),
    demo: join(root, 'demo'),
    unfinishedRestore: join(root, 'restore-unfinished'),
  };
}

/**
 * Address of the database: the variable, else what `cairn up` wrote into the data folder.
 *
 * @param program whose role it is; none: the owner
 * @throws {ConfigurationError} when neither is there, or when it would lead over the network without TLS and nobody has said that this is meant.
 */
export function databaseUrl(
  environment: {
    readonly CAIRN_DATABASE_URL?: string | undefined;
    readonly CAIRN_DATABASE_CLEARTEXT?: 'yes' | 'no' | undefined;
    readonly CAIRN_DATA: string;
  },
  program?: DatabaseProgram,
): string {
  const { CAIRN_DATABASE_URL: given, CAIRN_DATABASE_CLEARTEXT } = environment;
  if (given) {
    demandDatabaseSecurity(given, CAIRN_DATABASE_CLEARTEXT === 'yes');
    return given;
  }
  const { databaseUrl: ofOwner, programDatabaseUrls, root } = dataPaths(environment.CAIRN_DATA);
  const file = program ? programDatabaseUrls[program] : ofOwner;
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  throw new ConfigurationError(
    `No database is known for ${root}. Start a node there with cairn up, or set CAIRN_DATABASE_URL.`,
  );
}
