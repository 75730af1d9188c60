import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { FileCheckpointStore, FileLogStorage, FilePrivateParts } from '#libs/blobs';
import { checkLedger, type CheckProgress, type CheckReport } from '#libs/ledger';
import { dataPaths, databaseUrl } from '#libs/service';
import { NativeVerifier } from '#libs/signatures-native';
import { parsePolicy, type Vkey } from '#libs/tlog';
import { readNodeEnvironment } from './node-environment.js';
import { showProgress } from './progress.js';
import { runCommand } from './run-command.js';

const HELP = `
Recomputes from the entries of the log and the private parts every leaf, root, tile, bundle, trail, boot and registry row, and
compares them with the database, with the public files and with the files of private parts. Reads one snapshot; the node may run meanwhile.

Exit codes
   0  everything agrees
  20  something does not
   2  wrong call, 1 the check could not be made`;

/** As of `cairn verify`: a log that differs must not look like a database that is away. */
const DIFFERS_EXIT = 20;

const UNITS: Readonly<Record<CheckProgress['phase'], string>> = {
  entries: 'entries of the log',
  trails: 'links of trails',
  registry: 'registry',
};

/** Adds `cairn check`. */
export function registerCheckCommand(program: Command): void {
  program
    .command('check')
    .description('recompute the log of this node and compare it with database and files')
    .option('--json', 'print the result as data')
    .addHelpText('after', HELP)
    .action(async (options: { readonly json?: boolean }) =>
      runCommand(async (signal) => {
        const report = await check(signal);
        process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : textOf(report));
        return report.differenceCount === 0 ? 0 : DIFFERS_EXIT;
      }),
    );
}

async function check(signal: AbortSignal): Promise<CheckReport> {
  const environment = readNodeEnvironment();
  const paths = dataPaths(environment.CAIRN_DATA);
  let phase: CheckProgress['phase'] | undefined;
  let bar = showProgress({ unit: '' });
  try {
    return await checkLedger({
      databaseUrl: databaseUrl(environment),
      storage: new FileLogStorage(paths.log),
      checkpoints: new FileCheckpointStore(paths.checkpoints),
      privateParts: new FilePrivateParts(paths.privateParts),
      verifier: new NativeVerifier(),
      policyVkeys: vkeysOf(paths.policy),
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
  } finally {
    bar.stop();
  }
}

/** Of the policy of this folder; without one only the key that the database names counts. */
function vkeysOf(path: string): Vkey[] {
  return existsSync(path) ? parsePolicy(readFileSync(path, 'utf8')).logs.map(({ vkey }) => vkey) : [];
}

function textOf(report: CheckReport): string {
  const { origin, size, publishedSize, links, files, privateFiles, differences, differenceCount, notChecked } = report;
  const head = `${origin}: ${size} entries (${publishedSize} published), ${links} links of trails, ${files} files, ${privateFiles} files of private parts\n`;
  const further = differenceCount - differences.length;
  const found = differences.map(({ code, text }) => `  ${code}  ${text}\n`);
  if (further > 0) found.push(`  and ${further} more\n`);
  const verdict =
    differenceCount === 0
      ? 'Everything agrees.\n'
      : `${differenceCount} ${differenceCount === 1 ? 'difference' : 'differences'}:\n${found.join('')}`;
  return `${head}${verdict}Not checked:\n${notChecked.map((line) => `  ${line}\n`).join('')}`;
}
