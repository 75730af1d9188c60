import type { Command } from 'commander';
import { databaseUrl } from '#libs/host/service';
import { behindEntries, ProjectionControl, ProjectionError, type RebuildProgress } from '#libs/projections/runner';
import { readNodeEnvironment } from './node-environment.js';
import { showProgress } from './progress.js';
import { runCommand, UsageError } from './run-command.js';

const HELP = `
A projection is what the anchor folds from the entries of the log so that it can be asked, such as the search. It follows from the log
and the private parts, and can be filled anew at any time: beside the rows that are asked, which go on to be asked until the new ones
know as much. The running anchor does it; Ctrl-C ends the waiting, not the work.

Exit codes
   0  done
   2  wrong call, or a name that no projection has
   1  no database, no active anchor`;

/** Adds `cairn projections`. */
export function registerProjectionsCommand(program: Command): void {
  const projections = program
    .command('projections')
    .description('show what is folded from the log, and have it filled anew')
    .addHelpText('after', HELP);
  projections
    .command('list', { isDefault: true })
    .description('each projection with its version, its cursor and how far it is behind the log')
    .option('--json', 'print it as data')
    .action(async ({ json }: { readonly json?: boolean }) =>
      runCommand(() =>
        withControl(async (control) => {
          const listed = await control.list();
          process.stdout.write(json ? `${JSON.stringify(listed, null, 2)}\n` : listText(listed));
        }),
      ),
    );
  projections
    .command('rebuild')
    .argument('<name>', 'as `list` shows it')
    .description('fill a projection anew, beside the rows that are asked meanwhile')
    .action(async (name: string) => runCommand((signal) => withControl((control) => rebuild(control, name, signal))));
}

async function rebuild(control: ProjectionControl, name: string, signal: AbortSignal): Promise<void> {
  const bar = showProgress({ unit: 'entries' });
  const onProgress = (progress: RebuildProgress): void => {
    if (progress.kind === 'filling') bar.update(progress.done, progress.size);
  };
  try {
    await control.rebuild(name, { signal, onProgress });
  } catch (error) {
    if (error instanceof ProjectionError && error.code === 'UNKNOWN_PROJECTION') throw new UsageError(error.message);
    throw error;
  } finally {
    bar.stop();
  }
  process.stdout.write(`${name} is filled anew, and the new rows are asked.\n`);
}

async function withControl<Result>(work: (control: ProjectionControl) => Promise<Result>): Promise<Result> {
  const control = await ProjectionControl.open(databaseUrl(readNodeEnvironment()));
  try {
    return await work(control);
  } finally {
    await control.close();
  }
}

type Listed = Awaited<ReturnType<ProjectionControl['list']>>;

/** One line for each, in columns. */
function listText(listed: Listed): string {
  const rows = [
    ['projection', 'version', 'entries', 'behind', 'filled anew'],
    ...listed.map((state) => [
      state.name,
      String(state.version),
      String(state.nextLogIndex),
      String(behindEntries(state)),
      state.rebuild ? `version ${state.rebuild.version}, ${state.rebuild.nextLogIndex} of ${state.size} entries` : 'no',
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
