import type { Command } from 'commander';
import {
  beginLogRotation,
  type EnvironmentKeys,
  finishLogRotation,
  KEY_VARIABLES,
  type KeyPlace,
  type ListedKey,
  listKeys,
} from '#libs/host/keys';
import { dataPaths } from '#libs/host/service';
import { registerOperatorKeyCommands } from './keys/operator.js';
import { readNodeEnvironment } from './node-environment.js';
import { runCommand } from './run-command.js';

const HELP = `
Private keys lie in CAIRN_DATA/keys, readable by their owner alone, or come from the environment: ${KEY_VARIABLES.log},
${KEY_VARIABLES.operator}, ${KEY_VARIABLES.receipt} (PKCS#8, PEM or base64 of DER), ${KEY_VARIABLES.stream} (64 hex digits).
docs/guides/operators.md, Keys, has the whole: exchange step by step, and what to do when a key is stolen.`;

const LOG_HELP = `
An exchange has two steps, so that nobody meets a key that he has not seen beside the one he knows:
  rotate   makes the next key and writes its line into policy.txt; from the next start of the anchor both keys sign
  finish   once the public checkpoint has both signatures: from the next start of the anchor the new key signs alone
Both may be called again after a crash. Give the new policy to everybody who pinned the old one between the two.`;

/** Adds `cairn keys list` and `cairn keys log rotate|finish`. Keys of devices are `cairn device`'s. */
export function registerKeysCommand(program: Command, keys: EnvironmentKeys): void {
  const place = (): KeyPlace => ({ paths: dataPaths(readNodeEnvironment().CAIRN_DATA), keys });
  const command = program
    .command('keys')
    .description('show the keys of this node, exchange the log key and the operator key')
    .addHelpText('after', HELP);
  command
    .command('list')
    .description('all keys of this node: what for, public half, since when, where; never a private half')
    .option('--json', 'one JSON object on each line')
    .action((options: { readonly json?: boolean }) =>
      runCommand(async () => {
        const listed = listKeys(place());
        console.log(options.json ? listed.map((key) => JSON.stringify(key)).join('\n') : tableOf(listed));
      }),
    );
  registerOperatorKeyCommands(command, keys);
  addLogCommands(
    command.command('log').description('exchange the key that signs checkpoints').addHelpText('after', LOG_HELP),
    place,
  );
}

function addLogCommands(log: Command, place: () => KeyPlace): void {
  log
    .command('rotate')
    .description('begin an exchange: make the next key and name it in policy.txt')
    .action(() =>
      runCommand(async () => {
        const { current, next } = await beginLogRotation(place());
        console.log(`The log key that signs now:  ${current}\nThe one that is to follow:   ${next}\n`);
        console.log('policy.txt names both. Start the anchor again: from then on both sign each checkpoint.');
        console.log(
          'Give the new policy to everybody who pinned the old one, witnesses first; then: cairn keys log finish',
        );
      }),
    );
  log
    .command('finish')
    .description('end an exchange: the new key signs alone, the old line stays in policy.txt')
    .action(() =>
      runCommand(async () => {
        const { current, next, retired } = await finishLogRotation(place());
        console.log(`The log key that signs from the next start of the anchor on: ${next}`);
        console.log(
          retired === null
            ? `The keys come from the environment: give the anchor as ${KEY_VARIABLES.log} what is ${KEY_VARIABLES.nextLog} now, and no ${KEY_VARIABLES.nextLog}.`
            : `The private half of ${current} lies in ${retired} now.`,
        );
        console.log(
          'policy.txt names both, so that what was signed before stays verifiable. Start every anchor again, stand-bys too.',
        );
      }),
    );
}

/** In columns; the key last, for it is long. */
function tableOf(listed: readonly ListedKey[]): string {
  const rows = listed.map(({ purpose, key, since, where }) => [purpose, since ?? '-', where, key ?? '-']);
  const head = ['FOR', 'SINCE', 'WHERE', 'PUBLIC KEY'];
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]!.length)));
  const lineOf = (row: readonly string[]): string =>
    row
      .map((text, at) => text.padEnd(widths[at]!))
      .join('  ')
      .trimEnd();
  return [head, ...rows].map(lineOf).join('\n');
}
