import { buffer } from 'node:stream/consumers';
import type { Command } from 'commander';
import { canonicalUriOfCapture, Gs1Error } from '#libs/core/gs1';
import { judgeEvidence } from '#libs/core/verdict';
import { NativeVerifier } from '#libs/host/keys';
import { POLICY_OPTION, readGiven, readPolicyFile } from './policy-file.js';
import { runCommand, USAGE_EXIT, UsageError } from './run-command.js';
import { jsonReport, textReport } from './verify-report.js';

interface VerifyOptions {
  readonly policy?: string;
  readonly object?: string;
  readonly json?: boolean;
}

const HELP = `
Nothing is asked of any server: the evidence is held against the log key that the policy file pins. Without --policy that is
policy.txt in CAIRN_DATA, else data/policy.txt. A policy has a line «log <vkey>» for each log that you trust.

Exit codes
   0  intact, and nothing known to be missing
  10  intact, with a gap, recall, excursion or notice
  20  it does not match: changed, swapped, cut, or not in its one spelling
  30  it could not be judged: no pinned key, unknown key, unknown version
   2  wrong call, 1 internal error

  cairn verify evidence.json
  curl -s http://127.0.0.1:3000/api/v1/objects/01/09520001000011/21/A1/evidence | cairn verify - --policy policy.txt`;

/** Adds `cairn verify`. */
export function registerVerifyCommand(program: Command): void {
  program
    .command('verify')
    .description('check evidence offline: is the record intact, and what is the status of the thing')
    .argument('<evidence>', 'file with the evidence, - for standard input')
    .option(...POLICY_OPTION)
    .option('--object <uri>', 'the object that the evidence must be of: URI, Digital Link or element string')
    .option('--json', 'print the verdict as data')
    .addHelpText('after', HELP)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : USAGE_EXIT))
    .action(async (evidence: string, options: VerifyOptions) => runCommand(async () => verify(evidence, options)));
}

async function verify(path: string, options: VerifyOptions): Promise<number> {
  const object = options.object === undefined ? undefined : wantedObject(options.object);
  const policy = await readPolicyFile(options.policy);
  const evidence = path === '-' ? await buffer(process.stdin) : await readGiven(path, 'evidence');
  const verdict = await judgeEvidence({
    evidence,
    policy,
    verifier: new NativeVerifier(),
    ...(object !== undefined && { object }),
  });
  process.stdout.write(options.json ? jsonReport(verdict) : textReport(verdict));
  return verdict.exit;
}

function wantedObject(input: string): string {
  try {
    return canonicalUriOfCapture(input).uri;
  } catch (error) {
    if (!(error instanceof Gs1Error)) throw error;
    throw new UsageError(`--object: ${error.message}`);
  }
}
