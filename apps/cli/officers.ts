import { type Command, InvalidArgumentError } from 'commander';
import {
  FIRST_ROLE,
  type Officer,
  OfficerError,
  type OfficerErrorCode,
  OfficerRegister,
  ROLES,
} from '#libs/registry/access';
import { endOfDayMs, momentMs, momentText } from './moment.js';
import { readNodeEnvironment } from './node-environment.js';
import { runCommand, UsageError } from './run-command.js';

const HELP = `
Officers stand in keys/officers in CAIRN_DATA, with a hash of their token. Running api processes go by a change from their next question on.

Roles: ${ROLES.join(', ')}. They are kept with the officer; so far each of them may look up everything.

Exit codes
   0  done
   1  no such officer, or one too many; the file cannot be read, and the message names line and field
   2  wrong call`;

const ADD_HELP = `
The token is printed once and kept nowhere. Whoever lost it, or whose token has ended or expired, gets another by the same command; one
that still opens has to be ended first.

A day as 2026-12-31 for --expires is the last on which the token opens: it ends when that day is over in UTC.

  npx cairn officers add a.rossi --roles officer,lead --expires 2026-12-31`;

// What whoever called can mend in the call itself.
const WRONG_CALL: ReadonlySet<OfficerErrorCode> = new Set(['OFFICER_NAME', 'OFFICER_ROLES', 'OFFICER_EXPIRES']);

interface AddOptions {
  readonly roles: readonly string[];
  readonly expires?: number;
  readonly json?: boolean;
}

/** Adds `cairn officers add|list|roles|end`. */
export function registerOfficersCommand(program: Command): void {
  const officers = program
    .command('officers')
    .description('who may ask on the customs tier: gives tokens, shows and ends them')
    .addHelpText('after', HELP);
  officers
    .command('add')
    .description('give an officer a token')
    .argument('<name>', 'as it stands in every look-up: letters, digits or . _ @ -')
    .option('--roles <roles>', 'with commas between them', rolesIn, [FIRST_ROLE])
    .option('--expires <time>', 'a time with its offset, or the last day in UTC (default: never)', expiry)
    .option('--json', 'print it as data')
    .addHelpText('after', ADD_HELP)
    .action((name: string, options: AddOptions) => run((register) => add(register, name, options)));
  officers
    .command('list')
    .description('all officers, also those whose access has ended; never a token')
    .option('--json', 'one JSON object on each line')
    .action(({ json }: { json?: boolean }) =>
      run((register) => void process.stdout.write(listText(register.list(), json === true))),
    );
  officers
    .command('roles')
    .description('put roles in the place of those that an officer has')
    .argument('<name>')
    .argument('<roles>', 'with commas between them', rolesIn)
    .action((name: string, roles: readonly string[]) =>
      run(async (register) => {
        await register.setRoles(name, roles);
        console.log(`${name} has the roles ${roles.join(', ')}.`);
      }),
    );
  officers
    .command('end')
    .description('end every token of an officer')
    .argument('<name>')
    .action((name: string) =>
      run(async (register) => {
        const { endedMs, before } = await register.end(name);
        console.log(`The access of ${name} ${before ? 'had ended before' : 'has ended'}: ${momentText(endedMs)}.`);
      }),
    );
}

async function add(register: OfficerRegister, name: string, { roles, expires, json }: AddOptions): Promise<void> {
  const token = await register.add({ name, roles, expiresMs: expires });
  const until = expires === undefined ? undefined : momentText(expires);
  if (json) return console.log(JSON.stringify({ name, roles, expires: until ?? null, token }));
  console.log(`${name} may ask from now on${until === undefined ? '' : ` until ${until}`}, as ${roles.join(', ')}.`);
  console.log('The token, shown only now:');
  console.log(token);
}

const run = (work: (register: OfficerRegister) => Promise<void> | void): Promise<void> =>
  runCommand(async () => {
    try {
      await work(new OfficerRegister(readNodeEnvironment().CAIRN_DATA));
    } catch (error) {
      if (error instanceof OfficerError && WRONG_CALL.has(error.code)) throw new UsageError(error.message);
      throw error;
    }
  });

function rolesIn(text: string): readonly string[] {
  const known: readonly string[] = ROLES;
  const roles = text.split(',').map((role) => role.trim());
  if (!roles.every((role) => known.includes(role)))
    throw new InvalidArgumentError(`names of this list are expected, with commas between them: ${ROLES.join(', ')}.`);
  return known.filter((role) => roles.includes(role));
}

function expiry(text: string): number {
  const value = momentMs(text) ?? endOfDayMs(text);
  if (value === undefined)
    throw new InvalidArgumentError(
      'a time with its offset is expected, as 2026-12-31T18:00:00+01:00, or a day, as 2026-12-31.',
    );
  return value;
}

const timeText = (ms: number | undefined): string | null => (ms === undefined ? null : momentText(ms));

function listText(officers: readonly Officer[], asJson: boolean): string {
  const told = officers.map(({ name, roles, madeMs, expiresMs, endedMs }) => ({
    name,
    roles,
    made: timeText(madeMs),
    expires: timeText(expiresMs),
    ended: timeText(endedMs),
  }));
  if (asJson) return told.map((officer) => `${JSON.stringify(officer)}\n`).join('');
  const rows = told.map(({ name, roles, made, expires, ended }) => [name, roles.join(','), made, expires, ended]);
  const table = [['NAME', 'ROLES', 'MADE', 'EXPIRES', 'ENDED'], ...rows].map((row) => row.map((cell) => cell ?? '-'));
  const widths = table[0]!.map((_, at) => Math.max(...table.map((row) => row[at]!.length)));
  const lineOf = (row: readonly string[]): string =>
    row
      .map((cell, at) => cell.padEnd(widths[at]!))
      .join('  ')
      .trimEnd();
  return table.map((row) => `${lineOf(row)}\n`).join('');
}
