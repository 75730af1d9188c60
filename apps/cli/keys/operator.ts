import { type Command, InvalidArgumentError, Option } from 'commander';
import { openRegistrar } from '#libs/registry/enrolment';
import { type EnvironmentKeys, KEY_VARIABLES } from '#libs/host/keys';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { ENVIRONMENT_HELP, readNodeEnvironment } from '../node-environment.js';
import { runCommand } from '../run-command.js';

const ROTATE_HELP = `
Enters another key of the operator into the log, signed by both, and puts it into the place of keys/operator.pem in CAIRN_DATA when it
is there. A key from the environment is followed by the one in CAIRN_OPERATOR_NEXT_KEY. The old key stays active beside it, so that
nobody is locked out, until it is retired. Stopped or killed, the same command goes on.`;

const RETIRE_HELP = `
The key signs nothing more; what it signed counts. The last active key of the operator cannot be retired: rotate it first.

  npx cairn keys operator retire 0123456789abcdef`;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function keyId(text: string): Uint8Array {
  if (!/^[0-9a-f]{16}$/iu.test(text)) throw new InvalidArgumentError('a key id is 8 bytes in hex, 16 digits.');
  return new Uint8Array(Buffer.from(text, 'hex'));
}

/** Adds `operator rotate|retire` below `cairn keys`. */
export function registerOperatorKeyCommands(command: Command, keys: EnvironmentKeys): void {
  const operator = command
    .command('operator')
    .description('the keys by which the operator signs what it enters into the log');
  operator
    .command('rotate')
    .description('bring another key beside the present one')
    .addOption(new Option('--algorithm <name>', 'of the new key').choices(['ed25519', 'p256']).default('ed25519'))
    .option('--json', 'print what came of it as JSON')
    .addHelpText('after', ROTATE_HELP + ENVIRONMENT_HELP)
    .action((options: { algorithm: string; json?: boolean }) => runCommand((signal) => rotate(options, keys, signal)));
  operator
    .command('retire')
    .description('end a key of the operator, or a receipt key')
    .argument('<key id>', '16 hex digits', keyId)
    .option('--json', 'print what came of it as JSON')
    .addHelpText('after', RETIRE_HELP + ENVIRONMENT_HELP)
    .action((id: Uint8Array, options: { json?: boolean }) => runCommand((signal) => retire(id, options, keys, signal)));
}

async function rotate(
  { algorithm, json }: { algorithm: string; json?: boolean },
  keys: EnvironmentKeys,
  signal: AbortSignal,
): Promise<void> {
  const environment = readNodeEnvironment();
  const { operatorKeys, close } = openRegistrar(environment, { keys });
  try {
    const wanted = algorithm === 'p256' ? SignatureAlgorithm.ECDSA_P256_SHA256 : SignatureAlgorithm.ED25519;
    const { keyId: id, before, logIndex, isGiven } = await operatorKeys.rotate({ algorithm: wanted, signal });
    if (json) return console.log(JSON.stringify({ key: hex(id), before: hex(before), entry: logIndex }));
    console.log(
      `The operator signs by the key ${hex(id)} from entry ${logIndex} on. The key ${hex(before)} is active beside it:`,
    );
    console.log(`  npx cairn keys operator retire ${hex(before)}`);
    if (isGiven)
      console.log(
        `First give every program of this node the key of ${KEY_VARIABLES.nextOperator} as ${KEY_VARIABLES.operator}, and unset the former.`,
      );
  } finally {
    await close();
  }
}

async function retire(
  id: Uint8Array,
  { json }: { json?: boolean },
  keys: EnvironmentKeys,
  signal: AbortSignal,
): Promise<void> {
  const environment = readNodeEnvironment();
  const { operatorKeys, close } = openRegistrar(environment, { keys });
  try {
    const { role, logIndex } = await operatorKeys.end({ keyId: id, signal });
    if (json) return console.log(JSON.stringify({ key: hex(id), role, entry: logIndex ?? null }));
    const how = logIndex === undefined ? 'had ended before' : `is retired by entry ${logIndex}`;
    console.log(`The ${role} key ${hex(id)} ${how}.`);
  } finally {
    await close();
  }
}
