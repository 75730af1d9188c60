import type { Command } from 'commander';
import type { EnvironmentKeys } from '#libs/host/keys';
import { printable } from '#libs/words';
import { runCommand, USAGE_EXIT } from '../run-command.js';
import { type NodeSetting, nodeSettings } from './node-settings.js';

const HELP = `
Shows what counts: each setting with its value, where that comes from, which programs read it, and what it is for. Passwords and keys
are shown as ***. Nothing is started or changed.

Exit codes
   0  a node could be started with this
   2  it could not: everything that is missing or wrong is told at once`;

/** Adds `cairn config`. */
export function registerConfigCommand(program: Command, keys: EnvironmentKeys): void {
  program
    .command('config')
    .description('show the settings of this node, and where each comes from')
    .option('--json', 'print them as data')
    .addHelpText('after', HELP)
    .action(async ({ json }: { readonly json?: boolean }) =>
      runCommand(async () => {
        const found = await nodeSettings(keys);
        if (json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
        else {
          process.stdout.write(`Profile ${found.profile}\n\n${found.settings.map(settingText).join('')}`);
          for (const line of found.warnings) console.error(`Note: ${line}.`);
          for (const line of found.problems) console.error(`Cannot be used: ${line}.`);
        }
        return found.problems.length === 0 ? 0 : USAGE_EXIT;
      }),
    );
}

function settingText({ name, value, from, programs, meaning, counts }: NodeSetting): string {
  const readBy = programs.length > 0 ? `; read by ${programs.join(', ')}` : '';
  const shown = value === null ? '' : ` = ${printable(value)}`;
  const note = counts ? '' : ' -- changes nothing in this profile';
  return `${name}${shown}\n    ${from}${readBy}${note}\n    ${meaning}\n`;
}
