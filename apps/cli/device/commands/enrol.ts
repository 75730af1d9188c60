import { type Command, Option } from 'commander';
import type { EnvironmentKeys } from '#libs/host/keys';
import { ENVIRONMENT_HELP, readNodeEnvironment } from '../../node-environment.js';
import { runCommand } from '../../run-command.js';
import { enrolDevice, type EnrolOptions } from '../enrol.js';
import { DEVICE_KIND_HELP, moment, partyKindOption, wholeNumber } from '../option-values.js';

const ENROL_HELP = `
The operator's key signs two entries, one for the party (if it is new) and one for the device, which binds its name to a key, a
first boot and the party. They go through the stream like every scan; the command waits until they stand in the log. Then the
device gets a password for the broker, and its folder in CAIRN_DATA/devices.

A device that makes its own key is enrolled with --public-key and --boot; nothing of it is written here.
Run again for the same device, the command changes nothing and shows the device.

  npx cairn device enrol gate-7 --party 9520000000028 --party-name 'Harbour cold store' --party-country IN --kind gate`;

export function addEnrol(device: Command, keys: EnvironmentKeys | undefined): void {
  device
    .command('enrol')
    .description('enter a device, and its party if it is new, into the log and give it a password')
    .argument('<id>', 'name of the device: its MQTT user name and a part of its topics')
    .requiredOption('--party <gln>', 'GLN of the party that answers for the device, or its URI if it has none')
    .option('--party-name <name>', 'name of the party, if it is new')
    .option('--party-country <code>', 'its country, ISO 3166-1 alpha-2')
    .addOption(partyKindOption())
    .option('--kind <words>', DEVICE_KIND_HELP)
    .option('--object <uri>', 'the device itself, where it is a thing: a logger that is packed with goods')
    .option('--country <code>', 'where the device stands, ISO 3166-1 alpha-2')
    .addOption(new Option('--algorithm <name>', 'signature').choices(['ed25519', 'p256']).default('ed25519'))
    .option('--folder <path>', 'where to make its folder (default: CAIRN_DATA/devices/<id>)')
    .option('--public-key <hex>', 'of a device that made its key itself')
    .option('--boot <hex>', '16 random bytes that it chose for its first counter')
    .option('--expires <time>', 'the key is good for scans that arrive before; RFC 3339 with offset', moment)
    .option('--objects-max <number>', 'objects in one of its scans at most (default: 500)', wholeNumber)
    .option('--claims-max <number>', 'claims in one of its scans at most (default: 256)', wholeNumber)
    .option('--broker <url>', 'where the device connects (default: the broker of this node)')
    .addHelpText('after', ENROL_HELP + ENVIRONMENT_HELP)
    .action((id: string, options: EnrolOptions) =>
      runCommand((signal) => enrolDevice(id, options, { environment: readNodeEnvironment(), keys, signal })),
    );
}
