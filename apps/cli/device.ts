import { type Command, InvalidArgumentError, Option } from 'commander';
import { findDeviceFolder } from './device/device-folder-path.js';
import { enrolDevice, type EnrolOptions } from './device/enrol.js';
import { listDevices } from './device/list.js';
import { scanByCommand, type ScanCommandOptions } from './device/scan.js';
import { showDevice } from './device/show.js';
import { ENVIRONMENT_HELP, readNodeEnvironment } from './node-environment.js';
import { runCommand } from './run-command.js';

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw new InvalidArgumentError('a whole number is expected.');
  return Number(text);
}

const ENROL_HELP = `
The operator's key signs two entries, one for the party (if it is new) and one for the device, which binds its name to a key, a
first boot and the party. They go through the stream like every scan; the command waits until they stand in the log. Then the
device gets a password for the broker, and its folder in CAIRN_DATA/devices.

A device that makes its own key is enrolled with --public-key and --boot; nothing of it is written here.
Run again for the same device, the command changes nothing and shows the device.

  npx cairn device enrol gate-7 --party 9520000000028 --party-name 'Harbour cold store' --party-country IN --kind gate`;

const SCAN_HELP = `
The scan is signed, stored in the device's outbox and sent; the command ends when its receipt has been verified. Without a
receipt in time it stays in the outbox and goes out with the next call: exit code 1. Exit code 2: the options make no scan.

  npx cairn device scan gate-7 --object '(00)395200000000000012' --step shipping --to 9520000000035
  npx cairn device scan gate-7 --parent '(00)395200000000000012' --child '(01)09520000000004(21)77' --action add --step packing
  npx cairn device scan gate-7 --from scans.jsonl        one scan in JSON on each line, fields as in docs/guides/device-makers.md
  npx cairn device scan gate-7 --object ... --out scan.bin   the bytes for a stock MQTT client (cairn device show prints the line)`;

/** Adds `cairn device enrol|show|list|scan`. */
export function registerDeviceCommand(program: Command): void {
  const device = program
    .command('device')
    .description('enrol devices, show what a device needs, scan by hand')
    .addHelpText('after', `${ENVIRONMENT_HELP}\nFor device makers: docs/guides/device-makers.md`);
  addEnrol(device);
  addShow(device);
  addList(device);
  addScan(device);
}

function addEnrol(device: Command): void {
  device
    .command('enrol')
    .description('enter a device, and its party if it is new, into the log and give it a password')
    .argument('<id>', 'name of the device: its MQTT user name and a part of its topics')
    .requiredOption('--party <gln>', 'GLN of the party that answers for the device')
    .option('--party-name <name>', 'name of the party, if it is new')
    .option('--party-country <code>', 'its country, ISO 3166-1 alpha-2')
    .option('--party-kind <words>', 'what it does: manufacturer, carrier, warehouse ...')
    .option('--kind <words>', 'kind of the device: handheld, gate, logger, gateway ...')
    .option('--country <code>', 'where the device stands, ISO 3166-1 alpha-2')
    .addOption(new Option('--algorithm <name>', 'signature').choices(['ed25519', 'p256']).default('ed25519'))
    .option('--folder <path>', 'where to make its folder (default: CAIRN_DATA/devices/<id>)')
    .option('--public-key <hex>', 'of a device that made its key itself')
    .option('--boot <hex>', '16 random bytes that it chose for its first counter')
    .option('--objects-max <number>', 'objects in one of its scans at most (default: 500)', wholeNumber)
    .option('--claims-max <number>', 'claims in one of its scans at most (default: 256)', wholeNumber)
    .option('--broker <url>', 'where the device connects (default: the broker of this node)')
    .addHelpText('after', ENROL_HELP + ENVIRONMENT_HELP)
    .action((id: string, options: EnrolOptions) =>
      runCommand((signal) => enrolDevice(id, options, readNodeEnvironment(), signal)),
    );
}

function addShow(device: Command): void {
  device
    .command('show')
    .description('key, topics, user name, password, and lines for stock MQTT clients')
    .argument('<device>', 'name of the device, or its folder')
    .addHelpText('after', ENVIRONMENT_HELP)
    .action((name: string) =>
      runCommand(async () => showDevice(findDeviceFolder(name, readNodeEnvironment().CAIRN_DATA))),
    );
}

function addList(device: Command): void {
  device
    .command('list')
    .description('all devices that the log knows')
    .option('--json', 'one JSON object on each line')
    .addHelpText('after', ENVIRONMENT_HELP)
    .action((options: { json?: boolean }) =>
      runCommand(() => listDevices(readNodeEnvironment(), options.json === true)),
    );
}

function addScan(device: Command): void {
  device
    .command('scan')
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
      runCommand((signal) => scanByCommand(findDeviceFolder(name, readNodeEnvironment().CAIRN_DATA), options, signal)),
    );
}
