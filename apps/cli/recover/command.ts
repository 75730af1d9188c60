import type { Command } from 'commander';
import type { EnvironmentKeys } from '#libs/host/keys';
import { runCommand } from '../run-command.js';
import { type NodeReport, recover, type RecoverWords } from './recover.js';
import { textOf } from './report-text.js';

const HELP = `
For a database that is lost, or was set back to an earlier state while the log went on. Everything is verified first: the entries of
the public log against every checkpoint that was signed, the private parts against the entries. Then the tables are written beside
those that are there, checked as by cairn check, and put in their place in one transaction. Killed at any point, the database is as
it was, and the command may be given again. The node must not run.

Not in the log, and told at the end: passwords of devices, look-ups, rejects, what waited in the streams.

Exit codes
   0  all of it is back
  10  it is back, and something is told that was lost
   1  nothing was changed; 2 wrong call`;

/** As of `cairn verify`: right, with a notice. */
const NOTICE_EXIT = 10;

/** Adds `cairn recover`. */
export function registerRecoverCommand(program: Command, keys: EnvironmentKeys): void {
  program
    .command('recover')
    .description('rebuild the database from the public log and the private parts beside it')
    .option('--replace', 'also where the database holds a log: it is kept aside, in a schema of its own')
    .option(
      '--without-checkpoints',
      'the folder checkpoints is lost for good: go by the public checkpoint and all files behind it',
    )
    .option('--json', 'print the result as data')
    .addHelpText('after', HELP)
    .action(async (options: RecoverWords & { readonly json?: boolean }) =>
      runCommand(async (signal) => {
        const { report, folders, reportFile } = await recover(options, keys, signal);
        process.stdout.write(
          options.json ? `${JSON.stringify(report, null, 2)}\n` : textOf(report, folders, reportFile),
        );
        return isWhole(report) ? 0 : NOTICE_EXIT;
      }),
    );
}

const isWhole = ({ lost, check, damagedFiles }: NodeReport): boolean =>
  lost.length === 0 && damagedFiles.length === 0 && check.differenceCount === 0;
