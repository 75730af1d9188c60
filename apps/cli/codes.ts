import { type Command, InvalidArgumentError } from 'commander';
import { CodesRole } from '#libs/core/wire';
import type { CodeHolder } from '#libs/log/ledger';
import { EnrolmentError, openRegistrar } from '#libs/registry/enrolment';
import type { EnvironmentKeys } from '#libs/host/keys';
import { momentMs, momentText } from './moment.js';
import { ENVIRONMENT_HELP, readNodeEnvironment } from './node-environment.js';
import { runCommand, UsageError } from './run-command.js';

const HELP = `
Whoever owns a code may say what is made under it. Codes go by their first digits, 4 to 14: of GTIN, SSCC and GRAI without the very first one,
of other keys with it. The longest digits that somebody owns count. Everybody can read them in the log: docs/privacy.md.

Exit codes
   0  done, or said before
   1  no such party, another owner, or the node did not log it
   2  wrong call`;

const OWN_HELP = `
The same call with another time replaces what was said of this party and these digits; --until ends it. Two parties never own the same digits
at one time: end the first, and begin the second at the time at which the first ended.

  npx cairn codes own 9521001 --party 9521001000028
  npx cairn codes own 9521001 --party 9521001000028 --until 2027-01-01T00:00:00Z
  npx cairn codes own 9521001 --party 9521001000035 --from 2027-01-01T00:00:00Z`;

const MADE_BY_HELP = `
A contract maker stands beside the owner, who stays: what it makes under these digits it may bring into being as well.

  npx cairn codes made-by 952100100001 --party 9521001000080`;

interface TimeOptions {
  readonly party: string;
  readonly from?: number;
  readonly until?: number;
  readonly json?: boolean;
}

/** Adds `cairn codes own|made-by|list`. */
export function registerCodesCommand(program: Command, keys: EnvironmentKeys): void {
  const codes = program.command('codes').description('who owns the codes of things, and who makes under them').addHelpText('after', HELP);
  const add = (name: string, about: string, help: string, role: CodesRole): void => {
    codes
      .command(name)
      .description(about)
      .argument('<digits>', 'the first 4 to 14 digits of the codes', digitsIn)
      .requiredOption('--party <gln>', 'its GLN, or the URI by which it is enrolled')
      .option('--from <time>', 'from when on, a time with its offset (default: since ever)', moment)
      .option('--until <time>', 'until when, not included (default: for ever)', moment)
      .option('--json', 'print what came of it as JSON')
      .addHelpText('after', help + ENVIRONMENT_HELP)
      .action((digits: string, options: TimeOptions) =>
        runCommand((signal) => register({ digits, role, ...options }, keys, signal)),
      );
  };
  add('own', 'say that a party owns codes, or until when', OWN_HELP, CodesRole.OWNER);
  add('made-by', 'say that a party makes things under codes of another', MADE_BY_HELP, CodesRole.MADE_BY);
  codes
    .command('list')
    .description('who owns which codes, as the log has it')
    .option('--json', 'one JSON object on each line')
    .addHelpText('after', ENVIRONMENT_HELP)
    .action(({ json }: { json?: boolean }) =>
      runCommand(async () => {
        const { codes: registrar, close } = openRegistrar(readNodeEnvironment(), { keys });
        try {
          process.stdout.write(listText(await registrar.list(), json === true));
        } finally {
          await close();
        }
      }),
    );
}

async function register(
  { digits, role, party, from, until, json }: TimeOptions & { readonly digits: string; readonly role: CodesRole },
  keys: EnvironmentKeys,
  signal: AbortSignal,
): Promise<void> {
  if (until !== undefined && until <= (from ?? 0)) throw new UsageError('--until lies behind --from.');
  const { codes, close } = openRegistrar(readNodeEnvironment(), { keys });
  try {
    const asked = { digits, role, partyGln: party, fromMs: from, untilMs: until };
    const { logIndex, isNew } = await codes.register(asked, signal).catch(withAdvice(digits));
    if (json) return console.log(JSON.stringify({ digits, role: roleName(role), party, entry: logIndex, isNew }));
    const what = role === CodesRole.OWNER ? 'owns' : 'makes things under';
    console.log(`${party} ${what} the codes that begin with ${digits}${timesText(from, until)}: entry ${logIndex}${isNew ? '' : ' said so before'}.`);
  } finally {
    await close();
  }
}

const withAdvice =
  (digits: string) =>
  (error: unknown): never => {
    if (!(error instanceof EnrolmentError) || error.code !== 'CODES_TAKEN') throw error;
    throw new EnrolmentError(
      'CODES_TAKEN',
      `${error.message}. npx cairn codes list shows it. End it with npx cairn codes own ${digits} --party <its party> --until <time>, and begin this one with --from <that time>`,
      { cause: error },
    );
  };

function digitsIn(text: string): string {
  if (!/^\d{4,14}$/u.test(text)) throw new InvalidArgumentError('4 to 14 digits are expected.');
  return text;
}

function moment(text: string): number {
  const value = momentMs(text);
  if (value === undefined) throw new InvalidArgumentError('a time with its offset is expected, as 2027-01-01T00:00:00Z.');
  return value;
}

const roleName = (role: number): string => (role === CodesRole.OWNER ? 'owner' : 'made_by');

function timesText(from: number | undefined, until: number | undefined): string {
  const since = from === undefined ? '' : ` from ${momentText(from)} on`;
  return until === undefined ? since : `${since} until ${momentText(until)}`;
}

function listText(holders: readonly CodeHolder[], asJson: boolean): string {
  const told = holders.map(({ digits, role, partyGln, partyKey, partyName, fromMs, untilMs, logIndex }) => ({
    digits,
    role: roleName(role),
    party: partyGln ?? Buffer.from(partyKey).toString('hex'),
    name: partyName,
    from: fromMs === null ? null : momentText(fromMs),
    until: untilMs === null ? null : momentText(untilMs),
    entry: logIndex,
  }));
  if (asJson) return told.map((holder) => `${JSON.stringify(holder)}\n`).join('');
  if (told.length === 0) return 'Nobody is known to own codes. npx cairn codes own says who does.\n';
  return told
    .map(({ digits, role, party, name, from, until, entry }) => {
      const time = `${from === null ? '' : `  from ${from}`}${until === null ? '' : `  until ${until}`}`;
      return `${digits.padEnd(14)}  ${role.padEnd(7)}  ${party}  ${name ?? ''}${time}  (entry ${entry})\n`;
    })
    .join('');
}
