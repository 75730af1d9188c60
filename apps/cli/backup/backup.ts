import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type BackupReport, takeBackup } from '#libs/log/backup';
import {
  backupKeyOf,
  copyKeys,
  type EnvironmentKeys,
  KEY_VARIABLES,
  type KeyPurpose,
  listKeys,
  NodeKeys,
} from '#libs/host/keys';
import { type DataPaths, dataPaths, StartError } from '#libs/host/service';
import { KEPT_TABLES } from '../kept-tables.js';
import { readNodeEnvironment } from '../node-environment.js';
import { showProgress } from '../progress.js';
import { UsageError } from '../run-command.js';
import { reachDatabase } from './database.js';

export interface BackupWords {
  /** Folder that gets the keys. */
  readonly keys?: string;
  readonly json?: boolean;
}

export interface BackupCall extends BackupWords {
  /** Of this program. */
  readonly version: string;
}

export interface NodeBackup extends BackupReport {
  readonly origin: string;
  /** Folder of the keys, null where none was named. */
  readonly keysFolder: string | null;
  /** Keys that came in the environment, by the names of their variables: they lie in no folder. */
  readonly keysOfEnvironment: readonly string[];
  /** Devices that live on this machine, and are in no backup. */
  readonly devices: readonly string[];
  readonly devicesFolder: string;
}

/** Copies the node whose folder the environment names, while it may run. @throws {UsageError} for folders that lie in each other. */
export async function backup(
  folder: string,
  words: BackupCall,
  keys: EnvironmentKeys,
  signal: AbortSignal,
): Promise<NodeBackup> {
  const environment = readNodeEnvironment();
  const paths = dataPaths(environment.CAIRN_DATA);
  if (!existsSync(paths.logOrigin))
    throw new StartError(`${paths.root} holds no node (log-origin). Set CAIRN_DATA to the node's folder.`);
  requireApart('the folder of backups', folder, 'CAIRN_DATA', paths.root);
  if (words.keys !== undefined) {
    requireApart('--keys', words.keys, 'CAIRN_DATA', paths.root);
    requireApart('--keys', words.keys, 'the folder of backups', folder);
    requireApart('the folder of backups', folder, '--keys', words.keys);
  }
  listKeys({ paths, keys }); // a key that cannot be read must not take the place of a copy that can
  const origin = readFileSync(paths.logOrigin, 'utf8').trim();
  const database = await reachDatabase(paths, (text) => console.error(text), signal);
  const bar = showProgress({ unit: 'files' });
  try {
    const report = await takeBackup({
      sources: { ...paths, databaseUrl: database.url },
      folder,
      origin,
      version: words.version,
      sealKey: backupKeyOf(new NodeKeys(paths, keys).streamKey()),
      tables: KEPT_TABLES,
      now: () => new Date(),
      signal,
      ...(words.json ? {} : { onProgress: (done, total) => bar.update(done, total) }),
    });
    const keysFolder = words.keys === undefined ? null : keepKeys(paths, words.keys);
    const devices = devicesIn(paths.devices);
    return { ...report, origin, keysFolder, keysOfEnvironment: given(keys), devices, devicesFolder: paths.devices };
  } finally {
    bar.stop();
    await database.close();
  }
}

function keepKeys(paths: DataPaths, folder: string): string {
  const to = dataPaths(folder);
  mkdirSync(to.root, { recursive: true, mode: 0o700 });
  copyKeys(paths, to);
  return to.root;
}

const given = (keys: EnvironmentKeys): string[] =>
  (Object.keys(KEY_VARIABLES) as KeyPurpose[])
    .filter((purpose) => keys.has(purpose))
    .map((purpose) => KEY_VARIABLES[purpose]);

/** A copy that lies in what it is a copy of is lost with it; keys that lie in a backup open it. */
function requireApart(what: string, folder: string, where: string, other: string): void {
  const path = relative(realOf(other), realOf(folder));
  if (path === '' || !(path.startsWith('..') || resolve(path) === path))
    throw new UsageError(`${what} lies in ${where}. Choose a folder elsewhere, best on another disk.`);
}

/** As the file system knows it, also where it is not there yet. */
function realOf(path: string): string {
  const absolute = resolve(path);
  if (existsSync(absolute)) return realpathSync(absolute);
  const parent = dirname(absolute);
  return parent === absolute ? absolute : join(realOf(parent), relative(parent, absolute));
}

function devicesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}
