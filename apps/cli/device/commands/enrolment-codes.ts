import type { Command } from 'commander';
import type { EnvironmentKeys } from '#libs/host/keys';
import { ENVIRONMENT_HELP, readNodeEnvironment, readOperatorEnvironment } from '../../node-environment.js';
import { runCommand } from '../../run-command.js';
import {
  printEnrolmentCode,
  type EnrolmentCodeOptions,
  redeemCode,
  type RedeemCommandOptions,
} from '../enrolment-code.js';
import { algorithmOption, DEVICE_KIND_HELP, duration, partyKindOption, wholeNumber } from '../option-values.js';
import { addTlsOptions } from '../tls-options.js';

const CLAIM_HELP = `
Makes a first key that the operator enters into the log, good for a short time and for nothing but being replaced, and prints it with
all that a device needs to get in as a QR code and as text. The device that redeems it first makes a key of its own, which nobody
else ever sees. Until then the same command gives the same code.

  npx cairn device claim gate-8 --party 9520000000028 --valid 1h`;

export function addEnrolmentCodes(device: Command, keys: EnvironmentKeys | undefined): void {
  device
    .command('claim')
    .description('as the operator: a code with which a device gets in and makes its own key')
    .argument('<id>', 'name of the device')
    .requiredOption('--party <gln>', 'GLN of the party that answers for the device')
    .option('--party-name <name>', 'name of the party, if it is new')
    .option('--party-country <code>', 'its country, ISO 3166-1 alpha-2')
    .addOption(partyKindOption())
    .option('--kind <words>', DEVICE_KIND_HELP)
    .option('--object <uri>', 'the device itself, where it is a thing: a logger that is packed with goods')
    .option('--country <code>', 'where the device stands, ISO 3166-1 alpha-2')
    .option('--valid <time>', 'how long the code is good, as 30m, 1h or 7d', duration, 3_600_000)
    .option('--replace', 'the device that works under this name gives way')
    .option('--svg <file>', 'write the QR code to a file, to print it')
    .option('--broker <url>', 'where the device connects (default: the broker of this node)')
    .option('--json', 'print the code as JSON')
    .addHelpText('after', CLAIM_HELP + ENVIRONMENT_HELP)
    .action((id: string, options: EnrolmentCodeOptions) =>
      runCommand((signal) => printEnrolmentCode(id, options, readOperatorEnvironment(keys), signal)),
    );
  addTlsOptions(device.command('redeem'))
    .description('as the device: make a key of its own in the place of that of an enrolment code')
    .argument('<code>', 'cairn-claim:v1?... as the operator gave it; - reads it from standard input')
    .option('--folder <path>', "where to make the device's folder (default: ./<id>)")
    .option('--origin <name>', 'refuse a code of another log')
    .option('--broker <url>', 'connect there instead of where the code says')
    .addOption(algorithmOption())
    .option('--wait-seconds <number>', 'how long to wait for the answer', wholeNumber, 30)
    .action((code: string, options: RedeemCommandOptions) =>
      runCommand((signal) => redeemCode(code, options, readNodeEnvironment(), signal)),
    );
}
