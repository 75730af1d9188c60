import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type CheckReport, checkLedger } from '#libs/log/audit';
import { BackupError, type Manifest, openBackup, openListedFile, restoreFiles } from '#libs/log/backup';
import { migrate } from '#libs/log/ledger';
import {
  copyKeptIn,
  recoverLedger,
  type RecoverProgress,
  type RecoverReport,
  requireEmptyDatabase,
} from '#libs/log/recovery';
import { FileCheckpointStore, FileLogStorage, FilePrivateParts } from '#libs/log/storage';
import {
  backupKeyOf,
  copyKeys,
  type EnvironmentKeys,
  loadLogVkeys,
  type LogVkeys,
  NativeVerifier,
  NodeKeys,
} from '#libs/host/keys';
import { type DataPaths, dataPaths, databaseUrl, parseEnvironment } from '#libs/host/service';
import { lookupMigrations } from '#libs/stores/lookups';
import { KEPT_TABLES } from '../kept-tables.js';
import { showProgress } from '../progress.js';
import { UsageError } from '../run-command.js';
import { upEnvironment, type UpEnvironment } from '../up/configuration.js';
import { DataFolder } from '../up/data-folder.js';
import type { NodeDatabase } from '../up/database.js';
import { startOwnDatabase } from '../up/own-database.js';
import { witnessRoot } from '../up/own-witnesses.js';
import { cosignersOf } from './cosigners.js';
import { RestoreTarget } from './target.js';
import { askWitnesses, type WitnessWord } from './witnesses.js';

export interface RestoreWords {
  readonly prove?: boolean;
  /** Folder that `cairn backup --keys` wrote. */
  readonly keys?: string;
  /** Folder that becomes the node's. */
  readonly data?: string;
  readonly json?: boolean;
}

export interface RestoreReport {
  readonly manifest: Omit<Manifest, 'files'>;
  readonly files: number;
  readonly root: string;
  /** The folder is a node's; false where the proof found a difference, and it is as it was before. */
  readonly isKept: boolean;
  readonly recovered: RecoverReport;
  /** Rows that came back, by table. */
  readonly rows: ReadonlyMap<string, number>;
  /** Of `cairn check --signatures`; null where nobody asked for it. */
  readonly proof: CheckReport | null;
  /** Witnesses whose cosignature the restored public checkpoint carries. */
  readonly cosignedBy: readonly string[];
  readonly witnesses: readonly WitnessWord[];
}

const STOP_PATIENCE_MS = 10_000;
const UNITS: Readonly<Record<RecoverProgress['phase'], string>> = {
  verify: 'entries verified',
  fill: 'entries written',
  entries: 'entries checked',
  trails: 'links of trails checked',
  registry: 'registry checked',
};

/** Standard output is the report's. */
const say = (text: string): void => console.error(text);

interface Work {
  readonly backup: string;
  readonly words: RestoreWords;
  readonly environment: UpEnvironment;
  readonly paths: DataPaths;
  /** Where keys, origin and policy lie. */
  readonly keyPaths: DataPaths;
  readonly keys: EnvironmentKeys;
  readonly logVkeys: LogVkeys;
  readonly manifest: Manifest;
  readonly signal: AbortSignal;
}

/**
 * Makes a folder a node's again, from a backup and its keys. Where anything in the backup differs from what was written, signed or
 * committed to, the folder is as it was before.
 *
 * @throws {BackupError}, {RecoverError}, {StartError}, {UsageError}
 */
export async function restore(
  backup: string,
  words: RestoreWords,
  keys: EnvironmentKeys,
  signal: AbortSignal,
): Promise<RestoreReport> {
  const given = words.data === undefined ? process.env : { ...process.env, CAIRN_DATA: words.data };
  const environment = parseEnvironment(upEnvironment, given);
  const paths = dataPaths(environment.CAIRN_DATA);
  const keyPaths = words.keys === undefined ? paths : dataPaths(words.keys);
  if (!existsSync(keyPaths.logOrigin))
    throw new UsageError(
      `${keyPaths.root} holds no keys of a node (log-origin): name the folder that cairn backup --keys wrote with --keys.`,
    );
  const target = new RestoreTarget(paths);
  const sealKey = backupKeyOf(new NodeKeys(keyPaths, keys).streamKey());
  const manifest = await openBackup(backup, sealKey);
  const logVkeys = loadLogVkeys({ paths: keyPaths, keys });
  const folder = DataFolder.open(environment.CAIRN_DATA, { restores: true });
  const work = { backup: resolve(backup), words, environment, paths, keyPaths, keys, logVkeys, manifest, signal };
  try {
    target.begin();
    const report = await fill(work);
    if (!report.isKept) {
      target.undo();
      return report;
    }
    if (words.keys !== undefined) copyKeys(keyPaths, paths);
    target.finish();
    return report;
  } catch (error) {
    target.undo();
    throw error;
  } finally {
    folder.release();
  }
}

async function fill(work: Work): Promise<RestoreReport> {
  const { environment, paths, keyPaths, manifest, logVkeys, words, signal } = work;
  await copyFiles(work);
  let database: NodeDatabase | null = null;
  try {
    database = await startOwnDatabase(environment, paths, { say, signal });
    const url = databaseUrl(environment);
    await requireEmptyDatabase(url);
    const recovered = await recoverFrom(work, url);
    requireWhole(manifest, recovered);
    await migrate(url, [lookupMigrations]);
    const open = (name: string) => openListedFile(work.backup, manifest, `database/${name}.copy`);
    const rows = await copyKeptIn(url, KEPT_TABLES, manifest.tables, open);
    const proof = words.prove ? await prove(work, url) : null;
    const { files, ...rest } = manifest;
    const origin = logVkeys.vkey.name;
    const root = witnessRoot(paths.root, environment.CAIRN_WITNESS_DATA);
    return {
      manifest: rest,
      files: files.length,
      root: paths.root,
      isKept: (proof?.differenceCount ?? 0) === 0,
      recovered,
      rows,
      proof,
      cosignedBy: await cosignersOf(paths, keyPaths.policy, logVkeys),
      witnesses: await askWitnesses({ paths, policyFile: keyPaths.policy, origin, witnessRoot: root }),
    };
  } finally {
    await database?.stop(STOP_PATIENCE_MS);
  }
}

/** @throws {BackupError} where the signed checkpoints speak of another size than the list. */
function requireWhole({ checkpoint }: Manifest, { size }: RecoverReport): void {
  if (size !== checkpoint.size)
    throw new BackupError(
      'FILES_DIFFER',
      `the list of the backup says that it has ${checkpoint.size} entries, and its newest signed checkpoint is of size ${size}.`,
    );
}

async function copyFiles({ backup, manifest, paths, signal, words }: Work): Promise<void> {
  const bar = showProgress({ unit: 'files' });
  try {
    const targets = { log: paths.log, checkpoints: paths.checkpoints, private: paths.privateParts };
    const onProgress = (done: number, total: number): void => (words.json ? undefined : bar.update(done, total));
    await restoreFiles({ backup, manifest, targets, signal, onProgress });
  } finally {
    bar.stop();
  }
}

/** All tables that follow from the log, as `cairn recover` makes them: every root that was signed is recomputed from the entries. */
async function recoverFrom({ paths, logVkeys, signal, words }: Work, url: string): Promise<RecoverReport> {
  let phase: RecoverProgress['phase'] | undefined;
  let bar = showProgress({ unit: '' });
  try {
    return await recoverLedger({
      databaseUrl: url,
      ...placesOf(paths),
      ...logVkeys,
      replace: false,
      withoutCheckpoints: false,
      passwords: new Map(),
      forgetFolded: async () => {},
      onLost: async () => {},
      onProgress: (progress) => {
        signal.throwIfAborted();
        if (words.json) return;
        if (progress.phase !== phase) {
          bar.stop();
          bar = showProgress({ unit: UNITS[progress.phase] });
          phase = progress.phase;
        }
        bar.update(progress.done, progress.total);
      },
    });
  } finally {
    bar.stop();
  }
}

async function prove({ paths, logVkeys, signal, words }: Work, url: string): Promise<CheckReport> {
  const bar = showProgress({ unit: 'percent of the proof' });
  try {
    return await checkLedger({
      databaseUrl: url,
      ...placesOf(paths),
      policyVkeys: logVkeys.vkeys,
      withSignatures: true,
      signal,
      onProgress: ({ share }) => (words.json ? undefined : bar.update(Math.floor(share * 100), 100)),
    });
  } finally {
    bar.stop();
  }
}

const placesOf = (paths: DataPaths) => ({
  storage: new FileLogStorage(paths.log),
  checkpoints: new FileCheckpointStore(paths.checkpoints),
  privateParts: new FilePrivateParts(paths.privateParts),
  verifier: new NativeVerifier(),
});
