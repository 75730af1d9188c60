import { type Command, InvalidArgumentError, Option } from 'commander';
import { showConsistency } from './log/consistency.js';
import { type EntryOptions, showEntry } from './log/entry.js';
import { followLog, type FollowOptions } from './log/follow.js';
import { type HeadOptions, showHead } from './log/head.js';
import { type LogOptions, runLogCommand } from './log/opened-log.js';
import { type ProofOptions, writeProof } from './log/proof.js';
import { POLICY_OPTION } from './policy-file.js';

const HELP = `
Everything printed was verified first: the checkpoint by the keys and the quorum of the policy, the rest by its root. Nobody who
answers is trusted, neither a server nor the files of a folder.

Exit codes
   0  it is as it should be
  20  something contradicts something; one line says what
  30  it could not be judged: no policy, no key of this log in it, no quorum
   2  wrong call, 1 the log could not be reached

For auditors: docs/guides/auditors.md`;

const FOLLOW_HELP = `
Remembers the last checkpoint in the state file, and demands of each new one that it begins with all entries of the last. Of every
new entry it checks that tiles and bundles give the root, the signature, the counter of its device, and, where the key had ended
before, that the scan chains into its last statement. The first round reads the whole log; later ones, also after a restart, only
what is new. A log that does not answer is asked again, ever more seldom.

Without --once it ends only when something contradicts something (20), and when it is stopped.`;

function wholeNumber(text: string): number {
  if (!/^(?:0|[1-9]\d{0,15})$/u.test(text) || !Number.isSafeInteger(Number(text)))
    throw new InvalidArgumentError('a whole number is expected.');
  return Number(text);
}

function seconds(text: string): number {
  if (!/^[1-9]\d{0,5}$/u.test(text)) throw new InvalidArgumentError('seconds are expected, from 1 to 999999.');
  return Number(text);
}

/** Adds `cairn log head|entry|proof|consistency|follow`. */
export function registerLogCommand(program: Command): void {
  const log = program
    .command('log')
    .description('read, prove and follow a public log, by pinned keys')
    .addHelpText('after', HELP);
  withLog(log.command('head').description('the newest checkpoint, with its cosignatures'))
    .option('--out <file>', 'keep the signed checkpoint, for a later `consistency`')
    .option('--json', 'print it as data')
    .action(async (options: HeadOptions) => runLogCommand(() => showHead(options)));
  withLog(log.command('entry').description('one entry, proven'))
    .argument('<index>', 'index of the entry, from 0', wholeNumber)
    .option('--raw', 'print the bytes of the entry')
    .option('--out <file>', 'write the bytes of the entry to a file')
    .option('--json', 'print it as data')
    .action(async (index: number, options: EntryOptions) => runLogCommand(() => showEntry(index, options)));
  withLog(log.command('proof').description('a tlog-proof file: shows offline that an entry stands in the log'))
    .argument('<index>', 'index of the entry, from 0', wholeNumber)
    .option('--out <file>', 'where to write it (usual ending: .tlog-proof); default: standard output')
    .action(async (index: number, options: ProofOptions) => runLogCommand(() => writeProof(index, options)));
  withLog(log.command('consistency').description('whether one size of the log begins with all entries of another'))
    .argument('<older>', 'number of entries, or file with a signed checkpoint')
    .argument('<newer>', 'number of entries, or file with a signed checkpoint')
    .option('--json', 'print it as data')
    .action(async (older: string, newer: string, options: LogOptions) =>
      runLogCommand(() => showConsistency(older, newer, options)),
    );
  withLog(log.command('follow').description('watch a log: every new checkpoint, entry, signature and counter'))
    .requiredOption('--state <file>', 'where the last verified checkpoint is kept')
    .option('--once', 'end after one round')
    .option('--from-start', 'read all entries anew, whatever the state file remembers of them')
    .addOption(new Option('--interval <seconds>', 'time between two rounds').argParser(seconds).default(10))
    .addOption(
      new Option('--stale-after <seconds>', 'age from which a checkpoint is called stale')
        .argParser(seconds)
        .default(86_400),
    )
    .option('--json', 'print each round as one line of data')
    .addHelpText('after', FOLLOW_HELP)
    .action(async (options: FollowOptions) => runLogCommand((signal) => followLog(options, signal)));
}

const withLog = (command: Command): Command =>
  command
    .option('--log <url or folder>', 'where the log is (default: /log/ of the local node)')
    .option(...POLICY_OPTION);
