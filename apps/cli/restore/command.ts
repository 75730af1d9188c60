import type { Command } from 'commander';
import { BackupError, type BackupErrorCode } from '#libs/log/backup';
import { RecoverError, type RecoverErrorCode } from '#libs/log/recovery';
import type { EnvironmentKeys } from '#libs/host/keys';
import { explainStartFailure } from '#libs/host/service';
import { runCommand } from '../run-command.js';
import { restoreText } from './report-text.js';
import { restore, type RestoreReport, type RestoreWords } from './restore.js';

const HELP = `
Makes a new folder a node's: its files from the backup, each compared with the sealed list; its database from the log, the signed
checkpoints and the private parts, recomputed entry by entry; and what does not follow from them as the backup has it. The database
is the folder's own, or the empty one of CAIRN_DATABASE_URL.

--prove ends with the whole of cairn check, with every signature. Do that with each backup that you rely on, into a folder of its own
that you delete afterwards.

Where a witness has cosigned more than the backup has, the node must not be started as it is; the report says so.

Exit codes
   0  everything agrees
  10  restored, and something is told: a witness knows more, or private values were damaged before the backup
  20  the backup was changed, or does not agree with what was signed: nothing is restored
   1  no restore was made; 2 wrong call; 130 stopped`;

const NOTICE_EXIT = 10;
/** As of `cairn check`. */
const DIFFERS_EXIT = 20;
const REFUSALS: readonly (BackupErrorCode | RecoverErrorCode)[] = [
  'SEAL_BROKEN',
  'FILES_DIFFER',
  'LOG_DAMAGED',
  'CHECKPOINTS_MISSING',
  'CHECKPOINT_UNREADABLE',
  'CHECK_FAILED',
];
const DETAILS_MAX = 20;

/** Adds `cairn restore`. */
export function registerRestoreCommand(program: Command, keys: EnvironmentKeys): void {
  program
    .command('restore')
    .argument('<backup>', 'folder of one backup, as cairn backup printed it')
    .description('make a new folder a node again, from a backup and its keys')
    .option('--prove', 'end with the whole of cairn check, signatures included, and say what was proven')
    .option('--keys <folder>', 'as cairn backup --keys wrote it; default: keys that lie in the new folder already')
    .option('--data <folder>', 'the new folder; default: CAIRN_DATA')
    .option('--json', 'print the result as data, and no progress')
    .addHelpText('after', HELP)
    .action(async (backup: string, words: RestoreWords) =>
      runCommand(async (signal) => show(() => restore(backup, words, keys, signal), words), {
        whenStopped: 'Stopped. Nothing was restored.',
      }),
    );
}

async function show(work: () => Promise<RestoreReport>, { json }: RestoreWords): Promise<number> {
  try {
    const report = await work();
    const { rows, ...rest } = report;
    process.stdout.write(
      json ? `${JSON.stringify({ ...rest, rows: Object.fromEntries(rows) }, null, 2)}\n` : restoreText(report),
    );
    return exitCodeOf(report);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    console.error(explainStartFailure(error));
    const details = error instanceof BackupError ? error.details : [];
    for (const line of details.slice(0, DETAILS_MAX)) console.error(`  ${line}`);
    if (details.length > DETAILS_MAX) console.error(`  and ${details.length - DETAILS_MAX} more`);
    return DIFFERS_EXIT;
  }
}

function exitCodeOf({ proof, recovered, witnesses }: RestoreReport): number {
  if (proof && proof.differenceCount > 0) return DIFFERS_EXIT;
  const isAhead = witnesses.some(({ kind }) => kind === 'ahead' || kind === 'contradicts');
  return recovered.lost.length > 0 || isAhead ? NOTICE_EXIT : 0;
}

const isRefusal = (error: unknown): error is BackupError | RecoverError =>
  (error instanceof BackupError || error instanceof RecoverError) && REFUSALS.includes(error.code);
