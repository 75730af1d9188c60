import type { Command } from 'commander';
import type { EnvironmentKeys } from '#libs/host/keys';
import { ENVIRONMENT_HELP, readOperatorEnvironment } from '../../node-environment.js';
import { runCommand, UsageError } from '../../run-command.js';
import { beginBoot, type BootOptions } from '../keys.js';
import { algorithmOption, bytes, moment } from '../option-values.js';

const RESET_HELP = `
For a device that lost its counters, or its key, or all it had. Signed by the operator's key in CAIRN_DATA: a new boot that names the
last statement of the boot before, as the log has it, or as the device's outbox has it where that can be read; scans up to it still
count when they arrive. Stop the device before. A device elsewhere makes boot and key itself: --boot and --public-key.

  npx cairn device reset gate-7                 it has its key and lost its counters
  npx cairn device reset gate-7 --new-key       it lost its key too`;

const RENEW_HELP = `
As reset --new-key: for a key that has expired or was retired or reported. The device goes on with a new key and a new boot.`;

const KEY_BYTES = { ed25519: 32, p256: 33 } as const;

export function addBoots(device: Command, keys: EnvironmentKeys | undefined): void {
  const add = (name: string, description: string, help: string, adjust: (options: BootCommandOptions) => BootOptions) =>
    device
      .command(name)
      .description(description)
      .argument('<id>', 'name of the device')
      .addOption(algorithmOption())
      .option('--expires <time>', 'of the new key; RFC 3339 with offset', moment)
      .option('--folder <path>', "the device's folder (default: CAIRN_DATA/devices/<id>)")
      .option('--public-key <hex>', 'of a device that made its key itself')
      .option('--boot <hex>', '16 random bytes that it chose for the new boot', bytes(16))
      .option('--broker <url>', 'where the device connects (default: the broker of this node)')
      .option('--json', 'print what came of it as JSON')
      .addHelpText('after', help + ENVIRONMENT_HELP)
      .action((id: string, options: BootCommandOptions) =>
        runCommand((signal) => beginBoot(id, adjust(options), readOperatorEnvironment(keys), signal)),
      );
  add('reset', 'as the operator: let a device begin again that lost its counters', RESET_HELP, elsewhereOf).option(
    '--new-key',
    'it lost its key too',
  );
  add('renew', 'as the operator: let a device go on whose key has ended', RENEW_HELP, (options) => ({
    ...elsewhereOf(options),
    newKey: true,
  }));
}

type BootCommandOptions = Omit<BootOptions, 'publicKey'> & { readonly publicKey?: string };

/** @throws {UsageError} for half of a device that is elsewhere */
function elsewhereOf({ publicKey, ...options }: BootCommandOptions): BootOptions {
  if (publicKey === undefined && options.boot === undefined) return options;
  if (publicKey === undefined || options.boot === undefined)
    throw new UsageError('A device that is elsewhere begins again with both --public-key and --boot.');
  try {
    return { ...options, publicKey: bytes(KEY_BYTES[options.algorithm])(publicKey) };
  } catch (error) {
    throw new UsageError(`--public-key: ${(error as Error).message}`);
  }
}
