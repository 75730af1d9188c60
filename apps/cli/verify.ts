import { buffer } from 'node:stream/consumers';
import { type Command, InvalidArgumentError } from 'commander';
import { canonicalUriOfCapture, Gs1Error } from '#libs/core/gs1';
import { durationWords, FRESH_MS, judgeEvidence } from '#libs/core/verdict';
import { NativeVerifier } from '#libs/host/keys';
import { durationMs } from './duration.js';
import { momentMs } from './moment.js';
import { POLICY_OPTION, readGiven, readPolicyFile } from './policy-file.js';
import { runCommand, USAGE_EXIT, UsageError } from './run-command.js';
import { jsonReport, textReport } from './verify-report.js';

interface VerifyOptions {
  readonly policy?: string;
  readonly object?: string;
  readonly json?: boolean;
  /** Milliseconds. */
  readonly fresh?: number;
  /** Milliseconds since 1970. */
  readonly now?: number;
}

const HELP = `
Nothing is asked of any server: the evidence is held against the log key that the policy file pins. Without --policy that is
policy.txt in CAIRN_DATA, else data/policy.txt. A policy has a line «log <vkey>» for each log that you trust.

Witnesses say as of when evidence is. That is held against the clock of this machine: older than --fresh is a notice (10), more than
five minutes ahead does not match (20), for one of the two clocks is wrong, and it may be this machine's. For evidence that was kept,
or where the clock is wrong, --now tells the time to go by: that of the day on which the evidence was fetched, for example.

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
    .option(
      '--fresh <duration>',
      `how old the newest cosignatures may be: 90s, 30m, 1h, 7d (default: ${durationWords(FRESH_MS)})`,
      freshness,
    )
    .option('--now <time>', 'time to go by instead of the clock of this machine: 2026-05-01T08:00:00Z', moment)
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
    nowMs: options.now ?? Date.now(),
    freshMs: options.fresh ?? FRESH_MS,
    ...(object !== undefined && { object }),
  });
  process.stdout.write(options.json ? jsonReport(verdict) : textReport(verdict));
  return verdict.exit;
}

function freshness(text: string): number {
  const ms = durationMs(text);
  if (ms === undefined) throw new InvalidArgumentError('a duration is expected, such as 90s, 30m, 1h or 7d.');
  return ms;
}

function moment(text: string): number {
  const ms = momentMs(text);
  if (ms === undefined)
    throw new InvalidArgumentError('a time with its offset is expected, such as 2026-05-01T08:00:00Z.');
  return ms;
}

function wantedObject(input: string): string {
  try {
    return canonicalUriOfCapture(input).uri;
  } catch (error) {
    if (!(error instanceof Gs1Error)) throw error;
    throw new UsageError(`--object: ${error.message}`);
  }
}
