import type { Command } from 'commander';
import { ENVIRONMENT_HELP, readNodeEnvironment } from '../../node-environment.js';
import { runCommand, UsageError } from '../../run-command.js';
import { type PasswordOptions, setDevicePassword } from '../password.js';

const HELP = `
The password before ends, and with it the connection that it opened: within 1 s at the broker inside ingest. The new one is printed once
and put into the device's folder where that lies on this machine; a device that runs there comes back by itself. Scans without a receipt
lie with the device and are sent again.

  npx cairn device password gate-7
  npx cairn device password gate-7 --end     none in its place: the device cannot connect any more`;

export function addPassword(device: Command): void {
  device
    .command('password')
    .description('as the operator: give a device another password for the broker, or end it')
    .argument('<id>', 'name of the device')
    .option('--end', 'give none in the place of the one before')
    .option('--folder <path>', "the device's folder (default: CAIRN_DATA/devices/<id>, where it is there)")
    .option('--json', 'print what came of it as JSON')
    .addHelpText('after', HELP + ENVIRONMENT_HELP)
    .action((id: string, options: PasswordOptions) =>
      runCommand(async () => {
        if (options.end && options.folder !== undefined)
          throw new UsageError('--end writes to no folder: leave --folder away.');
        await setDevicePassword(id, options, readNodeEnvironment());
      }),
    );
}
