import type { Command } from 'commander';
import { CodesRole } from '#libs/core/wire';
import type { EnvironmentKeys } from '#libs/host/keys';
import { codesRoleName, openRegistrar, type StatedCodes } from '#libs/registry/enrolment';
import { moment } from './device/option-values.js';
import { momentText } from './moment.js';
import { ENVIRONMENT_HELP, readNodeEnvironment } from './node-environment.js';
import { printable } from '#libs/words';
import { runCommand } from './run-command.js';

const HELP = `
Codes begin with the prefix of a company. Who owns it may say what is made under it; a contract maker is named beside the owner. The
operator answers for both, and everybody can read them in the log. Of the digits that fit a code the longest count. Said again
for the same party, the newest counts: an owner ends with --until, and another may follow from then on.

  npx cairn codes own 9520000 --party 9520000000004
  npx cairn codes made-by 95200001 --party 9520001000003 --until 2027-01-01T00:00:00Z`;

interface CodesOptions {
  readonly party: string;
  readonly from?: number;
  readonly until?: number;
  readonly json?: boolean;
}

/** Adds `cairn codes own|made-by|list`. */
export function registerCodesCommand(program: Command, keys: EnvironmentKeys): void {
  const command = program
    .command('codes')
    .description('say who owns codes, and who makes things under them')
    .addHelpText('after', HELP + ENVIRONMENT_HELP);
  addSaying(command, { name: 'own', role: CodesRole.OWNER, description: 'a party owns the codes that begin so' }, keys);
  addSaying(
    command,
    { name: 'made-by', role: CodesRole.MADE_BY, description: 'a party makes things under codes that begin so' },
    keys,
  );
  command
    .command('list')
    .description('all that the log says of codes, in its order')
    .option('--json', 'one JSON object on each line')
    .action((options: { readonly json?: boolean }) => runCommand(() => list(options, keys)));
}

function addSaying(
  command: Command,
  { name, role, description }: { readonly name: string; readonly role: CodesRole; readonly description: string },
  keys: EnvironmentKeys,
): void {
  command
    .command(name)
    .description(description)
    .argument('<digits>', '4 to 14 digits with which the codes begin')
    .requiredOption('--party <gln>', 'GLN of the party, or its URI if it has none')
    .option('--from <time>', 'RFC 3339 with offset (default: since ever)', moment)
    .option('--until <time>', 'RFC 3339 with offset (default: for ever)', moment)
    .option('--json', 'print what came of it as JSON')
    .action((digits: string, { party, from, until, json }: CodesOptions) =>
      runCommand(async (signal) => {
        const { codes, close } = openRegistrar(readNodeEnvironment(), { keys });
        try {
          const span = { ...(from !== undefined && { fromMs: from }), ...(until !== undefined && { untilMs: until }) };
          const logIndex = await codes.state({ digits, role, party, ...span, signal });
          if (json) return console.log(JSON.stringify({ digits, party, entry: logIndex }));
          console.log(`Codes that begin with ${digits}: ${codesRoleName(role)} ${party}, by entry ${logIndex}.`);
        } finally {
          await close();
        }
      }),
    );
}

async function list({ json }: { readonly json?: boolean }, keys: EnvironmentKeys): Promise<void> {
  const { codes, close } = openRegistrar(readNodeEnvironment(), { keys });
  try {
    for (const one of await codes.list()) console.log(json ? JSON.stringify(asData(one)) : lineOf(one));
  } finally {
    await close();
  }
}

const timeOf = (timeMs: number | undefined): string | null => (timeMs === undefined ? null : momentText(timeMs));

const asData = ({ digits, role, party, partyName, fromMs, untilMs, logIndex }: StatedCodes) => ({
  digits,
  role: codesRoleName(role),
  partyKey: Buffer.from(party).toString('hex'),
  party: partyName,
  from: timeOf(fromMs),
  until: timeOf(untilMs),
  entry: logIndex,
});

function lineOf(codes: StatedCodes): string {
  const { digits, role, partyKey, party, from, until, entry } = asData(codes);
  const span = [from && `from ${from}`, until && `until ${until}`].filter(Boolean).join(' ');
  const who = printable(party ?? partyKey.slice(0, 16));
  return [`${entry}`.padStart(8), digits.padEnd(14), role.padEnd(8), who, span].join('  ').trimEnd();
}
