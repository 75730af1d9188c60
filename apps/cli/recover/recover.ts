import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { FileCheckpointStore, FileLogStorage, FilePrivateParts } from '#libs/log/storage';
import { type KnownPasswords, passwordsInFolders } from '#libs/registry/enrolment';
import { type EnvironmentKeys, loadLogVkeys, type LogVkeys, NativeVerifier } from '#libs/host/keys';
import { recoverLedger, type RecoverProgress, type RecoverReport } from '#libs/log/recovery';
import { forgetProjections } from '#libs/projections/runner';
import { type DataPaths, dataPaths, databaseUrl, parseEnvironment, StartError } from '#libs/host/service';
import { showProgress } from '../progress.js';
import { upEnvironment, type UpEnvironment } from '../up/configuration.js';
import { DataFolder } from '../up/data-folder.js';
import type { NodeDatabase } from '../up/database.js';
import { startOwnDatabase } from '../up/own-database.js';
import { keptLookups } from './kept-lookups.js';

export interface RecoverWords {
  readonly replace?: boolean;
  readonly withoutCheckpoints?: boolean;
}

/** The tables of the log as they were made anew, and the look-ups beside them. */
export interface NodeReport extends RecoverReport {
  readonly carriedOver: RecoverReport['carriedOver'] & { readonly lookups: number };
}

export interface Recovered {
  readonly report: NodeReport;
  readonly folders: KnownPasswords;
  /** Where the lost values are listed, null when there are none. */
  readonly reportFile: string | null;
}

const UNITS: Readonly<Record<RecoverProgress['phase'], string>> = {
  verify: 'entries verified',
  fill: 'entries written',
  entries: 'entries checked',
  trails: 'links of trails checked',
  registry: 'registry checked',
};

const STOP_PATIENCE_MS = 10_000;

/** Standard output is the report's. */
const say = (text: string): void => console.error(text);

/** Rebuilds the database of the node whose folder the environment names, with the folder held as by `cairn up`. */
export async function recover(words: RecoverWords, keys: EnvironmentKeys, signal: AbortSignal): Promise<Recovered> {
  const environment = parseEnvironment(upEnvironment, process.env);
  const paths = dataPaths(environment.CAIRN_DATA);
  // Before anything is made: a wrong folder must not become an empty node.
  if (!existsSync(paths.log))
    throw new StartError(`${paths.root} holds no public log (log). Set CAIRN_DATA to the node's folder.`);
  const logVkeys = loadLogVkeys({ paths, keys });
  const folder = DataFolder.open(environment.CAIRN_DATA);
  let database: NodeDatabase | null = null;
  try {
    database = await startOwnDatabase(environment, paths, { say, signal });
    return await rebuild(words, { environment, paths, logVkeys, signal });
  } finally {
    await database?.stop(STOP_PATIENCE_MS);
    folder.release();
  }
}

interface Place {
  readonly environment: UpEnvironment;
  readonly paths: DataPaths;
  readonly logVkeys: LogVkeys;
  readonly signal: AbortSignal;
}

async function rebuild(words: RecoverWords, { environment, paths, logVkeys, signal }: Place): Promise<Recovered> {
  const folders = passwordsInFolders(paths.devices);
  let reportFile: string | null = null;
  let phase: RecoverProgress['phase'] | undefined;
  let bar = showProgress({ unit: '' });
  try {
    const report = await recoverLedger({
      databaseUrl: databaseUrl(environment),
      storage: new FileLogStorage(paths.log),
      checkpoints: new FileCheckpointStore(paths.checkpoints),
      privateParts: new FilePrivateParts(paths.privateParts),
      verifier: new NativeVerifier(),
      ...logVkeys,
      replace: words.replace === true,
      withoutCheckpoints: words.withoutCheckpoints === true,
      passwords: folders.passwords,
      forgetFolded: forgetProjections,
      onLost: async (lines) => void (reportFile = await keepReport(paths.root, lines)),
      onProgress: (progress) => {
        signal.throwIfAborted();
        if (progress.phase !== phase) {
          bar.stop();
          bar = showProgress({ unit: UNITS[progress.phase] });
          phase = progress.phase;
        }
        bar.update(progress.done, progress.total);
      },
    });
    const lookups = await keptLookups(databaseUrl(environment));
    return { report: { ...report, carriedOver: { ...report.carriedOver, lookups } }, folders, reportFile };
  } finally {
    bar.stop();
  }
}

/** Durable before a damaged file is written over: a second run would take what is lost for erased. */
async function keepReport(root: string, lines: readonly string[]): Promise<string> {
  const path = join(root, `recover-${new Date().toISOString().replaceAll(':', '-')}.txt`);
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(`${lines.join('\n')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return path;
}
