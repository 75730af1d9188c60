import type { Command } from 'commander';
import type { EnvironmentKeys } from '#libs/host/keys';
import { runCommand } from '../run-command.js';
import { backup, type BackupWords } from './backup.js';
import { backupText } from './report-text.js';

const HELP = `
Makes a folder in <folder>, named by the time, with all that a node is made of again by cairn restore: the public log, its signed
checkpoints, the private parts, and of the database what does not follow from them. The node may run, or be stopped. What the backup before has
already is shared with it, not copied again: one an hour costs little more than what was scanned in it.

The folder has its name when it is whole; a backup that was stopped, or whose disk was full, leaves nothing. A list of all files is
sealed with a key of the node, and cairn restore refuses what was changed since. Keep the keys apart (--keys): without them no backup
can be restored, and with them whoever has a backup is the node.

Exit codes
   0  the backup is whole
  10  it is, without files of private parts that are damaged at the node
   1  no backup was made; 2 wrong call; 130 stopped`;

/** As of `cairn verify`: right, with a notice. */
const NOTICE_EXIT = 10;

/** Adds `cairn backup`. */
export function registerBackupCommand(program: Command, keys: EnvironmentKeys): void {
  program
    .command('backup')
    .argument('<folder>', 'where backups lie; this one becomes a folder in it')
    .description('copy this node while it runs: log, checkpoints, private parts and what only its database has')
    .option('--keys <folder>', 'copy keys, log-origin and policy.txt there, apart from the rest')
    .option('--json', 'print the result as data, and no progress')
    .addHelpText('after', HELP)
    .action(async (folder: string, words: BackupWords) =>
      runCommand(
        async (signal) => {
          const report = await backup(folder, { ...words, version: program.version() ?? 'unknown' }, keys, signal);
          const { rows, ...rest } = report;
          process.stdout.write(
            words.json
              ? `${JSON.stringify({ ...rest, rows: Object.fromEntries(rows) }, null, 2)}\n`
              : backupText(report),
          );
          return report.damaged.length === 0 ? 0 : NOTICE_EXIT;
        },
        { whenStopped: 'Stopped. No backup was made.' },
      ),
    );
}
