import { type Command, Option } from 'commander';
import { ENVIRONMENT_HELP, readNodeEnvironment } from '../../node-environment.js';
import { runCommand } from '../../run-command.js';
import { findDeviceFolder } from '../device-folder-path.js';
import { collect, wholeNumber } from '../option-values.js';
import { scanByCommand, type ScanCommandOptions } from '../scan.js';
import { addTlsOptions } from '../tls-options.js';

const SCAN_HELP = `
The scan is signed, stored in the device's outbox and sent; the command ends when its receipt has been verified. Without a
receipt in time it stays in the outbox and goes out with the next call: exit code 1. Exit code 2: the options make no scan.

  npx cairn device scan gate-7 --object '(00)395200000000000012' --step shipping --to 9520000000035
  npx cairn device scan gate-7 --parent '(00)395200000000000012' --child '(01)09520000000004(21)77' --action add --step packing
  npx cairn device scan gate-7 --from scans.jsonl        one scan in JSON on each line, fields as in docs/guides/device-makers.md
  npx cairn device scan gate-7 --object ... --out scan.bin   the bytes for a stock MQTT client (cairn device show prints the line)`;

export function addScan(device: Command): void {
  addTlsOptions(device.command('scan'))
    .description('sign a scan as a device, and send it or write it to a file')
    .argument('<device>', 'name of the device, or its folder')
    .option('--object <uri>', 'what was seen: Digital Link, element string, EPC URN ... (again for more)', collect, [])
    .option('--parent <uri>', 'what others are packed into')
    .option('--child <uri>', 'what is packed into the parent (again for more)', collect, [])
    .option('--input <uri>', 'what goes into a transformation (again for more)', collect, [])
    .option('--output <uri>', 'what comes out of it (again for more)', collect, [])
    .addOption(
      new Option('--type <name>', 'event type, if the roles do not say it').choices([
        'object',
        'aggregation',
        'transaction',
        'transformation',
        'association',
      ]),
    )
    .addOption(new Option('--action <name>', 'default: observe').choices(['add', 'observe', 'delete']))
    .option('--step <name>', 'business step of CBV 2.0: shipping, receiving, packing ...')
    .option('--claim <name=value>', 'any claim of docs/formats/claims.md (again for more)', collect, [])
    .option('--to <gln>', 'the party that takes custody')
    .option('--time <time>', 'RFC 3339 with offset (default: now)')
    .addOption(new Option('--precision <name>', 'of that time').choices(['millisecond', 'minute', 'day']))
    .option('--zone <offset>', 'local time minus UTC, as +05:30 (default: that of this machine)')
    .option('--from <file>', 'take scans from a file of JSON lines instead; - is standard input')
    .option('--out <file>', 'write the signed bytes to a file and send nothing')
    .option('--broker <url>', 'connect there instead of where the enrolment says')
    .option('--wait-seconds <number>', 'how long to wait for receipts', wholeNumber, 30)
    .addHelpText('after', SCAN_HELP + ENVIRONMENT_HELP)
    .action((name: string, options: ScanCommandOptions) =>
      runCommand((signal) => {
        const environment = readNodeEnvironment();
        return scanByCommand(findDeviceFolder(name, environment.CAIRN_DATA), options, environment, signal);
      }),
    );
}
