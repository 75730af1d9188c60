import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { FileCheckpointStore, FileLogStorage, FilePrivateParts } from '#libs/log/storage';
import { checkLedger, type CheckProgress, type CheckReport } from '#libs/log/audit';
import { searchedUris } from '#libs/projections/search';
import { dataPaths, databaseUrl } from '#libs/host/service';
import { NativeVerifier } from '#libs/host/keys';
import { parsePolicy, type Vkey } from '#libs/core/tlog';
import { checkText } from './check-text.js';
import { readNodeEnvironment } from './node-environment.js';
import { type ShareProgress, showShare } from './progress.js';
import { runCommand } from './run-command.js';

const HELP = `
Recomputes from the entries of the log and the private parts every leaf, root, tile, bundle, trail, boot and registry row, and
compares them with the database, with the public files and with the files of private parts. Reads one snapshot; the node may run
meanwhile. What each code means and what to do then stands in docs/guides/operators.md.

What devices said of checkpoints that they saw is compared with the log, and told apart: it is their word, and no difference.

--signatures also checks the signatures of each entry, by the keys that could sign it at its place in the log, on all cores: some
5,000 to 12,000 entries a second and core.

Exit codes
   0  everything agrees
  20  something does not, by what the node keeps
   2  wrong call, 1 the check could not be made`;

/** As of `cairn verify`: a log that differs must not look like a database that is away. */
const DIFFERS_EXIT = 20;

const UNITS: Readonly<Record<CheckProgress['phase'], string>> = {
  entries: 'entries of the log',
  trails: 'links of trails',
  registry: 'registry',
};

interface CheckOptions {
  readonly json?: boolean;
  readonly signatures?: boolean;
}

/** Adds `cairn check`. */
export function registerCheckCommand(program: Command): void {
  program
    .command('check')
    .description('recompute the log of this node and compare it with database and files')
    .option('--signatures', 'check the signature of each entry as well')
    .option('--json', 'print the result as data, and no progress')
    .addHelpText('after', HELP)
    .action(async (options: CheckOptions) =>
      runCommand(async (signal) => {
        const report = await check(options, signal);
        process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : checkText(report));
        return report.differenceCount === 0 ? 0 : DIFFERS_EXIT;
      }),
    );
}

async function check({ json, signatures }: CheckOptions, signal: AbortSignal): Promise<CheckReport> {
  const environment = readNodeEnvironment();
  const paths = dataPaths(environment.CAIRN_DATA);
  const shown: ShareProgress | undefined = json ? undefined : showShare({});
  try {
    return await checkLedger({
      databaseUrl: databaseUrl(environment),
      storage: new FileLogStorage(paths.log),
      checkpoints: new FileCheckpointStore(paths.checkpoints),
      privateParts: new FilePrivateParts(paths.privateParts),
      verifier: new NativeVerifier(),
      policyVkeys: vkeysOf(paths.policy),
      withSignatures: signatures ?? false,
      shownUris: searchedUris,
      signal,
      onProgress: ({ phase, done, total, share }) =>
        shown?.update(share, phase === 'registry' ? UNITS.registry : `${done} of ${total} ${UNITS[phase]}`),
    });
  } finally {
    shown?.stop();
  }
}

/** Of the policy of this folder; without one only the key that the database names counts. */
function vkeysOf(path: string): Vkey[] {
  return existsSync(path) ? parsePolicy(readFileSync(path, 'utf8')).logs.map(({ vkey }) => vkey) : [];
}
